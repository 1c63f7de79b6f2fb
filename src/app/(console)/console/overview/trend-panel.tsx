"use client";

import { useTranslations } from "next-intl";
import type { Outputs } from "@/trpc/client";
import { ChartPanel } from "./chart-panel";
import { type DefinedFigure, FigureDefinition } from "./figure-definition";
import { type Landmark, useLandmarkNotes } from "./landmarks";
import { TrendLines, TrendSums } from "./trend-lines";
import { useFactWords } from "./use-fact-words";

export type Dashboard = Outputs["stats"]["dashboard"];
type TrendPoint = Dashboard["trends"][number];
type Figure = keyof Omit<TrendPoint, "date" | "tiers">;

interface TrendPanelProps {
  id: "points" | "spend" | "members";
  dashboard: Dashboard;
  /** What is drawn, a line each, in one unit. */
  lines: readonly Extract<DefinedFigure, Exclude<Figure, "members">>[];
  /** What only the table has. */
  others: readonly Figure[];
  landmarks: readonly Landmark[];
  today: string;
  className?: string;
}

/** How figures went from day to day, with their sums and what became of them since the range before. */
export function TrendPanel({
  id,
  dashboard,
  lines,
  others,
  landmarks,
  today,
  className = "",
}: TrendPanelProps) {
  const t = useTranslations("overview.trends");
  const words = useFactWords();
  const { trends, overview, before, granularity } = dashboard;
  const isMonthly = granularity === "MONTH";
  const nameOf = (date: string) => (isMonthly ? date.slice(0, 7) : date);
  const notes = useLandmarkNotes(
    landmarks,
    trends.map(({ date }) => date),
  );
  const noteOf = ({ date }: TrendPoint) =>
    notes[trends.findIndex((point) => point.date === date)]?.join(" · ") ?? "";
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
        { header: t("landmarks"), text: noteOf, raw: noteOf, isText: true },
      ]}
      lead={
        <TrendSums
          sums={lines.map((name) => ({
            label: t(`figures.${name}`),
            text: words.textOf(name, overview[name]),
            change: words.change(overview[name], before[name]),
            definition: <FigureDefinition figure={name} name={t(`figures.${name}`)} />,
          }))}
        />
      }
      className={className}
    >
      <TrendLines
        title={t(`${id}.title`)}
        range={dashboard}
        points={trends}
        lines={lines.map((name) => ({ name, label: t(`figures.${name}`) }))}
        landmarks={landmarks}
        today={today}
      />
    </ChartPanel>
  );
}
