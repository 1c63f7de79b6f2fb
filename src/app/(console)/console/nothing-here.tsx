import { buttonClass } from "@/ui/button-class";
import { EmptyState } from "@/ui/empty-state";
import { PageLink } from "@/ui/page-link";

interface NothingHereProps {
  title: string;
  text: string;
  back: { href: string; label: string };
}

/** The page of a record, or of an address, that there is not. */
export function NothingHere({ title, text, back }: NothingHereProps) {
  return (
    <main id="main" className="px-4 py-16">
      <h1 className="sr-only">{title}</h1>
      <EmptyState
        title={title}
        hint={text}
        action={
          <PageLink href={back.href} className={buttonClass("secondary", "sm")}>
            {back.label}
          </PageLink>
        }
      />
    </main>
  );
}
