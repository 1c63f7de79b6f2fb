import { addDays } from "@/platform/business-time";

/** A check-in as the calendar needs it. */
export interface CheckedDay {
  date: string;
  streak: number;
  extra: number;
}

/**
 * The run of days that today belongs to or would continue: up to today, or up to yesterday while
 * today is open; a gap ends it. Example: checked in on 30 and 31 December, looked at on 1 January → 2.
 */
export function streakNow(
  days: readonly CheckedDay[],
  today: string,
): { streak: number; todayDone: boolean } {
  const on = (date: string) => days.find((day) => day.date === date);
  const done = on(today);
  return { streak: (done ?? on(addDays(today, -1)))?.streak ?? 0, todayDone: done !== undefined };
}

/** Check-ins to go until the streak brings its extra. Example: a streak of 6 → 1, of 7 → 7. */
export function nextBonusIn(streak: number, streakDays: number): number {
  return streakDays - (streak % streakDays);
}
