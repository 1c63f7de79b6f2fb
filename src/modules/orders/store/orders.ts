import type { Tx } from "@/platform/db";
import { isDuplicate } from "@/platform/db-errors";
import { insertInto } from "@/platform/insert";
import { countedOf } from "../rules/currency";
import type { Lying, Standing } from "../schema/book";

export interface OrderRow extends Standing, Lying {
  id: number;
  paidAt: Date | null;
  pointsEarned: number;
  pointsClawed: number;
  /** 0 where the shop told no lines. */
  lineCount: number;
  /** The highest version that the shop told, also while it waits; 0 for an order as it was told first. */
  version: number;
  /** How many versions counted. */
  changeCount: number;
  /** JSON: by what its points were decided; null of orders from before it was kept. */
  terms: string | null;
}

/** What was paid and refunded in the order's own currency; the columns of sums are the program's. */
export const OWN = `IF(rate IS NULL, NULL, currency) AS currency, rate,
  COALESCE(ownPaidMinor, paidAmountMinor) AS paidAmountMinor,
  COALESCE(ownRefundedMinor, refundedMinor) AS refundedMinor`;

export const SELECT_ORDER = `SELECT id, orderId, memberId, ${OWN}, amountMinor, paidAt, undoneMinor, pointsEarned, pointsClawed, lineCount, earnWeight, namedMinor,
  namedWeight, cancelledAt, version, changeCount, terms FROM shop_order`;

export function lockOrder(tx: Tx, orderId: string): Promise<OrderRow | undefined> {
  return tx.row<OrderRow>(`${SELECT_ORDER} WHERE orderId = ? FOR UPDATE`, [orderId]);
}

/** What was paid beside the goods, and what else the shop said. */
export interface Beside {
  shippingMinor: number;
  otherMinor: number;
  channel: string | null;
  store: string | null;
  /** JSON. */
  attributes: string | null;
}

export type NewOrder = Pick<
  OrderRow,
  | "orderId"
  | "memberId"
  | "currency"
  | "rate"
  | "paidAmountMinor"
  | "amountMinor"
  | "paidAt"
  | "pointsEarned"
  | "lineCount"
  | "terms"
> &
  Beside;

/** As columns: in the program's currency, and beside it in the order's where that is another one. */
function moneyOf(order: Pick<OrderRow, "paidAmountMinor" | "refundedMinor" | "rate">) {
  const { paidMinor, refundedMinor } = countedOf(order);
  return {
    paidAmountMinor: order.paidAmountMinor === null ? null : paidMinor,
    refundedMinor,
    ownPaidMinor: order.rate === null ? null : order.paidAmountMinor,
    ownRefundedMinor: order.rate === null ? null : order.refundedMinor,
  };
}

/** Inserts the order, or locks and returns the one that is there: an order and its refund can't miss each other. */
export async function insertOrLockOrder(
  tx: Tx,
  order: NewOrder,
  createdAt: Date,
): Promise<{ inserted: boolean; order: OrderRow }> {
  try {
    const { insertId } = await tx.write(
      ...insertInto(
        "shop_order",
        [
          "orderId",
          "memberId",
          "paidAmountMinor",
          "amountMinor",
          "paidAt",
          "shippingMinor",
          "otherMinor",
          "channel",
          "store",
          "currency",
          "rate",
          "refundedMinor",
          "ownPaidMinor",
          "ownRefundedMinor",
          "attributes",
          "lineCount",
          "pointsEarned",
          "terms",
          "createdAt",
        ],
        { ...order, ...moneyOf({ ...order, refundedMinor: 0 }), createdAt },
      ),
    );
    const untouched = {
      ...{ refundedMinor: 0, undoneMinor: 0, pointsClawed: 0, cancelledAt: null },
      ...{ earnWeight: null, namedMinor: 0, namedWeight: 0, version: 0, changeCount: 0 },
    };
    return { inserted: true, order: { ...order, ...untouched, id: insertId } };
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    const found = await lockOrder(tx, order.orderId);
    if (!found) throw error;
    return { inserted: false, order: found };
  }
}

export function completeKnown(tx: Tx, order: OrderRow & Beside): void {
  const money = moneyOf(order);
  tx.send(
    `UPDATE shop_order SET paidAmountMinor = ?, refundedMinor = ?, ownPaidMinor = ?,
       ownRefundedMinor = ?, rate = ?, amountMinor = ?, paidAt = ?, shippingMinor = ?,
       otherMinor = ?, channel = ?, store = ?, currency = ?, attributes = ?, lineCount = ?,
       pointsEarned = ?, terms = ? WHERE id = ?`,
    [
      money.paidAmountMinor,
      money.refundedMinor,
      money.ownPaidMinor,
      money.ownRefundedMinor,
      order.rate,
      order.amountMinor,
      order.paidAt,
      order.shippingMinor,
      order.otherMinor,
      order.channel,
      order.store,
      order.currency,
      order.attributes,
      order.lineCount,
      order.pointsEarned,
      order.terms,
      order.id,
    ],
  );
}

/** The shop edited it: what it is from now on. Its version is written with the edit. */
export function saveChanged(tx: Tx, order: OrderRow & Beside): void {
  const money = moneyOf(order);
  tx.send(
    `UPDATE shop_order SET paidAmountMinor = ?, amountMinor = ?, shippingMinor = ?, otherMinor = ?,
       channel = ?, store = ?, currency = ?, attributes = ?, lineCount = ?, earnWeight = ?,
       pointsEarned = ?, pointsClawed = ?, refundedMinor = ?, ownPaidMinor = ?,
       ownRefundedMinor = ?, undoneMinor = ?, namedMinor = ?, namedWeight = ?, changeCount = ?,
       terms = ? WHERE id = ?`,
    [
      money.paidAmountMinor,
      order.amountMinor,
      order.shippingMinor,
      order.otherMinor,
      order.channel,
      order.store,
      order.currency,
      order.attributes,
      order.lineCount,
      order.earnWeight,
      order.pointsEarned,
      order.pointsClawed,
      money.refundedMinor,
      money.ownPaidMinor,
      money.ownRefundedMinor,
      order.undoneMinor,
      order.namedMinor,
      order.namedWeight,
      order.changeCount,
      order.terms,
      order.id,
    ],
  );
}

/** Its points lie on its lines unlike its money. */
export function saveWeight(tx: Tx, { id, earnWeight }: OrderRow): void {
  tx.send("UPDATE shop_order SET earnWeight = ? WHERE id = ?", [earnWeight, id]);
}

/** An activity raised what the order earns. */
export function saveEarned(tx: Tx, order: OrderRow): void {
  tx.send("UPDATE shop_order SET pointsEarned = ?, terms = ? WHERE id = ?", [
    order.pointsEarned,
    order.terms,
    order.id,
  ]);
}

export function saveRefunded(tx: Tx, order: OrderRow): void {
  const { refundedMinor, ownRefundedMinor } = moneyOf(order);
  tx.send(
    `UPDATE shop_order SET refundedMinor = ?, ownRefundedMinor = ?, undoneMinor = ?,
       pointsClawed = ?, namedMinor = ?, namedWeight = ? WHERE id = ?`,
    [
      refundedMinor,
      ownRefundedMinor,
      order.undoneMinor,
      order.pointsClawed,
      order.namedMinor,
      order.namedWeight,
      order.id,
    ],
  );
}

export function saveCancelled(tx: Tx, order: OrderRow): void {
  tx.send("UPDATE shop_order SET cancelledAt = ? WHERE id = ?", [order.cancelledAt, order.id]);
}

/** A member's orders that a return is open on, locked in the order of their numbers. */
export function lockOrdersInReturn(tx: Tx, memberId: number): Promise<OrderRow[]> {
  return tx.rows<OrderRow>(
    `${SELECT_ORDER} WHERE memberId = ? AND EXISTS (
       SELECT 1 FROM order_return r WHERE r.orderRowId = shop_order.id AND r.status = 'OPEN')
      ORDER BY id FOR UPDATE`,
    [memberId],
  );
}
