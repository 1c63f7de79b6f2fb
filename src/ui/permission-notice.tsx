import { Lock } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "./class-names";

/** What one may not do here, and who may: said in one way everywhere, where it would be done. */
export function PermissionNotice({
  children,
  className,
}: {
  children: ReactNode;
  className?: string;
}) {
  return (
    <p
      className={classNames(
        "flex max-w-prose items-start gap-3 rounded-md bg-sunken px-4 py-3 text-ink-soft text-sm",
        className,
      )}
    >
      <Lock aria-hidden="true" className="mt-1 size-4 shrink-0" strokeWidth={1.75} />
      <span>{children}</span>
    </p>
  );
}
