import type { ReactNode } from "react";
import { PageLink } from "@/ui/page-link";

interface PanelLinkProps {
  href: string;
  children: ReactNode;
}

/** The quiet way from a panel to the page that has all of it. */
export function PanelLink({ href, children }: PanelLinkProps) {
  return (
    <PageLink href={href} className="touch rounded-sm hover:text-ink">
      {children}
    </PageLink>
  );
}
