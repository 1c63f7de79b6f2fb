import type { Reader, Tx } from "@/platform/db";
import type { Standing } from "../schema/book";
import { OWN } from "./orders";

const SELECT = `SELECT orderId, memberId, ${OWN}, amountMinor, undoneMinor, cancelledAt
  FROM shop_order`;

export function standingOf(db: Reader, orderId: string): Promise<Standing | undefined> {
  return db.row<Standing>(`${SELECT} WHERE orderId = ?`, [orderId]);
}

/** Waits for whoever is writing the order's first row right now. */
export function lockStanding(tx: Tx, orderId: string): Promise<Standing | undefined> {
  return tx.row<Standing>(`${SELECT} WHERE orderId = ? LOCK IN SHARE MODE`, [orderId]);
}

const SPENT = "CAST(SUM(paidAmountMinor - refundedMinor) AS SIGNED) AS spendMinor";
const COUNTS = "paidAt > ? AND cancelledAt IS NULL";

/**
 * The same of each member of a span who has any, as a table for a query about members: its values are the
 * first member, the one after the last, and since when.
 */
export const SPEND_SINCE_BY_MEMBER = `SELECT memberId, ${SPENT} FROM shop_order
  WHERE memberId >= ? AND memberId < ? AND ${COUNTS} GROUP BY memberId`;

/** Paid minus refunded of the orders paid since an instant: the rolling period is a sum over them. */
export async function spendSince(db: Reader, memberId: number, since: Date): Promise<number> {
  const row = await db.row<{ spendMinor: number | null }>(
    `SELECT ${SPENT} FROM shop_order WHERE memberId = ? AND ${COUNTS}`,
    [memberId, since],
  );
  return row?.spendMinor ?? 0;
}

/** The points that a member's orders paid in a period kept: earned and not taken back. */
export async function keptByOrders(
  db: Reader,
  memberId: number,
  since: Date,
  until: Date,
): Promise<number> {
  const row = await db.row<{ kept: number | null }>(
    `SELECT CAST(SUM(pointsEarned - pointsClawed) AS SIGNED) AS kept FROM shop_order
      WHERE memberId = ? AND paidAt >= ? AND paidAt < ?`,
    [memberId, since, until],
  );
  return row?.kept ?? 0;
}

/**
 * When the order was paid by which what a member's orders left, taken in the order in which they were
 * paid, comes to so much: whenever each was told of. Null where they don't.
 *
 * @param since only what was paid after it; null for all
 */
export async function reachedAt(
  db: Reader,
  memberId: number,
  amountMinor: number,
  since: Date | null,
): Promise<Date | null> {
  const row = await db.row<{ paidAt: Date }>(
    `SELECT paidAt FROM (
       SELECT id, paidAt, SUM(paidAmountMinor - refundedMinor) OVER (ORDER BY paidAt, id) AS total
         FROM shop_order
        WHERE memberId = ? AND paidAt > ? AND cancelledAt IS NULL) AS sums
      WHERE total >= ? ORDER BY paidAt, id LIMIT 1`,
    [memberId, since ?? BEGINNING, amountMinor],
  );
  return row?.paidAt ?? null;
}

const BEGINNING = new Date("1000-01-01T00:00:00Z");

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

/** Those of some members who have a standing order that is worth anything net of refunds. */
export async function buyersAmong(db: Reader, memberIds: readonly number[]): Promise<Set<number>> {
  if (memberIds.length === 0) return new Set();
  const rows = await db.rows<{ memberId: number }>(
    `SELECT DISTINCT memberId FROM shop_order
      WHERE memberId IN (${memberIds.map(() => "?").join(",")})
        AND cancelledAt IS NULL AND paidAmountMinor > refundedMinor`,
    [...memberIds],
  );
  return new Set(rows.map(({ memberId }) => memberId));
}

/** Which of these orders somebody told something of. */
export async function ordersKnown(
  db: Reader,
  orderIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (orderIds.length === 0) return new Set();
  const rows = await db.rows<{ orderId: string }>(
    `SELECT orderId FROM shop_order WHERE orderId IN (${orderIds.map(() => "?").join(",")})`,
    orderIds,
  );
  return new Set(rows.map(({ orderId }) => orderId));
}
