import type { Reader, Tx } from "@/platform/db";
import type { Sale } from "../rules/sales";
import { marks, padded } from "./in-list";

/** Orders as they are now, with their lines and coupons, and what they were counted for. */

export interface SoldOrder {
  id: number;
  orderId: string;
  paidAt: Date;
  /** Paid minus refunded. */
  spendMinor: number;
  /** Earned minus clawed back. */
  points: number;
  /** Null where points lie on lines as money does. */
  earnWeight: number | null;
  cancelled: number;
}

export function soldOrders(db: Reader, orderIds: readonly string[]): Promise<SoldOrder[]> {
  const list = padded(orderIds);
  return db.rows<SoldOrder>(
    `SELECT id, orderId, paidAt, paidAmountMinor - refundedMinor AS spendMinor,
        pointsEarned - pointsClawed AS points, earnWeight,
        cancelledAt IS NOT NULL AS cancelled
       FROM shop_order WHERE orderId IN (${marks(list)}) AND paidAt IS NOT NULL`,
    list,
  );
}

export interface SoldLineRow {
  orderRowId: number;
  lineId: string;
  categories: string[];
  brand: string | null;
  quantity: number;
  paidMinor: number;
  refundedMinor: number;
  refundedQuantity: number;
  byQuantity: number;
  weight: number;
}

export async function soldLines(db: Reader, orderRowIds: readonly number[]) {
  const list = padded(orderRowIds);
  if (list.length === 0) return [];
  const rows = await db.rows<Omit<SoldLineRow, "categories"> & { categories: string }>(
    `SELECT orderRowId, lineId, categories, brand, quantity, paidMinor, refundedMinor,
        refundedQuantity, byQuantity, weight
       FROM order_line WHERE orderRowId IN (${marks(list)}) ORDER BY orderRowId, position`,
    list,
  );
  return rows.map((row): SoldLineRow => ({ ...row, categories: JSON.parse(row.categories) }));
}

/** Of which definitions coupons are used on orders. */
export function couponsOnOrders(db: Reader, orderIds: readonly string[]) {
  const list = padded(orderIds);
  return db.rows<{ orderId: string; definitionId: number }>(
    `SELECT DISTINCT u.orderId, c.definitionId FROM coupon_use u JOIN coupon c ON c.id = u.couponId
      WHERE u.orderId IN (${marks(list)}) AND u.status = 'USED'`,
    list,
  );
}

export interface CountedWithCoupon {
  orderRowId: number;
  definitionId: number;
  orders: number;
  spendMinor: number;
}

export function countedWithCoupons(db: Reader, orderRowIds: readonly number[]) {
  const list = padded(orderRowIds);
  return db.rows<CountedWithCoupon>(
    `SELECT orderRowId, definitionId, orders, spendMinor FROM stat_coupon_order
      WHERE orderRowId IN (${marks(list)})`,
    list,
  );
}

type Stored = [Sale["kind"], string, number, number];

/** What orders were counted for, by their rows. */
export async function countedSales(
  db: Reader,
  orderRowIds: readonly number[],
): Promise<ReadonlyMap<number, Sale[]>> {
  const list = padded(orderRowIds);
  if (list.length === 0) return new Map();
  const rows = await db.rows<{ orderRowId: number; counted: string }>(
    `SELECT orderRowId, counted FROM stat_sales_order WHERE orderRowId IN (${marks(list)})`,
    list,
  );
  const sales = (counted: string) =>
    (JSON.parse(counted) as Stored[]).map(
      ([kind, word, spendMinor, points]): Sale => ({ kind, word, spendMinor, points }),
    );
  return new Map(rows.map(({ orderRowId, counted }) => [orderRowId, sales(counted)]));
}

export function saveSales(tx: Tx, orderRowId: number, sales: readonly Sale[]): void {
  const stored = sales.map(({ kind, word, spendMinor, points }): Stored => {
    return [kind, word, spendMinor, points];
  });
  tx.send(
    `INSERT INTO stat_sales_order (orderRowId, counted) VALUES (?, ?)
      ON DUPLICATE KEY UPDATE counted = VALUES(counted)`,
    [orderRowId, JSON.stringify(stored)],
  );
}

export interface CouponFacts {
  id: number;
  definitionId: number;
  status: string;
  validUntil: Date | null;
  endedAt: Date | null;
}

export function couponsById(db: Reader, ids: readonly number[]): Promise<CouponFacts[]> {
  const list = padded(ids);
  if (list.length === 0) return Promise.resolve([]);
  return db.rows<CouponFacts>(
    `SELECT id, definitionId, status, validUntil, endedAt FROM coupon WHERE id IN (${marks(list)})`,
    list,
  );
}

/** How often each coupon of some issues may be used: all of one are alike. */
export function usesOfIssues(db: Reader, issueIds: readonly number[]) {
  const list = padded(issueIds);
  if (list.length === 0) return Promise.resolve([]);
  return db.rows<{ issueId: number; uses: number }>(
    `SELECT i.id AS issueId,
        COALESCE((SELECT c.uses FROM coupon c WHERE c.issueId = i.id LIMIT 1), 1) AS uses
       FROM coupon_issue i WHERE i.id IN (${marks(list)})`,
    list,
  );
}

/**
 * The uses that were left when coupons were voided before their end: of one, of an issue, or of a member.
 * Whatever came back later had been used by then: nothing is set aside of a coupon that is void.
 */
export function leftWhenVoided(
  db: Reader,
  by: { column: "id" | "issueId" | "memberId"; value: number },
  endedAt: Date,
) {
  return db.rows<{ definitionId: number; validUntil: Date; unused: number }>(
    `SELECT definitionId, validUntil, CAST(SUM(uses - used) AS SIGNED) AS unused FROM (
       SELECT c.definitionId, c.validUntil, c.uses, (SELECT COUNT(*) FROM coupon_use u
           WHERE u.couponId = c.id AND (u.status = 'USED'
             OR (u.status = 'CANCELLED' AND u.endedAt > c.endedAt))) AS used
         FROM coupon c WHERE c.${by.column} = ? AND c.status = 'VOIDED' AND c.endedAt = ?
          AND c.validUntil > c.endedAt) AS ended
      WHERE uses > used GROUP BY definitionId, validUntil`,
    [by.value, endedAt],
  );
}
