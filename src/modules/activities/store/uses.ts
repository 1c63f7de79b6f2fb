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

export function insertUse(tx: Tx, { weights, ...use }: UseRow): void {
  tx.send(
    ...insertInto(
      "activity_use",
      ["orderRowId", "activityId", "memberId", "paidAt", "points", "returned", "weights"],
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

export function deleteUse(
  tx: Tx,
  { orderRowId, activityId }: Pick<UseRow, "orderRowId" | "activityId">,
): void {
  tx.send("DELETE FROM activity_use WHERE orderRowId = ? AND activityId = ?", [
    orderRowId,
    activityId,
  ]);
}

/** An edited order has so much more of an activity, or less: its budget’s figures move with it. */
export function recharge(
  tx: Tx,
  activityId: number,
  more: { places: 0 | 1; points: number; returned: number },
): void {
  const { places, points, returned } = more;
  tx.send(
    `UPDATE activity SET joinedCount = joinedCount + ?, pointsGiven = pointsGiven + ?,
        pointsReturned = pointsReturned + ? WHERE id = ?`,
    [places, points, returned, activityId],
  );
}

/** Of how many of a member's orders of a period it counts; one that is wholly undone is none of them. */
export async function countUses(
  db: Reader,
  of: { memberId: number; activityId: number; exceptOrderRowId?: number | undefined },
  { since, until }: { since: Date; until: Date },
): Promise<number> {
  const { memberId, activityId, exceptOrderRowId } = of;
  const [other, values] =
    exceptOrderRowId === undefined ? ["", []] : ["AND orderRowId <> ?", [exceptOrderRowId]];
  const row = await db.row<{ uses: number }>(
    `SELECT COUNT(*) AS uses FROM activity_use
      WHERE memberId = ? AND activityId = ? AND paidAt >= ? AND paidAt < ? AND points > returned
        ${other}`,
    [memberId, activityId, since, until, ...values],
  );
  return row?.uses ?? 0;
}

export function moveUses(tx: Tx, fromId: number, intoId: number): void {
  tx.send("UPDATE activity_use SET memberId = ? WHERE memberId = ?", [intoId, fromId]);
}
