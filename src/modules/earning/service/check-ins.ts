import type { Reader } from "@/platform/db";
import { countEarned, earnedUnder } from "../../points/service/entries";

/** One check-in as its entry tells. */
export interface CheckIn {
  date: string;
  /** Consecutive days up to and including this one. */
  streak: number;
  points: number;
  /** Points of it that the streak brought. */
  extra: number;
}

/** A member's check-ins from one business date to another, both included. */
export async function checkInsBetween(
  db: Reader,
  memberId: number,
  from: string,
  to: string,
): Promise<CheckIn[]> {
  const rows = await earnedUnder(db, "CHECKIN", `${memberId}:${from}`, `${memberId}:${to}`);
  return rows.map(({ referenceId, breakdown, points }) => {
    const told = breakdown === null ? {} : (JSON.parse(breakdown) as Partial<CheckIn>);
    const date = referenceId.slice(referenceId.indexOf(":") + 1);
    return { date, streak: told.streak ?? 1, points, extra: told.extra ?? 0 };
  });
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
