import type { Reader } from "@/platform/db";
import { prisma } from "@/platform/prisma";

/** A member's orders, the last paid first. */
export function ordersOf(memberId: number, afterId: number | null, limit: number) {
  return prisma().shopOrder.findMany({
    where: { memberId },
    orderBy: [{ paidAt: "desc" }, { id: "desc" }],
    ...(afterId === null ? {} : { cursor: { id: afterId }, skip: 1 }),
    take: limit,
  });
}

export interface LeftOver {
  orderRowId: number;
  kind: "REFUND" | "RETURN";
  id: string;
  amountMinor: number;
  leftOverMinor: number;
}

/** What was told of some orders and does not fit them, or not all of it. */
export async function leftOverOf(db: Reader, orderRowIds: readonly number[]): Promise<LeftOver[]> {
  if (orderRowIds.length === 0) return [];
  const marks = orderRowIds.map(() => "?").join(",");
  return db.rows<LeftOver>(
    `SELECT orderRowId, 'REFUND' AS kind, refundId AS id, amountMinor, leftOverMinor
       FROM order_refund WHERE orderRowId IN (${marks}) AND leftOverMinor > 0
      UNION ALL
     SELECT orderRowId, 'RETURN', returnId, amountMinor, amountMinor
       FROM order_return WHERE orderRowId IN (${marks}) AND status = 'REFUSED'
      ORDER BY orderRowId, kind, id LIMIT 500`,
    [...orderRowIds, ...orderRowIds],
  );
}
