import type { Reader, Tx } from "@/platform/db";
import { insertInto } from "@/platform/insert";
import type { LabelEnding, ReturnOutcome } from "../schema/fulfilment";
import type { RedemptionStatus } from "../schema/rewards";
import { COLUMNS, type RedemptionRow, redemptions } from "./redemptions";

/** Redemptions as parcels: what waits, where it goes, and the labels that they had. */

const marks = (values: readonly unknown[]) => values.map(() => "?").join(",");

export interface QueueRow extends RedemptionRow {
  memberCode: string;
}

const QUEUE = `SELECT ${COLUMNS}, m.memberCode FROM reward_redemption r JOIN member m ON m.id = r.memberId`;

export interface QueuePage {
  status: RedemptionStatus;
  after: { createdAt: Date; id: number } | null;
  /** Of such as were redeemed before then. */
  before: Date | null;
  limit: number;
}

/** Everybody's redemptions of one status, the oldest first, by keyset on (status, createdAt, id). */
export function queuePage(db: Reader, page: QueuePage): Promise<QueueRow[]> {
  const { status, after, before, limit } = page;
  return redemptions<QueueRow>(
    db,
    `${QUEUE} WHERE r.status = ?${before ? " AND r.createdAt < ?" : ""}${
      after ? " AND (r.createdAt > ? OR (r.createdAt = ? AND r.id > ?))" : ""
    } ORDER BY r.createdAt, r.id LIMIT ?`,
    [
      status,
      ...(before ? [before] : []),
      ...(after ? [after.createdAt, after.createdAt, after.id] : []),
      limit,
    ],
  );
}

/** One of them, as a page has it. */
export function queueRow(db: Reader, id: number): Promise<QueueRow[]> {
  return redemptions<QueueRow>(db, `${QUEUE} WHERE r.id = ?`, [id]);
}

/** Of some members, what waits and where it goes; of somebody with very many the first. */
export function waitingOf(
  db: Reader,
  memberIds: readonly number[],
): Promise<{ id: number; memberId: number; deliveryAddress: string | null }[]> {
  return db.rows(
    `SELECT id, memberId, deliveryAddress
       FROM reward_redemption FORCE INDEX (reward_redemption_memberId_id_idx)
      WHERE memberId IN (${marks(memberIds)}) AND status = 'PENDING' ORDER BY id LIMIT 1000`,
    [...memberIds],
  );
}

/** Which numbers other members' parcels have since then, each with one of those. */
export function labelled(
  db: Reader,
  trackingCodes: readonly string[],
  since: Date,
): Promise<{ trackingCode: string; memberId: number }[]> {
  return db.rows(
    `SELECT trackingCode, memberId FROM reward_redemption
      WHERE trackingCode IN (${marks(trackingCodes)}) AND status IN ('SHIPPED','DONE')
        AND shippedAt >= ?`,
    [...trackingCodes, since],
  );
}

export function saveDelivery(
  tx: Tx,
  { id, deliveryAddress, addressRevision }: RedemptionRow,
): void {
  tx.send("UPDATE reward_redemption SET deliveryAddress = ?, addressRevision = ? WHERE id = ?", [
    deliveryAddress,
    addressRevision,
    id,
  ]);
}

export interface LabelRow {
  redemptionId: number;
  carrier: string;
  carrierCode: string | null;
  trackingCode: string;
  shippedAt: Date;
  ending: LabelEnding;
  outcome: ReturnOutcome | null;
  restocked: boolean | null;
  reason: string | null;
  endedBy: string;
  endedAt: Date;
}

export function insertLabel(tx: Tx, label: LabelRow): void {
  tx.send(
    ...insertInto(
      "reward_label",
      [
        "redemptionId",
        "carrier",
        "carrierCode",
        "trackingCode",
        "shippedAt",
        "ending",
        "outcome",
        "restocked",
        "reason",
        "endedBy",
        "endedAt",
      ],
      { ...label },
    ),
  );
}

/** The latest first. */
export async function labelsOf(db: Reader, redemptionIds: readonly number[]): Promise<LabelRow[]> {
  if (redemptionIds.length === 0) return [];
  const rows = await db.rows<LabelRow>(
    `SELECT redemptionId, carrier, carrierCode, trackingCode, shippedAt, ending, outcome, restocked,
        reason, endedBy, endedAt
       FROM reward_label WHERE redemptionId IN (${marks(redemptionIds)}) ORDER BY id DESC`,
    [...redemptionIds],
  );
  return rows.map(({ restocked, ...row }) => ({
    ...row,
    restocked: restocked === null ? null : Boolean(restocked),
  }));
}

/** Where parcels went, under which number, and what was written about them. */
export function eraseParcels(tx: Tx, memberId: number): void {
  tx.send(
    `DELETE l FROM reward_label l JOIN reward_redemption r ON r.id = l.redemptionId
      WHERE r.memberId = ?`,
    [memberId],
  );
  tx.send(
    `UPDATE reward_redemption SET deliveryAddress = NULL, carrier = NULL, carrierCode = NULL,
       trackingCode = NULL, reason = NULL WHERE memberId = ?`,
    [memberId],
  );
}

/** Parcels whose address an actor has read since a moment, as the audit log names them. */
export async function addressesReadBy(
  db: Reader,
  actor: string,
  memberIds: readonly number[],
  since: Date,
): Promise<string[]> {
  const rows = await db.rows<{ target: string }>(
    `SELECT target FROM audit_log WHERE memberId IN (${marks(memberIds)})
        AND action = 'rewards.readAddress' AND actor = ? AND createdAt >= ?`,
    [...memberIds, actor, since],
  );
  return rows.map(({ target }) => target);
}

/** A member's parcels that are not there yet. */
export async function parcelsOf(
  db: Reader,
  memberId: number,
): Promise<{ pending: number; shipped: number }> {
  const row = await db.row<{ pending: number; shipped: number }>(
    `SELECT CAST(COALESCE(SUM(status = 'PENDING'), 0) AS SIGNED) AS pending,
        CAST(COALESCE(SUM(status = 'SHIPPED'), 0) AS SIGNED) AS shipped
       FROM reward_redemption WHERE memberId = ? AND kind = 'PRODUCT'`,
    [memberId],
  );
  return row ?? { pending: 0, shipped: 0 };
}
