import { ChevronRight, type LucideIcon } from "lucide-react";
import { classNames } from "@/ui/class-names";
import { PageLink } from "@/ui/page-link";
import { PanelSection } from "@/ui/panel";

type Goal = { href: string } | { popover: string };

export type Way = Goal & {
  label: string;
  Icon: LucideIcon;
  /** How it stands; false where there is nothing to say. */
  facts: readonly (string | false)[];
  /** Something waits there. */
  urgent?: boolean;
};

interface HubPanelProps {
  id: string;
  title: string;
  ways: readonly Way[];
}

export function HubPanel({ id, title, ways }: HubPanelProps) {
  return (
    <PanelSection id={id} title={title}>
      <ul className="-my-2 divide-y divide-line">
        {ways.map((way) => (
          <li key={way.label}>
            {"href" in way ? (
              <PageLink href={way.href} className={ROW}>
                <RowContent {...way} />
              </PageLink>
            ) : (
              <button type="button" popoverTarget={way.popover} className={ROW}>
                <RowContent {...way} />
              </button>
            )}
          </li>
        ))}
      </ul>
    </PanelSection>
  );
}

const ROW =
  "-mx-2 flex min-h-14 w-[calc(100%+1rem)] items-center gap-3 rounded-md px-2 py-2.5 text-left transition-colors hover:bg-sunken/60";

function RowContent({ label, Icon, facts, urgent = false }: Way) {
  const said = facts.filter((fact) => fact !== false).join(" · ");
  return (
    <>
      <Icon aria-hidden="true" className="size-5 shrink-0 text-ink-soft" strokeWidth={1.75} />
      <span className="min-w-0 grow">
        <span className="block font-medium">{label}</span>
        {said ? (
          <span
            className={classNames(
              "tabular block text-sm",
              urgent ? "text-seal-ink" : "text-ink-soft",
            )}
          >
            {said}
          </span>
        ) : null}
      </span>
      <ChevronRight aria-hidden="true" className="size-4 shrink-0 text-ink-faint" />
    </>
  );
}
