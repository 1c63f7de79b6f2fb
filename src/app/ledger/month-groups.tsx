import { useTranslations } from "next-intl";
import { formatMonth } from "@/i18n/format";
import { useFormats } from "@/i18n/use-formats";
import { type Entry, EntryRow } from "@/modules/points/components/entry-row";
import { partsOfSum } from "@/modules/points/components/summed-up";
import type { LedgerSummary } from "@/modules/points/schema/ledger";

type MonthSum = LedgerSummary & { month: string };

interface MonthGroupsProps {
  entries: readonly Entry[];
  /** Each month as a whole, also where not all of its lines are here yet. */
  months: readonly MonthSum[];
  orderUrl: string | null;
}

/** Lines by the month in which they were written, each month with what it adds up to. */
export function MonthGroups({ entries, months, orderUrl }: MonthGroupsProps) {
  const format = useFormats();
  const sums = new Map(months.map((one) => [one.month, one]));
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const month = formatMonth(entry.createdAt, format.timeZone);
    groups.set(month, [...(groups.get(month) ?? []), entry]);
  }
  return [...groups].map(([month, lines]) => {
    const sum = sums.get(month);
    return (
      <section key={month} aria-labelledby={`month-${month}`}>
        <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 border-line border-b pt-5 pb-2">
          <h3 id={`month-${month}`} className="font-semibold text-base">
            {format.monthName(month)}
          </h3>
          {sum ? <MonthSumLine sum={sum} /> : null}
        </div>
        <ul>
          {lines.map((entry) => (
            <EntryRow key={entry.id} entry={entry} orderUrl={orderUrl} />
          ))}
        </ul>
      </section>
    );
  });
}

/** "获得 +1,234 · 使用 −300 · 合计变动 +934"; of one part alone that part says it all. */
function MonthSumLine({ sum }: { sum: MonthSum }) {
  const t = useTranslations("points.history");
  const format = useFormats();
  const parts = partsOfSum(sum).map(
    ({ group, points }) => `${t(`groups.${group}`)} ${format.signedPoints(points)}`,
  );
  const all =
    parts.length > 1 ? [...parts, `${t("change")} ${format.signedPoints(sum.net)}`] : parts;
  return <p className="tabular text-ink-faint text-sm">{all.join(" · ")}</p>;
}
