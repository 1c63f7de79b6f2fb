import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useFormats } from "@/i18n/use-formats";
import { LineChart } from "@/ui/charts/line-chart";
import { type SeriesLook, SeriesSample } from "@/ui/charts/series";
import { type Landmark, useLandmarkNotes } from "./landmarks";
import { useFactWords } from "./use-fact-words";
import { weeksOf } from "./weeks";

const LOOKS: readonly SeriesLook[] = ["first", "second", "third"];
const lookOf = (index: number) => LOOKS[index] ?? "third";

/** More days than these are drawn week by week. */
const DAYS_DRAWN_MAX = 120;

export interface DrawnLine<Name extends string> {
  name: Name;
  label: string;
}

interface TrendLinesProps<Name extends string> {
  title: string;
  range: { from: string; to: string; granularity: "DAY" | "MONTH" };
  points: readonly ({ date: string } & Record<Name, number>)[];
  /** In one unit. */
  lines: readonly DrawnLine<Name>[];
  landmarks?: readonly Landmark[];
  /** The last business day that has begun. */
  today?: string;
}

/** Figures from day to day, from week to week or from month to month. */
export function TrendLines<Name extends string>({
  title,
  range: { from, to, granularity },
  points,
  lines,
  landmarks = [],
  today,
}: TrendLinesProps<Name>) {
  const t = useTranslations("overview.trends");
  const format = useFormats();
  const words = useFactWords();
  const isMonthly = granularity === "MONTH";
  const isWeekly = !isMonthly && points.length > DAYS_DRAWN_MAX;
  const names = lines.map(({ name }) => name);
  const drawn = isWeekly ? weeksOf(points, names) : points;
  const unitOf = names[0] ?? "orders";
  const notes = useLandmarkNotes(
    landmarks,
    drawn.map(({ date }) => date),
  );
  const placeOf = (date: string) =>
    isMonthly ? date.slice(0, 7) : isWeekly ? t("week", { date }) : date;
  return (
    <LineChart
      label={t("label", { title, from: format.calendarDate(from), to: format.calendarDate(to) })}
      places={drawn.map(({ date }) => placeOf(date))}
      labelOf={(index) => {
        const date = drawn[index]?.date ?? "";
        return isMonthly ? date.slice(0, 7) : date.slice(5);
      }}
      series={lines.map(({ name, label }, index) => ({
        name: label,
        values: drawn.map((point) => point[name]),
        look: lookOf(index),
      }))}
      textOf={(value) => words.textOf(unitOf, value)}
      shortTextOf={(value) => words.short(unitOf, value)}
      notesOf={(index) => notes[index] ?? []}
      isOpen={today !== undefined && to >= today}
    />
  );
}

interface TrendSumsProps {
  sums: readonly { label: string; text: string; change?: string; definition?: ReactNode }[];
}

/** The sums of what is drawn, with how each line looks. */
export function TrendSums({ sums }: TrendSumsProps) {
  return (
    <ul className="-mt-1 mb-2 flex flex-wrap gap-x-6 gap-y-1 text-sm">
      {sums.map(({ label, text, change, definition }, index) => (
        <li key={label} className="flex items-center gap-2">
          <SeriesSample look={lookOf(index)} />
          <span className="text-ink-soft">
            {label}
            {definition}
          </span>
          <span className="tabular font-medium">{text}</span>
          {change === undefined ? null : (
            <span className="tabular text-ink-faint text-xs">{change}</span>
          )}
        </li>
      ))}
    </ul>
  );
}
