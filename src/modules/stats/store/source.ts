import type { Reader } from "@/platform/db";
import type { EntryType } from "../../points/schema/ledger";
import { marks, padded } from "./in-list";

/** What the events of a page are about, read by primary keys and a member's own indexes. */

export interface EntryRow {
  id: number;
  memberId: number;
  type: EntryType;
  available: number;
  pending: number;
  frozen: number;
  owed: number;
  referenceType: string;
  effectiveAt: Date;
}

export function entriesById(db: Reader, ids: readonly number[]): Promise<EntryRow[]> {
  const list = padded(ids);
  return db.rows<EntryRow>(
    `SELECT id, memberId, type, availableDelta AS available, pendingDelta AS pending,
        frozenDelta AS frozen, owedDelta AS owed, referenceType, effectiveAt
       FROM points_entry WHERE id IN (${marks(list)})`,
    list,
  );
}

export interface LotChange {
  points: number;
  expiresAt: Date;
}

/** What entries did to lots: those they made, and those they took from or gave to. */
export async function lotChanges(db: Reader, entryIds: readonly number[]): Promise<LotChange[]> {
  const list = padded(entryIds);
  const [made, touched] = await Promise.all([
    db.rows<LotChange>(
      `SELECT original AS points, expiresAt FROM points_lot WHERE entryId IN (${marks(list)})`,
      list,
    ),
    db.rows<LotChange>(
      `SELECT a.points + a.frozen AS points, l.expiresAt
         FROM points_allocation a JOIN points_lot l ON l.id = a.lotId
        WHERE a.entryId IN (${marks(list)}) AND a.points + a.frozen <> 0`,
      list,
    ),
  ]);
  return [...made, ...touched];
}

export interface RefundRow {
  /** What of it counts. */
  amountMinor: number;
  refundedAt: Date;
}

/** Refunds that were applied to orders before they were cancelled. */
export function refundsOfOrders(db: Reader, orderIds: readonly string[]): Promise<RefundRow[]> {
  const list = padded(orderIds);
  return db.rows<RefundRow>(
    `SELECT COALESCE(r.spendMinor, r.countedMinor) AS amountMinor, r.refundedAt FROM shop_order o
       JOIN order_refund r ON r.orderRowId = o.id AND r.status = 'APPLIED'
      WHERE o.orderId IN (${marks(list)})`,
    list,
  );
}

export interface OrderRow {
  id: number;
  memberId: number;
  paidAt: Date;
  /** Paid minus refunded. */
  spendMinor: number;
  cancelled: number;
}

const ORDER = `SELECT id, memberId, paidAt, paidAmountMinor - refundedMinor AS spendMinor,
  cancelledAt IS NOT NULL AS cancelled FROM shop_order`;

export function ordersById(db: Reader, orderIds: readonly string[]): Promise<OrderRow[]> {
  const list = padded(orderIds);
  return db.rows<OrderRow>(
    `${ORDER} WHERE orderId IN (${marks(list)}) AND paidAt IS NOT NULL`,
    list,
  );
}

export function ordersOfMember(
  db: Reader,
  memberId: number,
  window: { startsAt: Date; endsAt: Date },
): Promise<OrderRow[]> {
  return db.rows<OrderRow>(`${ORDER} WHERE memberId = ? AND paidAt >= ? AND paidAt < ?`, [
    memberId,
    window.startsAt,
    window.endsAt,
  ]);
}

export interface PartRow {
  activityId: number;
  memberId: number;
  joinedAt: Date;
  startsAt: Date;
  endsAt: Date;
}

export function participationsOf(db: Reader, memberIds: readonly number[]): Promise<PartRow[]> {
  const list = padded(memberIds);
  return db.rows<PartRow>(
    `SELECT p.activityId, p.memberId, p.joinedAt, a.startsAt, a.endsAt
       FROM activity_participation p JOIN activity a ON a.id = p.activityId
      WHERE p.memberId IN (${marks(list)})`,
    list,
  );
}
