"use client";

import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import type { Outputs } from "@/trpc/client";
import { LineChart } from "@/ui/charts/line-chart";
import { type SeriesLook, SeriesSample } from "@/ui/charts/series";
import { ChartPanel } from "./chart-panel";
import { useFactWords } from "./use-fact-words";
import { weeksOf } from "./weeks";

export type Dashboard = Outputs["stats"]["dashboard"];
type TrendPoint = Dashboard["trends"][number];
type Figure = keyof Omit<TrendPoint, "date" | "tiers">;

const LOOKS: readonly SeriesLook[] = ["first", "second", "third"];

interface TrendPanelProps {
  id: "points" | "spend" | "members";
  dashboard: Dashboard;
  /** What is drawn, a line each, in one unit. */
  lines: readonly Extract<Figure, keyof Dashboard["overview"]>[];
  /** What only the table has. */
  others: readonly Figure[];
  className?: string;
}

/** How figures went from day to day, with their sums and what became of them since the range before. */
export function TrendPanel({ id, dashboard, lines, others, className = "" }: TrendPanelProps) {
  const t = useTranslations("overview.trends");
  const words = useFactWords();
  const { trends, overview, before, granularity } = dashboard;
  const isMonthly = granularity === "MONTH";
  const nameOf = (date: string) => (isMonthly ? date.slice(0, 7) : date);
  const figures: readonly Figure[] = [...lines, ...others];
  const isEmpty = figures.every((name) => trends.every((point) => point[name] === 0));
  return (
    <ChartPanel
      id={`${id}-trend`}
      title={t(`${id}.title`)}
      file={`${id}-${dashboard.from}-${dashboard.to}`}
      empty={isEmpty ? { title: t("empty"), hint: t("emptyHint") } : null}
      rows={[...trends].reverse()}
      keyOf={({ date }) => date}
      columns={[
        {
          header: t(isMonthly ? "month" : "day"),
          text: ({ date }) => nameOf(date),
          raw: ({ date }) => nameOf(date),
          primary: true,
        },
        ...figures.map((name) => ({
          header: t(`figures.${name}`),
          text: (point: TrendPoint) => words.textOf(name, point[name]),
          raw: (point: TrendPoint) => words.raw(name, point[name]),
        })),
      ]}
      lead={
        <ul className="-mt-1 mb-2 flex flex-wrap gap-x-6 gap-y-1 text-sm">
          {lines.map((name, index) => (
            <li key={name} className="flex items-center gap-2">
              <SeriesSample look={LOOKS[index] ?? "third"} />
              <span className="text-ink-soft">{t(`figures.${name}`)}</span>
              <span className="tabular font-medium">{words.textOf(name, overview[name])}</span>
              <span className="tabular text-ink-faint text-xs">
                {words.change(overview[name], before[name])}
              </span>
            </li>
          ))}
        </ul>
      }
      className={className}
    >
      <TrendLines id={id} dashboard={dashboard} lines={lines} />
    </ChartPanel>
  );
}

/** More days than these are drawn week by week. */
const DAYS_DRAWN_MAX = 120;

function TrendLines({ id, dashboard, lines }: Pick<TrendPanelProps, "id" | "dashboard" | "lines">) {
  const t = useTranslations("overview.trends");
  const format = useFormats();
  const words = useFactWords();
  const { trends, granularity, from, to } = dashboard;
  const isMonthly = granularity === "MONTH";
  const isWeekly = !isMonthly && trends.length > DAYS_DRAWN_MAX;
  const points = isWeekly ? weeksOf(trends, lines) : trends;
  const unitOf = lines[0] ?? "orders";
  const placeOf = (date: string) =>
    isMonthly ? date.slice(0, 7) : isWeekly ? t("week", { date }) : date;
  return (
    <LineChart
      label={t("label", {
        title: t(`${id}.title`),
        from: format.calendarDate(from),
        to: format.calendarDate(to),
      })}
      places={points.map(({ date }) => placeOf(date))}
      labelOf={(index) => {
        const date = points[index]?.date ?? "";
        return isMonthly ? date.slice(0, 7) : date.slice(5);
      }}
      series={lines.map((name, index) => ({
        name: t(`figures.${name}`),
        values: points.map((point) => point[name]),
        look: LOOKS[index] ?? "third",
      }))}
      textOf={(value) => words.textOf(unitOf, value)}
      shortTextOf={(value) => words.short(unitOf, value)}
    />
  );
}
