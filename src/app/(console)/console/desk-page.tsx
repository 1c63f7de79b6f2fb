import { ChevronLeft } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "@/ui/class-names";
import { PageLink } from "@/ui/page-link";

interface DeskHeadingProps {
  title: ReactNode;
  lead?: ReactNode;
  /** What can be done here as a whole, at its end. */
  action?: ReactNode;
}

/** What a page of the console is about. */
export function DeskHeading({ title, lead, action }: DeskHeadingProps) {
  return (
    <div className="mb-6 flex flex-wrap items-start justify-between gap-4">
      <div>
        <h1 className="text-2xl">{title}</h1>
        {lead ? <p className="mt-1 max-w-prose text-ink-soft">{lead}</p> : null}
      </div>
      {action}
    </div>
  );
}

interface DeskPageProps extends Partial<DeskHeadingProps> {
  back?: { href: string; label: string };
  /** Its width, where it is another one. */
  className?: string;
  children: ReactNode;
}

/** The frame of each page of the console. */
export function DeskPage({ title, back, className, children, ...heading }: DeskPageProps) {
  return (
    <main id="main" className={classNames("max-w-[80rem] px-4 py-6 sm:px-8 lg:py-7", className)}>
      {back ? (
        <PageLink
          href={back.href}
          className="-ml-1 mb-4 inline-flex items-center gap-1 rounded-sm py-1 text-ink-soft text-sm hover:text-ink"
        >
          <ChevronLeft aria-hidden="true" className="size-4" />
          {back.label}
        </PageLink>
      ) : null}
      {title ? <DeskHeading {...heading} title={title} /> : null}
      {children}
    </main>
  );
}
