import Link from "next/link";
import type { ReactNode } from "react";

interface PanelLinkProps {
  href: string;
  children: ReactNode;
}

/** The quiet way from a panel to the page that has all of it. */
export function PanelLink({ href, children }: PanelLinkProps) {
  return (
    <Link href={href} className="touch rounded-sm hover:text-ink">
      {children}
    </Link>
  );
}
