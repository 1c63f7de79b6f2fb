import { addDays, addMonths } from "@/platform/business-time";

export interface DateRange {
  from: string;
  to: string;
}

/** Longer ranges are told by the month. */
const DAILY_MAX = 400;
export const RANGE_DAYS_MAX = 1_830;

const MS_A_DAY = 86_400_000;

/** Example: 2026-11-01 … 2026-11-30 has 30 days. */
export function daysIn({ from, to }: DateRange): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / MS_A_DAY) + 1;
}

/** The range of the same length that ends the day before. */
export function rangeBefore(range: DateRange): DateRange {
  return { from: addDays(range.from, -daysIn(range)), to: addDays(range.from, -1) };
}

export type Granularity = "DAY" | "MONTH";

export function granularityOf(range: DateRange): Granularity {
  return daysIn(range) <= DAILY_MAX ? "DAY" : "MONTH";
}

/** The day or month that a day's figures go under. Example: 2026-11-22 by month → 2026-11-01. */
export function bucketOf(day: string, granularity: Granularity): string {
  return granularity === "DAY" ? day : `${day.slice(0, 7)}-01`;
}

/** Every day or month of a range, in order. */
export function bucketsOf(range: DateRange): string[] {
  const granularity = granularityOf(range);
  const buckets: string[] = [];
  let at = bucketOf(range.from, granularity);
  while (at <= range.to) {
    buckets.push(at);
    at = granularity === "DAY" ? addDays(at, 1) : addMonths(at, 1);
  }
  return buckets;
}
