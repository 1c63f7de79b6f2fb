import { addDays } from "@/platform/business-time";
import { madeUpPoints, type StreakRules } from "./check-in";

export interface RunDay {
  date: string;
  streak: number;
}

export interface MissedDay {
  date: string;
  /** How long the run is that it would join. */
  streak: number;
  extra: number;
}

/** How many days in a row stand right behind a date. */
export function daysAfter(days: readonly RunDay[], date: string): number {
  const stand = new Set(days.map((day) => day.date));
  let after = 0;
  while (stand.has(addDays(date, after + 1))) after += 1;
  return after;
}

/**
 * The first date that can be made up on a day: of its month alone, and of a member's own time. On the first of
 * a month there is none.
 */
export const firstOpen = (today: string, joined: string) => {
  const first = `${today.slice(0, 7)}-01`;
  return joined > first ? joined : first;
};

/**
 * The missed days of a month up to yesterday, with what each would bring if it were made up now.
 *
 * @param days those of the month, and the last one of the month before
 */
export function missedDays(
  days: readonly RunDay[],
  { today, joined }: { today: string; joined: string },
  rules: StreakRules,
): MissedDay[] {
  const streaks = new Map(days.map(({ date, streak }) => [date, streak]));
  const missed: MissedDay[] = [];
  for (let date = firstOpen(today, joined); date < today; date = addDays(date, 1)) {
    if (streaks.has(date)) continue;
    const before = streaks.get(addDays(date, -1)) ?? 0;
    missed.push({ date, ...madeUpPoints({ before, after: daysAfter(days, date) }, rules) });
  }
  return missed;
}
