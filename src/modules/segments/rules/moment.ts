import { addDays, startOfBusinessDate } from "@/platform/business-time";

/** When a rule is asked, and by what its scores go: the same rule says another thing tomorrow. */
export interface Moment {
  /** The business date. */
  today: string;
  timeZone: string;
  /** From which spend of 365 days on each fifth begins: the second's, the third's and so on. */
  fifths: Fifths;
}

export type Fifths = readonly [number, number, number, number];
/** Before anybody's spend was looked at all are in the first. */
export const NO_FIFTHS: Fifths = [Infinity, Infinity, Infinity, Infinity];

/** From an instant on, and before another; null where it is open. */
export interface Span {
  from: Date | null;
  until: Date | null;
}

type Zone = Pick<Moment, "today" | "timeZone">;

const startOf = (date: string, { timeZone }: Zone) => startOfBusinessDate(date, timeZone);

/**
 * Days that lie so many business days back. Example on 29 November in Shanghai: { min: 1, max: 7 } is from
 * 22 November 00:00 until 29 November 00:00 there.
 */
export function daysAgo(
  { min, max }: { min?: number | undefined; max?: number | undefined },
  zone: Zone,
): Span {
  return {
    from: max === undefined ? null : startOf(addDays(zone.today, -max), zone),
    until: min === undefined ? null : startOf(addDays(zone.today, 1 - min), zone),
  };
}

/** Dates, both of them in it. */
export function dates(
  { min, max }: { min?: string | undefined; max?: string | undefined },
  zone: Zone,
): Span {
  return {
    from: min === undefined ? null : startOf(min, zone),
    until: max === undefined ? null : startOf(addDays(max, 1), zone),
  };
}

/** So many business days that end with today. Example: 90 on 29 November is from 1 September on. */
export function window(days: number, zone: Zone): Date {
  return startOf(addDays(zone.today, 1 - days), zone);
}

/** The first instant at which what expires within so many days from now on has not expired. */
export function expiryBefore(days: number, zone: Zone): Date {
  return startOf(addDays(zone.today, days + 1), zone);
}

/** Months by their numbers. Example in December: ["THIS", "NEXT", 5] → [12, 1, 5]. */
export function monthsOf(months: readonly (number | "THIS" | "NEXT")[], today: string): number[] {
  const running = Number(today.slice(5, 7));
  const numbers = months.map((month) => {
    if (month === "THIS") return running;
    return month === "NEXT" ? (running % 12) + 1 : month;
  });
  return [...new Set(numbers)];
}
