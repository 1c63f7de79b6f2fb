import type { Reader } from "@/platform/db";
import { countEarned, earnedUnder, entryByReference } from "../../points/service/entries";
import type { CheckInRow } from "../store/check-ins";
import * as store from "../store/check-ins";

/**
 * A member's check-ins from one business date to another, both included, in their order. Those of a
 * release before, and of a process that still runs it, are told by their entries alone.
 */
export async function checkInsBetween(
  db: Reader,
  memberId: number,
  from: string,
  to: string,
): Promise<CheckInRow[]> {
  const [rows, entries] = await Promise.all([
    store.checkInsBetween(db, memberId, from, to),
    earnedUnder(db, "CHECKIN", `${memberId}:${from}`, `${memberId}:${to}`),
  ]);
  const known = new Map(rows.map((row) => [row.date, row]));
  return entries.map((entry) => {
    const date = entry.referenceId.slice(entry.referenceId.indexOf(":") + 1);
    return known.get(date) ?? asExplained(date, entry);
  });
}

function asExplained(
  date: string,
  { breakdown, points }: { breakdown: string | null; points: number },
): CheckInRow {
  const { streak, extra } = explained(breakdown);
  return { date, streak: streak ?? 1, points, extra: extra ?? 0 };
}

function explained(breakdown: string | null): { streak?: number; extra?: number } {
  return breakdown === null ? {} : JSON.parse(breakdown);
}

/** Consecutive days of a member up to a date, none where they were not there on it. */
export async function streakOn(db: Reader, memberId: number, date: string): Promise<number> {
  const [row] = await store.checkInsBetween(db, memberId, date, date);
  if (row) return row.streak;
  const id = `${memberId}:${date}`;
  const entry = await entryByReference(db, "EARN", { type: "CHECKIN", id });
  return explained(entry?.breakdown ?? null).streak ?? 0;
}

/** How often a member was paid for a kind of action between two moments. */
export function timesEarned(
  db: Reader,
  memberId: number,
  kind: "REVIEW" | "SHARE",
  span: { from: Date; to: Date },
): Promise<number> {
  return countEarned(db, memberId, kind, span.from, span.to);
}

/** Whether the birthday points of a calendar year were given. */
export async function hadBirthday(db: Reader, memberId: number, year: string): Promise<boolean> {
  const name = `${memberId}:${year}`;
  return (await earnedUnder(db, "BIRTHDAY", name, name)).length > 0;
}
