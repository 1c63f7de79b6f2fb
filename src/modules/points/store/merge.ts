import type { Reader, Tx } from "@/platform/db";

/**
 * Lots, holds and redemptions of one member become another's, with all that they say: a refund of an old
 * order takes from the very lot that it made, and gives back to the very lots it was paid from.
 */
export function moveLots(tx: Tx, fromId: number, intoId: number): void {
  const ids = [intoId, fromId];
  tx.send("UPDATE points_lot SET memberId = ? WHERE memberId = ?", ids);
  tx.send("UPDATE points_hold SET memberId = ? WHERE memberId = ?", ids);
  tx.send("UPDATE points_redemption SET memberId = ? WHERE memberId = ?", ids);
}

/** What was written stays with its entry, and is erased with the person. */
export function moveReasons(tx: Tx, fromId: number, intoId: number): void {
  tx.send("UPDATE points_entry_reason SET memberId = ? WHERE memberId = ?", [intoId, fromId]);
}

/** An order that both hold points for. */
export async function orderHeldByBoth(
  db: Reader,
  fromId: number,
  intoId: number,
): Promise<string | null> {
  const row = await db.row<{ orderId: string }>(
    `SELECT h.livingOrderId AS orderId FROM points_hold h
       JOIN points_hold o ON o.livingOrderId = h.livingOrderId AND o.memberId = ?
      WHERE h.memberId = ? AND h.status = 'HELD' LIMIT 1`,
    [intoId, fromId],
  );
  return row?.orderId ?? null;
}

export interface PointsRows {
  lots: number;
  holds: number;
}

/** What of it holds anything. */
export async function countPoints(db: Reader, memberId: number): Promise<PointsRows> {
  const row = await db.row<PointsRows>(
    `SELECT (SELECT COUNT(*) FROM points_lot WHERE memberId = ? AND live = 1) AS lots,
        (SELECT COUNT(*) FROM points_hold WHERE memberId = ? AND status = 'HELD') AS holds`,
    [memberId, memberId],
  );
  return row ?? { lots: 0, holds: 0 };
}
