import type { ReactNode } from "react";
import { PageLink } from "@/ui/page-link";

/** To the version of the rules that decided something, for people of the console. */
export function VersionLink({ version, children }: { version: string; children: ReactNode }) {
  return (
    <PageLink
      href={`/console/program/versions/${version}`}
      className="rounded-sm underline decoration-line-strong underline-offset-4 hover:text-ink"
    >
      {children}
    </PageLink>
  );
}
