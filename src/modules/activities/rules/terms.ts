import {
  addDays,
  addMonths,
  businessDate,
  mondayOf,
  startOfBusinessDate,
  wallClock,
} from "@/platform/business-time";
import type { Frequency, Span } from "../schema/terms";

/** By which moments an activity counts: pure, over business time. */

const minutesOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

const dayBefore = (weekday: number) => (weekday === 1 ? 7 : weekday - 1);

/**
 * Whether a moment lies in one of the recurring spans, by the clock of the zone.
 * Example: Wednesdays 22:00–02:00 → Thursday 01:59 yes, 02:00 no; Wednesday 01:00 no.
 */
export function isWithin(hours: readonly Span[] | null, moment: Date, timeZone: string): boolean {
  if (hours === null) return true;
  const { weekday, minutes } = wallClock(moment, timeZone);
  return hours.some(({ weekdays, from, until }) => {
    const [begins, ends] = [minutesOf(from), minutesOf(until)];
    const begunToday = weekdays.includes(weekday) && minutes >= begins;
    if (begins < ends) return begunToday && minutes < ends;
    return begunToday || (weekdays.includes(dayBefore(weekday)) && minutes < ends);
  });
}

const EVER = { since: new Date(0), until: new Date("9999-01-01T00:00:00Z") };

/** The business period that a moment lies in, within which a member's orders are counted. */
export function periodOf(
  per: Frequency["per"],
  moment: Date,
  timeZone: string,
): { since: Date; until: Date } {
  const date = businessDate(moment, timeZone);
  const between = (first: string, next: string) => ({
    since: startOfBusinessDate(first, timeZone),
    until: startOfBusinessDate(next, timeZone),
  });
  switch (per) {
    case "day":
      return between(date, addDays(date, 1));
    case "week":
      return between(mondayOf(date), addDays(mondayOf(date), 7));
    case "month": {
      const first = `${date.slice(0, 7)}-01`;
      return between(first, addMonths(first, 1));
    }
    case "lifetime":
      return EVER;
  }
}
