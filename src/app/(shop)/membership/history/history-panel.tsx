import { useTranslations } from "next-intl";
import { type Entry, EntryRow } from "@/modules/points/components/entry-row";
import { PanelSection } from "@/ui/panel";
import { PanelLink } from "../panel-link";

interface HistoryPanelProps {
  entries: readonly Entry[];
  orderUrl: string | null;
}

/** The last lines of the ledger; the page has them all. On phones the points lead there. */
export function HistoryPanel({ entries, orderUrl }: HistoryPanelProps) {
  const t = useTranslations("points.history");
  return (
    <PanelSection
      id="history"
      className="hidden md:block"
      title={t("title")}
      aside={<PanelLink href="/membership/history">{t("all")}</PanelLink>}
    >
      {entries.length === 0 ? (
        <p className="text-ink-soft text-sm">{t("emptyHint")}</p>
      ) : (
        <ul className="-my-3.5">
          {entries.map((entry) => (
            <EntryRow key={entry.id} entry={entry} orderUrl={orderUrl} />
          ))}
        </ul>
      )}
    </PanelSection>
  );
}
