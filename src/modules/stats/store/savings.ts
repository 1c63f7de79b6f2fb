import type { Reader, Tx } from "@/platform/db";
import type { SavingLine, SavingOrder } from "../rules/savings";
import { marks, padded } from "./in-list";

/** What was used on orders, the orders as they are now, and what they were counted for. */

interface Used {
  id: number;
  orderId: string;
  memberId: number;
  day: string;
}

export interface UsedBenefit extends Used {
  type: string;
  valueMinor: number;
  orderAmountMinor: number;
}

export function benefitsOn(db: Reader, orderIds: readonly string[]): Promise<UsedBenefit[]> {
  const list = padded(orderIds);
  return db.rows<UsedBenefit>(
    `SELECT id, orderId, memberId, usedOn AS day, type, valueMinor, orderAmountMinor
       FROM benefit_usage WHERE orderId IN (${marks(list)}) AND status = 'USED'`,
    list,
  );
}

export interface UsedCoupon extends Used {
  discountMinor: number;
  goodsMinor: number;
}

export function couponsOn(db: Reader, orderIds: readonly string[]): Promise<UsedCoupon[]> {
  const list = padded(orderIds);
  return db.rows<UsedCoupon>(
    `SELECT id, orderId, memberId, usedOn AS day, discountMinor, goodsMinor
       FROM coupon_use WHERE orderId IN (${marks(list)}) AND status = 'USED'`,
    list,
  );
}

export interface UsedPoints {
  id: number;
  orderId: string;
  memberId: number;
  createdAt: Date;
  points: number;
  restored: number;
  discountMinor: number;
}

export function pointsOn(db: Reader, orderIds: readonly string[]): Promise<UsedPoints[]> {
  const list = padded(orderIds);
  return db.rows<UsedPoints>(
    `SELECT id, orderId, memberId, createdAt, points, restored, discountMinor
       FROM points_redemption WHERE orderId IN (${marks(list)})`,
    list,
  );
}

export interface BookedOrder extends SavingOrder {
  id: number;
  paidAt: Date | null;
  /** Paid minus refunded, in the program's currency. */
  spendMinor: number | null;
}

/** In the order's own currency, as the book's rules reckon it, but for what was spent. */
export function ordersNamed(db: Reader, orderIds: readonly string[]): Promise<BookedOrder[]> {
  const list = padded(orderIds);
  return db.rows<BookedOrder>(
    `SELECT o.id, o.orderId, o.memberId, o.paidAt, o.currency, o.rate, o.amountMinor, o.undoneMinor,
        COALESCE(o.ownPaidMinor, o.paidAmountMinor) AS paidAmountMinor,
        COALESCE(o.ownRefundedMinor, o.refundedMinor) AS refundedMinor, o.cancelledAt,
        o.paidAmountMinor - o.refundedMinor AS spendMinor, f.paidAmountMinor AS firstPaidMinor
       FROM shop_order o LEFT JOIN order_change f ON f.orderRowId = o.id AND f.version = 0
      WHERE o.orderId IN (${marks(list)})`,
    list,
  );
}

const LINE = "source, sourceId, orderId, memberId, day, kind, valueMinor";

/** Of orders, as they were counted last; nobody else writes them while the position is held. */
export function linesOn(db: Reader, orderIds: readonly string[]): Promise<SavingLine[]> {
  const list = padded(orderIds);
  return db.rows<SavingLine>(
    `SELECT ${LINE} FROM stat_saving_line WHERE orderId IN (${marks(list)})`,
    list,
  );
}

export function saveLine(tx: Tx, line: SavingLine): void {
  const { source, sourceId, orderId, memberId, day, kind, valueMinor } = line;
  tx.send(
    `INSERT INTO stat_saving_line (${LINE}) VALUES (?, ?, ?, ?, ?, ?, ?)
      ON DUPLICATE KEY UPDATE day = VALUES(day), memberId = VALUES(memberId), kind = VALUES(kind),
        valueMinor = VALUES(valueMinor)`,
    [source, sourceId, orderId, memberId, day, kind, valueMinor],
  );
}

export function removeLine(tx: Tx, { source, sourceId }: SavingLine): void {
  tx.send("DELETE FROM stat_saving_line WHERE source = ? AND sourceId = ?", [source, sourceId]);
}

/** All that one who is gone saved is who stays' from now on. */
export async function moveLines(tx: Tx, fromId: number, intoId: number): Promise<void> {
  await tx.write("UPDATE stat_saving_line SET memberId = ? WHERE memberId = ?", [intoId, fromId]);
  await tx.write(
    `INSERT INTO stat_saving_year (memberId, year, kind, count, valueMinor)
       SELECT ?, g.year, g.kind, g.count, g.valueMinor FROM stat_saving_year g WHERE g.memberId = ?
      ON DUPLICATE KEY UPDATE count = stat_saving_year.count + VALUES(count),
        valueMinor = stat_saving_year.valueMinor + VALUES(valueMinor)`,
    [intoId, fromId],
  );
  await tx.write("DELETE FROM stat_saving_year WHERE memberId = ?", [fromId]);
}
