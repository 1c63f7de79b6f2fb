import type { Reader, Tx } from "@/platform/db";
import type { Standing } from "./schema";

const SELECT = `SELECT orderId, memberId, paidAmountMinor, amountMinor, refundedMinor, undoneMinor,
  cancelledAt FROM shop_order`;

export function standingOf(db: Reader, orderId: string): Promise<Standing | undefined> {
  return db.row<Standing>(`${SELECT} WHERE orderId = ?`, [orderId]);
}

/** Waits for whoever is writing the order's first row right now. */
export function lockStanding(tx: Tx, orderId: string): Promise<Standing | undefined> {
  return tx.row<Standing>(`${SELECT} WHERE orderId = ? LOCK IN SHARE MODE`, [orderId]);
}

/** Paid minus refunded of the orders paid since an instant: the rolling period is a sum over them. */
export async function spendSince(db: Reader, memberId: number, since: Date): Promise<number> {
  const row = await db.row<{ spendMinor: number | null }>(
    `SELECT CAST(SUM(paidAmountMinor - refundedMinor) AS SIGNED) AS spendMinor FROM shop_order
      WHERE memberId = ? AND paidAt > ? AND cancelledAt IS NULL`,
    [memberId, since],
  );
  return row?.spendMinor ?? 0;
}

export interface PaidOrder {
  orderId: string;
  paidAmountMinor: number;
  refundedMinor: number;
  paidAt: Date;
  cancelledAt: Date | null;
}

const PAID = "SELECT orderId, paidAmountMinor, refundedMinor, paidAt, cancelledAt FROM shop_order";

export function paidOrder(db: Reader, orderId: string): Promise<PaidOrder | undefined> {
  return db.row<PaidOrder>(`${PAID} WHERE orderId = ? AND paidAmountMinor IS NOT NULL`, [orderId]);
}

/** The first standing order of a member that is worth so much net of refunds. */
export function firstWorth(
  db: Reader,
  memberId: number,
  minimumMinor: number,
): Promise<PaidOrder | undefined> {
  return db.row<PaidOrder>(
    `${PAID} WHERE memberId = ? AND cancelledAt IS NULL AND paidAmountMinor - refundedMinor >= ?
      ORDER BY paidAt, id LIMIT 1`,
    [memberId, Math.max(1, minimumMinor)],
  );
}
