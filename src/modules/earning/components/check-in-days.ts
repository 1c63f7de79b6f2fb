/** Calendar days as the check-in shows them; a date is "2026-11-22" in the program's time zone. */

export interface CheckIns {
  today: string;
  /** Consecutive days up to today, or up to yesterday while today is open. */
  streak: number;
  todayDone: boolean;
  /** Every so many consecutive days bring the extra points. */
  streakDays: number;
}

export interface StripDay {
  date: string;
  state: "done" | "today" | "ahead";
  /** On this day the streak brings its extra. */
  isBonus: boolean;
}

const STRIP_DAYS = 7;
/** In a streak longer than the strip, so many of its past days are shown. */
const STRIP_PAST_MAX = 4;

/** `addDays("2026-11-30", 1)` → "2026-12-01". */
export function addDays(date: string, days: number): string {
  const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
}

/**
 * Days of the running round that are behind, today's among them once it is done: after the extra a
 * new round begins with the next check-in, not before. Example: streak 7, today done → 7; the next
 * morning → 0.
 */
function roundDone({ streak, todayDone, streakDays }: CheckIns): number {
  return todayDone && streak > 0 ? ((streak - 1) % streakDays) + 1 : streak % streakDays;
}

/**
 * Seven days of the round: those stamped, today, and what is ahead. Example: four days in a row up
 * to yesterday → four stamps, today, one ahead, the extra.
 */
export function stripOf(checkIns: CheckIns): StripDay[] {
  const { today, todayDone, streakDays } = checkIns;
  const done = roundDone(checkIns);
  const behind = todayDone ? done - 1 : done;
  const behindMax = streakDays > STRIP_DAYS ? STRIP_PAST_MAX : STRIP_DAYS - 1;
  const roundStart = addDays(today, -behind);
  const open = addDays(roundStart, done);
  const start = addDays(today, -Math.min(behind, behindMax));
  return Array.from({ length: STRIP_DAYS }, (_, step) => {
    const date = addDays(start, step);
    return {
      date,
      state: date < open ? "done" : date === today ? "today" : "ahead",
      isBonus: daysBetween(roundStart, date) % streakDays === streakDays - 1,
    };
  });
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/**
 * A month as weeks from Monday to Sunday; null where a day belongs to another month.
 * `weeksOf("2026-11")` → six weeks, the first with six nulls and the 1st.
 */
export function weeksOf(month: string): (string | null)[][] {
  const first = `${month}-01`;
  const lead = (new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7;
  const [year = 0, number = 1] = month.split("-").map(Number);
  const days = new Date(Date.UTC(year, number, 0)).getUTCDate();
  // Counted, not compared: behind the last year of four digits dates are written with a sign.
  return Array.from({ length: Math.ceil((lead + days) / 7) }, (_, week) =>
    Array.from({ length: 7 }, (_, place) => {
      const day = week * 7 + place - lead + 1;
      return day >= 1 && day <= days ? `${month}-${String(day).padStart(2, "0")}` : null;
    }),
  );
}

/** `monthAfter("2026-12", 1)` → "2027-01"; −1 goes back. */
export function monthAfter(month: string, months: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7);
}
