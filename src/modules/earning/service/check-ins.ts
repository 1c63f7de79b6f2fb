import type { Reader } from "@/platform/db";
import { selvesOf } from "../../members/service/selves";
import {
  countEarned,
  earnedUnder,
  entryByReference,
  existingNames,
} from "../../points/service/entries";
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
  const selves = await selvesOf(db, memberId);
  const found = await Promise.all(selves.map((id) => checkInsOfOne(db, id, from, to)));
  if (selves.length === 1) return found.flat();
  // Of a day on which both memberships checked in the longer run stands.
  const byDate = new Map<string, CheckInRow>();
  for (const row of found.flat()) {
    const known = byDate.get(row.date);
    if (!known || row.streak > known.streak) byDate.set(row.date, row);
  }
  return inOrder(byDate);
}

async function checkInsOfOne(
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
  for (const entry of entries) {
    const date = entry.referenceId.slice(entry.referenceId.indexOf(":") + 1);
    if (!known.has(date)) known.set(date, asExplained(date, entry));
  }
  return inOrder(known);
}

const inOrder = (days: ReadonlyMap<string, CheckInRow>) =>
  [...days.values()].sort((a, b) => (a.date < b.date ? -1 : 1));

function asExplained(
  date: string,
  { breakdown, points }: { breakdown: string | null; points: number },
): CheckInRow {
  const { streak, extra } = explained(breakdown);
  return { date, streak: streak ?? 1, points, extra: extra ?? 0, isMadeUp: false };
}

function explained(breakdown: string | null): { streak?: number; extra?: number } {
  return breakdown === null ? {} : JSON.parse(breakdown);
}

/** Consecutive days of a member up to a date, none where they were not there on it. */
export async function streakOn(db: Reader, memberId: number, date: string): Promise<number> {
  const selves = await selvesOf(db, memberId);
  return Math.max(...(await Promise.all(selves.map((id) => streakOfOne(db, id, date)))));
}

async function streakOfOne(db: Reader, memberId: number, date: string): Promise<number> {
  const [row] = await store.checkInsBetween(db, memberId, date, date);
  if (row) return row.streak;
  const id = `${memberId}:${date}`;
  const entry = await entryByReference(db, "EARN", { type: "CHECKIN", id });
  return explained(entry?.breakdown ?? null).streak ?? 0;
}

/** How many days of a span a member made up. */
export async function countMadeUp(
  db: Reader,
  memberId: number,
  span: { from: string; to: string },
): Promise<number> {
  return store.countMadeUp(db, await selvesOf(db, memberId), span.from, span.to);
}

/** How often a member was paid for a kind of action between two moments. */
export async function timesEarned(
  db: Reader,
  memberId: number,
  kind: "REVIEW" | "SHARE",
  span: { from: Date; to: Date },
): Promise<number> {
  const selves = await selvesOf(db, memberId);
  const times = await Promise.all(
    selves.map((id) => countEarned(db, id, kind, span.from, span.to)),
  );
  return times.reduce((sum, one) => sum + one, 0);
}

/** Whether the birthday points of a calendar year were given. */
export async function hadBirthday(db: Reader, memberId: number, year: string): Promise<boolean> {
  const names = (await selvesOf(db, memberId)).map((id) => `${id}:${year}`);
  return (await existingNames(db, { type: "EARN", referenceType: "BIRTHDAY" }, names)).size > 0;
}
