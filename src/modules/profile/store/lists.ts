import type { Reader } from "@/platform/db";
import { prisma } from "@/platform/prisma";

/** Lists for operators. */

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

/** A member's lots that hold anything, by expiry, with the entry that made each. */
export async function lotsOf(memberId: number, afterId: number | null, limit: number) {
  const lots = await prisma().pointsLot.findMany({
    where: { memberId, live: true },
    orderBy: [{ expiresAt: "asc" }, { id: "asc" }],
    ...(afterId === null ? {} : { cursor: { id: afterId }, skip: 1 }),
    take: limit,
  });
  const entries = await prisma().pointsEntry.findMany({
    where: { id: { in: lots.map((lot) => lot.entryId) } },
    select: { id: true, type: true, referenceType: true, referenceId: true },
  });
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  return lots.map((lot) => ({ ...lot, entry: byId.get(lot.entryId) }));
}

/** What was done to or for a member by people and services, the last first. */
export function auditOf(memberId: number, beforeId: number | null, limit: number) {
  return prisma().auditLog.findMany({
    where: { memberId, ...(beforeId === null ? {} : { id: { lt: beforeId } }) },
    orderBy: { id: "desc" },
    take: limit,
  });
}
