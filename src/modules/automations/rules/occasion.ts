import { addDays, addMonths } from "@/platform/business-time";
import type { GiftStatus, Trigger } from "../schema";

/** What happened to a member, by a name that is the same whenever and wherever it is looked at. */
export interface Occasion {
  name: string;
  /** The business date that it counts on. */
  on: string;
  /** The order that it hangs on. */
  orderId: string | null;
}

/** The name up to which occasions are of one kind: each tier is one of its own. */
export function subjectOf(name: string): string {
  const parts = (name.split("~")[0] ?? "").split(":");
  return parts.slice(0, parts[0] === "TIER" ? 2 : 1).join(":");
}

/** Given, and used by the time at which that went which it was given for: void, and given all the same. */
export const isUndone = ({ status, endedAt }: { status: GiftStatus; endedAt: Date | null }) =>
  status === "GIVEN" && endedAt !== null;

const DAY_MS = 86_400_000;
const EVER = new Date(0);

/** Since when somebody is known again who had the same as another member. */
export const knownSince = (againAfterDays: number | null, now: Date) =>
  againAfterDays === null ? EVER : new Date(now.getTime() - againAfterDays * DAY_MS);

/** A tier reached: once ever, or once a day where it may come again. */
export const tierName = (code: string, on: string, againAfterDays: number | null) =>
  againAfterDays === null ? `TIER:${code}` : `TIER:${code}:${on}`;

export interface KnownGift {
  occasion: string;
  occasionOn: string;
  status: GiftStatus;
}

const daysAfter = (date: string, other: string) => (Date.parse(date) - Date.parse(other)) / DAY_MS;

/**
 * Whether a member gets something for an occasion, by what became of theirs before. What was taken back
 * counts as never given; what was given keeps away the same of before it and of so many days after it,
 * or for ever.
 */
export function isDue(
  known: readonly KnownGift[],
  occasion: Pick<Occasion, "name" | "on">,
  againAfterDays: number | null,
): boolean {
  const subject = subjectOf(occasion.name);
  return !known.some((gift) => {
    if (gift.occasion === occasion.name) return gift.status !== "TAKEN_BACK";
    if (gift.status !== "GIVEN" || subjectOf(gift.occasion) !== subject) return false;
    return againAfterDays === null || daysAfter(occasion.on, gift.occasionOn) < againAfterDays;
  });
}

type Birthday = Extract<Trigger, { kind: "BIRTHDAY" }>;

/** The days on which birthdays are kept that a date is about. Example: a week before 5 March → [5 March]. */
export function keptDaysOf({ on, daysBefore }: Birthday, date: string): string[] {
  if (on === "DAY") return [addDays(date, daysBefore)];
  if (!date.endsWith("-01")) return [];
  const days: string[] = [];
  for (let day = date; day < addMonths(date, 1); day = addDays(day, 1)) days.push(day);
  return days;
}

const BORN_SINCE = 1900;

/** Every date on which somebody is born whose birthday is kept on a day. 28 February stands in for the 29th. */
export function birthDatesOf(day: string): string[] {
  const isLeapless = day.endsWith("02-28") && !addDays(day, 1).endsWith("02-29");
  const dates: string[] = [];
  for (let year = BORN_SINCE; year <= Number(day.slice(0, 4)); year++) {
    const date = `${year}${day.slice(4)}`;
    // Of 29 February there is none in most years.
    if (!day.endsWith("02-29") || isLeapYear(year)) dates.push(date);
    if (isLeapless && isLeapYear(year)) dates.push(`${year}-02-29`);
  }
  return dates;
}

const isLeapYear = (year: number) => addDays(`${year}-02-28`, 1).endsWith("-29");
