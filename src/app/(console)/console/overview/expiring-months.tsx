"use client";

import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { ColumnChart } from "@/ui/charts/column-chart";
import { ChartPanel } from "./chart-panel";
import { FigureDefinition } from "./figure-definition";
import type { Dashboard } from "./trend-panel";

/** "2026-11-29" and 2 → "2027-01". */
function monthAfter(day: string, months: number): string {
  const [year = 0, month = 1] = day.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 7);
}

interface ExpiringMonthsProps {
  liability: Dashboard["liability"];
  today: string;
  className?: string;
}

/** All points outstanding by the last month in which they can be spent; this month stands out. */
export function ExpiringMonths({ liability, today, className = "" }: ExpiringMonthsProps) {
  const t = useTranslations("overview.expiring");
  const format = useFormats();
  const { expiringByMonth: months, pointsOutstanding, worthMinor } = liability;
  const soonUntil = monthAfter(today, 2);
  const soon = months.filter(({ month }) => month.slice(0, 7) <= soonUntil);
  const total = (figure: "points" | "worthMinor") =>
    soon.reduce((all, month) => all + month[figure], 0);
  const nameOf = (month: string) => month.slice(0, 7);
  const pointsText = (points: number) => t("points", { points: format.points(points) });
  return (
    <ChartPanel
      id="expiring"
      title={t("title")}
      file={`expiring-${today}`}
      empty={months.length === 0 ? { title: t("empty"), hint: t("emptyHint") } : null}
      rows={months}
      keyOf={({ month }) => month}
      columns={[
        {
          header: t("month"),
          text: ({ month }) => nameOf(month),
          raw: ({ month }) => nameOf(month),
          primary: true,
        },
        {
          header: t("pointsColumn"),
          text: ({ points }) => format.points(points),
          raw: ({ points }) => points,
        },
        {
          header: t("worth"),
          text: (row) => format.money(row.worthMinor),
          raw: (row) => row.worthMinor / 100,
        },
      ]}
      lead={
        <p className="tabular -mt-1 mb-2 text-ink-soft text-sm">
          {t("all", { points: format.points(pointsOutstanding), worth: format.money(worthMinor) })}
          <br />
          {t("soon", {
            points: format.points(total("points")),
            worth: format.money(total("worthMinor")),
          })}
          <FigureDefinition figure="expiring" name={t("title")} />
        </p>
      }
      className={className}
    >
      <ColumnChart
        label={t("label")}
        columns={months.map(({ month, points }) => ({
          place: nameOf(month),
          value: points,
          marked: month.slice(0, 7) === today.slice(0, 7),
        }))}
        textOf={({ value }) => pointsText(value)}
        shortTextOf={(value) => format.compact(value)}
      />
    </ChartPanel>
  );
}
