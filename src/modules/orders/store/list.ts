import type { Reader, Values } from "@/platform/db";
import { type OrderRow, SELECT_ORDER } from "./orders";

/** The orders that come after one in the list; those that nothing was paid for yet come last. */
function after({ id, paidAt }: Pick<OrderRow, "id" | "paidAt">): [string, Values] {
  if (paidAt === null) return ["AND paidAt IS NULL AND id < ?", [id]];
  const sql = "AND (paidAt < ? OR (paidAt = ? AND id < ?) OR paidAt IS NULL)";
  return [sql, [paidAt, paidAt, id]];
}

/** A member's orders, the last paid first; none after an order that is not theirs. */
export async function ordersOf(
  db: Reader,
  memberId: number,
  afterId: number | null,
  limit: number,
): Promise<OrderRow[]> {
  const own = `${SELECT_ORDER} WHERE memberId = ?`;
  const last = afterId && (await db.row<OrderRow>(`${own} AND id = ?`, [memberId, afterId]));
  if (last === undefined) return [];
  const [rest, values] = last ? after(last) : ["", []];
  return db.rows<OrderRow>(`${own} ${rest} ORDER BY paidAt DESC, id DESC LIMIT ?`, [
    memberId,
    ...values,
    limit,
  ]);
}

/** One of theirs. */
export function orderOf(
  db: Reader,
  memberId: number,
  orderId: string,
): Promise<OrderRow | undefined> {
  return db.row<OrderRow>(`${SELECT_ORDER} WHERE orderId = ? AND memberId = ?`, [
    orderId,
    memberId,
  ]);
}

export interface LeftOver {
  orderRowId: number;
  kind: "REFUND" | "RETURN";
  id: string;
  amountMinor: number;
  leftOverMinor: number;
  /** As it was told; null where it said none. */
  currency: string | null;
}

/** What was told of some orders and does not fit them, or not all of it. */
export async function leftOverOf(db: Reader, orderRowIds: readonly number[]): Promise<LeftOver[]> {
  if (orderRowIds.length === 0) return [];
  const marks = orderRowIds.map(() => "?").join(",");
  return db.rows<LeftOver>(
    `SELECT orderRowId, 'REFUND' AS kind, refundId AS id, amountMinor, leftOverMinor, currency
       FROM order_refund WHERE orderRowId IN (${marks}) AND leftOverMinor > 0
      UNION ALL
     SELECT orderRowId, 'RETURN', returnId, amountMinor, amountMinor, currency
       FROM order_return WHERE orderRowId IN (${marks}) AND status = 'REFUSED'
      ORDER BY orderRowId, kind, id LIMIT 500`,
    [...orderRowIds, ...orderRowIds],
  );
}
