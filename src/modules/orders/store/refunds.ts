import type { Reader, Tx } from "@/platform/db";
import { insertInto } from "@/platform/insert";

export interface RefundRow {
  id: number;
  refundId: string;
  orderRowId: number;
  memberId: number;
  /** As the shop told it, for the goods; 0 while it waits and its lines will say it. */
  amountMinor: number;
  /** What of it fits the money paid. */
  countedMinor: number;
  /** What of it fits nothing. */
  leftOverMinor: number;
  /** What of the spend goes with it, where the order is in another currency than the program's. */
  spendMinor: number | null;
  shippingMinor: number;
  otherMinor: number;
  refundedAt: Date;
  returnId: string | null;
  /** As it was told; null where it said none. */
  currency: string | null;
  status: "PARKED" | "APPLIED" | "RECORDED" | "REFUSED";
}

const SELECT = `SELECT id, refundId, orderRowId, memberId, amountMinor, countedMinor, leftOverMinor,
  spendMinor, shippingMinor, otherMinor, refundedAt, returnId, currency, status FROM order_refund`;

export function refundByReference(db: Reader, refundId: string): Promise<RefundRow | undefined> {
  return db.row<RefundRow>(`${SELECT} WHERE refundId = ?`, [refundId]);
}

/** Parked refunds of an order, by event time. */
export function parkedRefunds(db: Reader, orderRowId: number): Promise<RefundRow[]> {
  return db.rows<RefundRow>(
    `${SELECT} WHERE orderRowId = ? AND status = 'PARKED' ORDER BY refundedAt, id`,
    [orderRowId],
  );
}

/** All refunds of an order that do not wait, by event time. */
export function settledRefunds(db: Reader, orderRowId: number): Promise<RefundRow[]> {
  return db.rows<RefundRow>(
    `${SELECT} WHERE orderRowId = ? AND status <> 'PARKED' ORDER BY refundedAt, id`,
    [orderRowId],
  );
}

/** How many refunds and returns wait for an order. */
export async function countParked(db: Reader, orderRowId: number): Promise<number> {
  const row = await db.row<{ waiting: number }>(
    `SELECT (SELECT COUNT(*) FROM order_refund WHERE orderRowId = ? AND status = 'PARKED')
          + (SELECT COUNT(*) FROM order_return WHERE orderRowId = ? AND status = 'PARKED') AS waiting`,
    [orderRowId, orderRowId],
  );
  return row?.waiting ?? 0;
}

export type NewRefund = Omit<RefundRow, "id">;

export function insertRefund(tx: Tx, refund: NewRefund, createdAt: Date): void {
  tx.send(
    ...insertInto(
      "order_refund",
      [
        "refundId",
        "orderRowId",
        "memberId",
        "amountMinor",
        "countedMinor",
        "leftOverMinor",
        "spendMinor",
        "shippingMinor",
        "otherMinor",
        "refundedAt",
        "returnId",
        "currency",
        "status",
        "createdAt",
      ],
      { ...refund, createdAt },
    ),
  );
}

/** What became of a refund that waited for its order, or whose order was edited. */
export function settleParked(
  tx: Tx,
  refund: Pick<
    RefundRow,
    "id" | "amountMinor" | "countedMinor" | "leftOverMinor" | "spendMinor" | "status"
  >,
  refusal: string | null,
): void {
  tx.send(
    `UPDATE order_refund SET status = ?, amountMinor = ?, countedMinor = ?, leftOverMinor = ?,
       spendMinor = ?, refusal = ? WHERE id = ?`,
    [
      refund.status,
      refund.amountMinor,
      refund.countedMinor,
      refund.leftOverMinor,
      refund.spendMinor,
      refusal,
      refund.id,
    ],
  );
}
