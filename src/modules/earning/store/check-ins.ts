import type { Reader, Tx } from "@/platform/db";
import { insertAllInto, insertInto } from "@/platform/insert";

export interface CheckInRow {
  date: string;
  /** Consecutive days up to and including this one. */
  streak: number;
  points: number;
  /** Points of it that the streak brought. */
  extra: number;
  /** Missed, and made up later. */
  isMadeUp: boolean;
}

export function insertCheckIn(
  tx: Tx,
  row: CheckInRow & { memberId: number; entryId: number | null },
): void {
  tx.send(...insertInto("check_in", COLUMNS, row));
}

const COLUMNS = ["memberId", "date", "streak", "points", "extra", "isMadeUp", "entryId"] as const;

/** Days stand in a longer run than before, also those that stood elsewhere or in their entries alone. */
export function lengthenRun(
  tx: Tx,
  memberId: number,
  days: readonly CheckInRow[],
  by: number,
): void {
  if (days.length === 0) return;
  const rows = days.map((day) => ({
    ...{ ...day, memberId, entryId: null },
    streak: day.streak + by,
  }));
  const [sql, values] = insertAllInto("check_in", COLUMNS, rows);
  tx.send(`${sql} ON DUPLICATE KEY UPDATE streak = VALUES(streak)`, values);
}

/** How many days of a span members made up: one of a merged membership may stand in both. */
export async function countMadeUp(
  db: Reader,
  memberIds: readonly number[],
  from: string,
  to: string,
): Promise<number> {
  const row = await db.row<{ count: number }>(
    `SELECT COUNT(DISTINCT date) AS count FROM check_in
      WHERE memberId IN (${memberIds.map(() => "?").join(",")}) AND date BETWEEN ? AND ?
        AND isMadeUp = 1`,
    [...memberIds, from, to],
  );
  return row?.count ?? 0;
}

/** More than a month has. */
const DAYS_MAX = 400;

/** A member's from one business date to another, both included, in their order. */
export async function checkInsBetween(
  db: Reader,
  memberId: number,
  from: string,
  to: string,
): Promise<CheckInRow[]> {
  const rows = await db.rows<CheckInRow>(
    `SELECT date, streak, points, extra, isMadeUp FROM check_in
      WHERE memberId = ? AND date BETWEEN ? AND ? ORDER BY date LIMIT ?`,
    [memberId, from, to, DAYS_MAX],
  );
  return rows.map((row) => ({ ...row, isMadeUp: Boolean(row.isMadeUp) }));
}
