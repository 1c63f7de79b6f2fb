import type { ReactNode } from "react";

interface EmptyStateProps {
  title: string;
  hint?: string;
  action?: ReactNode;
}

/** Nothing here: says why, and what to do about it. */
export function EmptyState({ title, hint, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center px-4 py-12 text-center">
      <span
        aria-hidden="true"
        className="mb-4 grid size-12 -rotate-3 place-items-center rounded-md border border-line-strong border-dashed font-serif text-ink-faint text-lg"
      >
        空
      </span>
      <p className="font-medium">{title}</p>
      {hint ? <p className="mt-1 max-w-sm text-ink-soft text-sm">{hint}</p> : null}
      {action ? <div className="mt-5">{action}</div> : null}
    </div>
  );
}
