import type { Reader, Tx } from "@/platform/db";
import { insertInto } from "@/platform/insert";

/** What an activity added to an order. */
export interface UseRow {
  orderRowId: number;
  activityId: number;
  memberId: number;
  paidAt: Date;
  points: number;
  returned: number;
  /** By the lines' positions; null where its points lie as money does. */
  weights: number[] | null;
}

export function insertUse(tx: Tx, { weights, ...use }: Omit<UseRow, "returned">): void {
  tx.send(
    ...insertInto(
      "activity_use",
      ["orderRowId", "activityId", "memberId", "paidAt", "points", "weights"],
      { ...use, weights: weights && JSON.stringify(weights) },
    ),
  );
}

type Stored = Omit<UseRow, "weights"> & { weights: string | null };

/** What activities added to an order, in the order in which their rows are locked. */
export async function usesOf(db: Reader, orderRowId: number): Promise<UseRow[]> {
  const rows = await db.rows<Stored>(
    `SELECT orderRowId, activityId, memberId, paidAt, points, returned, weights FROM activity_use
      WHERE orderRowId = ? ORDER BY activityId`,
    [orderRowId],
  );
  return rows.map((row) => ({
    ...row,
    weights: row.weights === null ? null : JSON.parse(row.weights),
  }));
}

export function saveReturned(tx: Tx, { orderRowId, activityId, returned }: UseRow): void {
  tx.send("UPDATE activity_use SET returned = ? WHERE orderRowId = ? AND activityId = ?", [
    returned,
    orderRowId,
    activityId,
  ]);
}

/** Of how many of a member's orders of a period it counts; one that is wholly undone is none of them. */
export async function countUses(
  db: Reader,
  { memberId, activityId }: { memberId: number; activityId: number },
  { since, until }: { since: Date; until: Date },
): Promise<number> {
  const row = await db.row<{ uses: number }>(
    `SELECT COUNT(*) AS uses FROM activity_use
      WHERE memberId = ? AND activityId = ? AND paidAt >= ? AND paidAt < ? AND points > returned`,
    [memberId, activityId, since, until],
  );
  return row?.uses ?? 0;
}

export function moveUses(tx: Tx, fromId: number, intoId: number): void {
  tx.send("UPDATE activity_use SET memberId = ? WHERE memberId = ?", [intoId, fromId]);
}
