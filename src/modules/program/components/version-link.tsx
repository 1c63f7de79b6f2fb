import { PageLink } from "@/ui/page-link";

/** To what a version of the rules says and made different, for those who work at the console. */
export function VersionLink({ version, children }: { version: string | number; children: string }) {
  return (
    <PageLink
      href={`/console/program?version=${version}`}
      className="underline decoration-line-strong underline-offset-4 hover:text-ink"
    >
      {children}
    </PageLink>
  );
}
