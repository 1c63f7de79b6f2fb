import type { Reader, Tx } from "@/platform/db";
import { insertInto } from "@/platform/insert";

export interface CheckInRow {
  date: string;
  /** Consecutive days up to and including this one. */
  streak: number;
  points: number;
  /** Points of it that the streak brought. */
  extra: number;
}

export function insertCheckIn(
  tx: Tx,
  row: CheckInRow & { memberId: number; entryId: number },
): void {
  const columns = ["memberId", "date", "streak", "points", "extra", "entryId"] as const;
  tx.send(...insertInto("check_in", columns, row));
}

/** More than a month has. */
const DAYS_MAX = 400;

/** A member's from one business date to another, both included, in their order. */
export function checkInsBetween(
  db: Reader,
  memberId: number,
  from: string,
  to: string,
): Promise<CheckInRow[]> {
  return db.rows<CheckInRow>(
    `SELECT date, streak, points, extra FROM check_in
      WHERE memberId = ? AND date BETWEEN ? AND ? ORDER BY date LIMIT ?`,
    [memberId, from, to, DAYS_MAX],
  );
}
