import type { ReactNode } from "react";
import { classNames } from "./class-names";

interface PanelProps {
  children: ReactNode;
  className?: string;
}

const SHEET = "rounded-lg border border-line bg-surface p-4 sm:p-6";

/** A sheet of paper on the desk. */
export function Panel({ children, className }: PanelProps) {
  return <div className={classNames(SHEET, className)}>{children}</div>;
}

interface PanelSectionProps extends PanelProps {
  id: string;
  title: ReactNode;
  aside?: ReactNode;
  /** Lies on another sheet already. */
  bare?: boolean;
}

/** A panel that is a landmark of the page, named by its heading. */
export function PanelSection({ id, title, aside, children, className, bare }: PanelSectionProps) {
  return (
    <section
      aria-labelledby={`${id}-title`}
      id={id}
      className={classNames(bare ? null : SHEET, className)}
    >
      <div
        className={classNames(
          "flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1",
          bare ? "mb-3" : "mb-4",
        )}
      >
        <h2 id={`${id}-title`} className={bare ? "text-base" : "text-lg"}>
          {title}
        </h2>
        {aside ? <div className="text-sm text-ink-soft">{aside}</div> : null}
      </div>
      {children}
    </section>
  );
}
