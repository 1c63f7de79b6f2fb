import type { Reader, Tx } from "@/platform/db";

export interface RedemptionRow {
  id: number;
  orderId: string;
  memberId: number;
  points: number;
  orderAmountMinor: number;
  discountMinor: number;
  restored: number;
  entryId: number;
  reversalEntryId: number | null;
  reversedAt: Date | null;
}

const SELECT = `SELECT id, orderId, memberId, points, orderAmountMinor, discountMinor, restored,
  entryId, reversalEntryId, reversedAt FROM points_redemption`;

export function redemptionOfOrder(db: Reader, orderId: string): Promise<RedemptionRow | undefined> {
  return db.row<RedemptionRow>(`${SELECT} WHERE orderId = ?`, [orderId]);
}

/** What is known of an order before points are spent on it, in one round trip. */
export interface OrderState {
  cancelled: boolean;
  holdId: number | null;
  redemption: RedemptionRow | undefined;
}

export async function orderState(db: Reader, orderId: string): Promise<OrderState> {
  const row = await db.row<
    Omit<RedemptionRow, "id"> & { id: number | null; cancelled: number; holdId: number | null }
  >(
    `SELECT o.cancelledAt IS NOT NULL AS cancelled, h.id AS holdId, r.id, r.orderId, r.memberId,
        r.points, r.orderAmountMinor, r.discountMinor, r.restored, r.entryId, r.reversalEntryId,
        r.reversedAt
       FROM (SELECT 1 AS one) x
       LEFT JOIN shop_order o ON o.orderId = ?
       LEFT JOIN points_hold h ON h.activeOrderId = ?
       LEFT JOIN points_redemption r ON r.orderId = ?`,
    [orderId, orderId, orderId],
  );
  if (!row) return { cancelled: false, holdId: null, redemption: undefined };
  const { cancelled, holdId, id, ...rest } = row;
  const redemption = id === null ? undefined : { ...rest, id };
  return { cancelled: cancelled === 1, holdId, redemption };
}

export function redemptionOfEntry(db: Reader, entryId: number): Promise<RedemptionRow | undefined> {
  return db.row<RedemptionRow>(`${SELECT} WHERE entryId = ?`, [entryId]);
}

export type NewRedemption = Pick<
  RedemptionRow,
  "orderId" | "memberId" | "points" | "orderAmountMinor" | "discountMinor" | "entryId"
>;

export function insertRedemption(tx: Tx, redemption: NewRedemption, createdAt: Date): void {
  tx.send(
    `INSERT INTO points_redemption (orderId, memberId, points, orderAmountMinor, discountMinor,
       entryId, createdAt) VALUES (?,?,?,?,?,?,?)`,
    [
      redemption.orderId,
      redemption.memberId,
      redemption.points,
      redemption.orderAmountMinor,
      redemption.discountMinor,
      redemption.entryId,
      createdAt,
    ],
  );
}

export function addRestored(tx: Tx, id: number, points: number): void {
  tx.send("UPDATE points_redemption SET restored = restored + ? WHERE id = ?", [points, id]);
}

export function markReversed(tx: Tx, id: number, entryId: number | null, at: Date): void {
  tx.send("UPDATE points_redemption SET reversalEntryId = ?, reversedAt = ? WHERE id = ?", [
    entryId,
    at,
    id,
  ]);
}
