import type { Reader, Tx } from "@/platform/db";
import { isDuplicate } from "@/platform/db-errors";

export interface OrderRow {
  id: number;
  orderId: string;
  memberId: number;
  /** Null while only other events told of the order. */
  paidAmountMinor: number | null;
  paidAt: Date | null;
  refundedMinor: number;
  pointsEarned: number;
  pointsClawed: number;
  cancelledAt: Date | null;
}

const SELECT = `SELECT id, orderId, memberId, paidAmountMinor, paidAt, refundedMinor, pointsEarned,
  pointsClawed, cancelledAt FROM shop_order`;

export function lockOrder(tx: Tx, orderId: string): Promise<OrderRow | undefined> {
  return tx.row<OrderRow>(`${SELECT} WHERE orderId = ? FOR UPDATE`, [orderId]);
}

export type NewOrder = Pick<
  OrderRow,
  "orderId" | "memberId" | "paidAmountMinor" | "paidAt" | "pointsEarned"
>;

/** Inserts the order, or locks and returns the one that is there: an order and its refund can't miss each other. */
export async function insertOrLockOrder(
  tx: Tx,
  order: NewOrder,
  createdAt: Date,
): Promise<{ inserted: boolean; order: OrderRow }> {
  try {
    const { insertId } = await tx.write(
      `INSERT INTO shop_order (orderId, memberId, paidAmountMinor, paidAt, pointsEarned, createdAt)
       VALUES (?,?,?,?,?,?)`,
      [
        order.orderId,
        order.memberId,
        order.paidAmountMinor,
        order.paidAt,
        order.pointsEarned,
        createdAt,
      ],
    );
    const fresh = { ...order, id: insertId, refundedMinor: 0, pointsClawed: 0, cancelledAt: null };
    return { inserted: true, order: fresh };
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    const found = await lockOrder(tx, order.orderId);
    if (!found) throw error;
    return { inserted: false, order: found };
  }
}

export function completeKnown(tx: Tx, order: OrderRow): void {
  tx.send("UPDATE shop_order SET paidAmountMinor = ?, paidAt = ?, pointsEarned = ? WHERE id = ?", [
    order.paidAmountMinor,
    order.paidAt,
    order.pointsEarned,
    order.id,
  ]);
}

export function saveRefunded(tx: Tx, order: OrderRow): void {
  tx.send("UPDATE shop_order SET refundedMinor = ?, pointsClawed = ? WHERE id = ?", [
    order.refundedMinor,
    order.pointsClawed,
    order.id,
  ]);
}

export function saveCancelled(tx: Tx, order: OrderRow): void {
  tx.send("UPDATE shop_order SET cancelledAt = ? WHERE id = ?", [order.cancelledAt, order.id]);
}

export interface RefundRow {
  id: number;
  refundId: string;
  orderRowId: number;
  memberId: number;
  amountMinor: number;
  refundedAt: Date;
  returnId: string | null;
  status: "PARKED" | "APPLIED" | "RECORDED" | "REFUSED";
}

const SELECT_REFUND = `SELECT id, refundId, orderRowId, memberId, amountMinor, refundedAt, returnId,
  status FROM order_refund`;

export function refundByReference(db: Reader, refundId: string): Promise<RefundRow | undefined> {
  return db.row<RefundRow>(`${SELECT_REFUND} WHERE refundId = ?`, [refundId]);
}

/** Parked refunds of an order, by event time. */
export function parkedRefunds(db: Reader, orderRowId: number): Promise<RefundRow[]> {
  return db.rows<RefundRow>(
    `${SELECT_REFUND} WHERE orderRowId = ? AND status = 'PARKED' ORDER BY refundedAt, id`,
    [orderRowId],
  );
}

export type NewRefund = Omit<RefundRow, "id">;

export function insertRefund(tx: Tx, refund: NewRefund, createdAt: Date): void {
  tx.send(
    `INSERT INTO order_refund (refundId, orderRowId, memberId, amountMinor, refundedAt, returnId,
       status, createdAt) VALUES (?,?,?,?,?,?,?,?)`,
    [
      refund.refundId,
      refund.orderRowId,
      refund.memberId,
      refund.amountMinor,
      refund.refundedAt,
      refund.returnId,
      refund.status,
      createdAt,
    ],
  );
}

export function settleParked(
  tx: Tx,
  id: number,
  status: "APPLIED" | "RECORDED" | "REFUSED",
  refusal: string | null,
): void {
  tx.send("UPDATE order_refund SET status = ?, refusal = ? WHERE id = ?", [status, refusal, id]);
}

/** A member's orders that a return is open on, locked in the order of their numbers. */
export function lockOrdersInReturn(tx: Tx, memberId: number): Promise<OrderRow[]> {
  return tx.rows<OrderRow>(
    `${SELECT} WHERE memberId = ? AND EXISTS (
       SELECT 1 FROM order_return r WHERE r.orderRowId = shop_order.id AND r.status = 'OPEN')
      ORDER BY id FOR UPDATE`,
    [memberId],
  );
}
