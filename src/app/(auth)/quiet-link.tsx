import type { ReactNode } from "react";
import { PageLink } from "@/ui/page-link";

/** A way on beside the form. */
export function QuietLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <PageLink
      href={href}
      className="text-ink-soft underline decoration-line-strong underline-offset-4 hover:text-ink"
    >
      {children}
    </PageLink>
  );
}
