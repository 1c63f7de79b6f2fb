import { ChevronLeft } from "lucide-react";
import type { ReactNode } from "react";
import { PageLink } from "@/ui/page-link";

interface PageHeadingProps {
  title: string;
  lead?: ReactNode;
  /** The page this one belongs to. */
  back?: { href: string; label: string };
  aside?: ReactNode;
}

export function PageHeading({ title, lead, back, aside }: PageHeadingProps) {
  return (
    <div className="mb-5 lg:mb-8">
      {back ? (
        <PageLink
          href={back.href}
          className="touch mb-1 -ml-1 inline-flex items-center gap-0.5 rounded-sm text-ink-soft text-sm hover:text-ink"
        >
          <ChevronLeft aria-hidden="true" className="size-4" />
          {back.label}
        </PageLink>
      ) : null}
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div className="max-w-2xl">
          <h1 className="text-xl lg:text-2xl">{title}</h1>
          {lead ? <p className="mt-1 text-ink-soft">{lead}</p> : null}
        </div>
        {aside}
      </div>
    </div>
  );
}
