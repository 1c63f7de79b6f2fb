import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

interface ErrorStateProps {
  title: string;
  detail?: string | undefined;
  /** The request to name when asking for help. */
  reference?: string | undefined;
  action?: ReactNode;
}

export function ErrorState({ title, detail, reference, action }: ErrorStateProps) {
  return (
    <div role="alert" className="flex flex-col items-center px-4 py-10 text-center">
      <TriangleAlert aria-hidden="true" className="mb-3 size-7 text-seal-ink" strokeWidth={1.5} />
      <p className="font-medium">{title}</p>
      {detail ? <p className="mt-1 max-w-md text-ink-soft text-sm">{detail}</p> : null}
      {reference ? <p className="mt-1 text-ink-faint text-xs">{reference}</p> : null}
      {action ? <div className="mt-5">{action}</div> : null}
    </div>
  );
}
