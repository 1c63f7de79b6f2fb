import { addDays } from "@/platform/business-time";

export interface DateRange {
  /** Both inclusive, as business dates. */
  from: string;
  to: string;
}

/** The day on which a birthday is kept in a year: 28 February where there is no 29th. */
function keptIn(year: number, birthday: string): string {
  const date = `${String(year).padStart(4, "0")}-${birthday.slice(5)}`;
  const isLeapless = date.endsWith("02-29") && addDays(`${date.slice(0, 5)}02-28`, 1) !== date;
  return isLeapless ? `${date.slice(0, 5)}02-28` : date;
}

/**
 * The dates of a range on which a birthday is kept, in order: at most one a year. Example: born on
 * 1992-02-29, from 2027-02-01 to 2028-12-31 → 2027-02-28, 2028-02-29.
 */
export function birthdaysBetween(birthday: string, { from, to }: DateRange): string[] {
  const dates: string[] = [];
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year++) {
    const date = keptIn(year, birthday);
    if (from <= date && date <= to) dates.push(date);
  }
  return dates;
}

const DAYS_OF_ANY_YEAR = 366;

/**
 * Which birthdays are kept within a range, as MM-DD; null where all of them are, or so many that
 * looking at all of them costs no more.
 */
export function daysBetween({ from, to }: DateRange): string[] | null {
  const days = new Set<string>();
  for (let date = from; date <= to; date = addDays(date, 1)) {
    days.add(date.slice(5));
    if (date.endsWith("02-28")) days.add("02-29");
    if (days.size >= DAYS_OF_ANY_YEAR / 4) return null;
  }
  return [...days];
}

/** How far the birthdays have been given, in a word of the job's own. */
export interface BirthdayProgress {
  /** The date of the last run that came to its end: who had said a birthday by then has its points. */
  done: string;
  /** A range that is being gone through, and the first member who is left. */
  next: { to: string; fromId: number } | null;
}

/** `2026-11-20`, or `2026-11-20>2029-11-20:4001` in the middle of a range; null for anything else. */
export function readBirthdayProgress(text: string | null): BirthdayProgress | null {
  const match = /^(\d{4}-\d\d-\d\d)(?:>(\d{4}-\d\d-\d\d):(\d+))?$/.exec(text ?? "");
  if (!match) return null;
  const [, done = "", to, fromId] = match;
  return { done, next: to === undefined ? null : { to, fromId: Number(fromId) } };
}

export function writeBirthdayProgress({ done, next }: BirthdayProgress): string {
  return next === null ? done : `${done}>${next.to}:${next.fromId}`;
}

export interface BirthdayFacts {
  /** As business dates. */
  joinedOn: string;
  /** Since when the birthday is known; null: since they joined. */
  knownOn: string | null;
}

/**
 * Whether a birthday counts that is given late: who was not a member yet, or had said no birthday or
 * another one then, gets nothing for it.
 */
export function countsLate(date: string, { joinedOn, knownOn }: BirthdayFacts): boolean {
  return joinedOn <= date && (knownOn === null || knownOn <= date);
}

/** Whether a birthday is kept on a date. Example: born on 2000-02-29, on 2026-02-28 → true. */
export function isKeptOn(date: string, birthday: string): boolean {
  return birthdaysBetween(birthday, { from: date, to: date }).length === 1;
}
