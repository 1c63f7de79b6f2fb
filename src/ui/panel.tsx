import type { ReactNode } from "react";
import { classNames } from "./class-names";

interface PanelProps {
  children: ReactNode;
  className?: string;
}

/** A sheet of paper on the desk. */
export function Panel({ children, className }: PanelProps) {
  return (
    <div className={classNames("rounded-lg border border-line bg-surface p-5 sm:p-6", className)}>
      {children}
    </div>
  );
}

interface PanelSectionProps extends PanelProps {
  id: string;
  title: ReactNode;
  aside?: ReactNode;
}

/** A panel that is a landmark of the page, named by its heading. */
export function PanelSection({ id, title, aside, children, className }: PanelSectionProps) {
  return (
    <section
      aria-labelledby={`${id}-title`}
      id={id}
      className={classNames("rounded-lg border border-line bg-surface p-5 sm:p-6", className)}
    >
      <div className="mb-4 flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 id={`${id}-title`} className="text-lg">
          {title}
        </h2>
        {aside ? <div className="text-sm text-ink-soft">{aside}</div> : null}
      </div>
      {children}
    </section>
  );
}
