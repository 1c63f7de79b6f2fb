import type { Reader, Tx, Values } from "@/platform/db";
import { insertAllInto, insertInto } from "@/platform/insert";
import { type StoredTexts, textCells, textColumns, withTexts } from "@/platform/stored-texts";
import type { LocalizedText } from "@/platform/texts";
import type { RedemptionStatus, RewardKind } from "../schema/rewards";

export interface RedemptionRow {
  id: number;
  memberId: number;
  rewardId: number;
  kind: RewardKind;
  /** As it was called then. */
  rewardName: LocalizedText;
  /** The picture that it had then. */
  image: string | null;
  quantity: number;
  pointsCost: number;
  month: string;
  status: RedemptionStatus;
  deliveryAddress: string | null;
  /** Counts changes of the address. */
  addressRevision: number;
  carrier: string | null;
  carrierCode: string | null;
  trackingCode: string | null;
  entryId: number | null;
  /** The coupons that it issued. */
  couponIssueId: number | null;
  restoreEntryId: number | null;
  endedBy: string | null;
  reason: string | null;
  createdAt: Date;
  shippedAt: Date | null;
  endedAt: Date | null;
}

const NAME = textColumns("rewardName");

export const COLUMNS = `r.id, r.memberId, r.rewardId, r.kind, ${NAME.map((name) => `r.${name}`).join(", ")},
  r.image, r.quantity, r.pointsCost, r.month, r.status, r.deliveryAddress, r.addressRevision,
  r.carrier, r.carrierCode, r.trackingCode, r.entryId, r.couponIssueId,
  r.restoreEntryId, r.endedBy, r.reason, r.createdAt, r.shippedAt, r.endedAt`;

export async function redemptions<Row extends RedemptionRow>(
  db: Reader,
  sql: string,
  values: Values,
): Promise<Row[]> {
  const rows = await db.rows<StoredTexts<Row, "rewardName">>(sql, values);
  return rows.map((row) => withTexts<Row, "rewardName">(row, ["rewardName"]));
}

export async function redemptionById(db: Reader, id: number): Promise<RedemptionRow | undefined> {
  return (await redemptionsById(db, [id]))[0];
}

export function redemptionsById(db: Reader, ids: readonly number[]): Promise<RedemptionRow[]> {
  return redemptions(
    db,
    `SELECT ${COLUMNS} FROM reward_redemption r WHERE r.id IN (${ids.map(() => "?").join(",")})`,
    [...ids],
  );
}

/** A member's redemptions, the last first. */
export function redemptionsOf(
  db: Reader,
  memberId: number,
  beforeId: number | null,
  limit: number,
): Promise<RedemptionRow[]> {
  return redemptions(
    db,
    `SELECT ${COLUMNS} FROM reward_redemption r WHERE r.memberId = ? AND r.id < ?
      ORDER BY r.id DESC LIMIT ?`,
    [memberId, beforeId ?? Number.MAX_SAFE_INTEGER, limit],
  );
}

/** Parcels that nobody has sent yet. */
export function pendingOf(db: Reader, memberId: number): Promise<RedemptionRow[]> {
  return redemptions(
    db,
    `SELECT ${COLUMNS} FROM reward_redemption r WHERE r.memberId = ? AND r.status = 'PENDING'
      ORDER BY r.rewardId, r.id`,
    [memberId],
  );
}

/** Pieces a member had of rewards in a business month; what went back for its points doesn't count. */
export async function usedInMonth(
  db: Reader,
  memberId: number,
  rewardIds: readonly number[],
  month: string,
): Promise<Map<number, number>> {
  if (rewardIds.length === 0) return new Map();
  const rows = await db.rows<{ rewardId: number; used: number }>(
    `SELECT rewardId, CAST(SUM(quantity) AS SIGNED) AS used FROM reward_redemption
      WHERE memberId = ? AND rewardId IN (${rewardIds.map(() => "?").join(",")}) AND month = ?
        AND status <> 'CANCELLED' AND restoreEntryId IS NULL GROUP BY rewardId`,
    [memberId, ...rewardIds, month],
  );
  return new Map(rows.map(({ rewardId, used }) => [rewardId, used]));
}

/** Rewards of which a member had as many in a business month as one may. */
export async function spentInMonth(db: Reader, memberId: number, month: string): Promise<number[]> {
  const rows = await db.rows<{ rewardId: number }>(
    `SELECT r.rewardId FROM reward_redemption r JOIN reward w ON w.id = r.rewardId
      WHERE r.memberId = ? AND r.month = ? AND r.status <> 'CANCELLED' AND r.restoreEntryId IS NULL
        AND w.perMonth IS NOT NULL
      GROUP BY r.rewardId, w.perMonth HAVING SUM(r.quantity) >= w.perMonth ORDER BY r.rewardId`,
    [memberId, month],
  );
  return rows.map(({ rewardId }) => rewardId);
}

export type NewRedemption = Pick<
  RedemptionRow,
  | "memberId"
  | "rewardId"
  | "kind"
  | "rewardName"
  | "image"
  | "quantity"
  | "pointsCost"
  | "month"
  | "status"
  | "deliveryAddress"
  | "endedAt"
>;

export async function insertRedemption(
  tx: Tx,
  redemption: NewRedemption,
  createdAt: Date,
): Promise<number> {
  const insertId = await tx.insertNamed(
    "redemption",
    insertInto(
      "reward_redemption",
      [
        "memberId",
        "rewardId",
        "kind",
        ...NAME,
        "image",
        "quantity",
        "pointsCost",
        "month",
        "status",
        "deliveryAddress",
        "endedAt",
        "createdAt",
      ],
      { ...redemption, ...textCells("rewardName", redemption.rewardName), createdAt },
    ),
  );
  return insertId;
}

export function nameEntry(tx: Tx, id: number, entryId: number): void {
  tx.send("UPDATE reward_redemption SET entryId = ? WHERE id = ?", [entryId, id]);
}

export function nameIssue(tx: Tx, id: number, couponIssueId: number): void {
  tx.send("UPDATE reward_redemption SET couponIssueId = ? WHERE id = ?", [couponIssueId, id]);
}

/** Writes how far it has come. */
export function saveProgress(tx: Tx, row: RedemptionRow): void {
  tx.send(
    `UPDATE reward_redemption SET status = ?, carrier = ?, carrierCode = ?, trackingCode = ?,
       restoreEntryId = ?, endedBy = ?, reason = ?, shippedAt = ?, endedAt = ? WHERE id = ?`,
    [
      row.status,
      row.carrier,
      row.carrierCode,
      row.trackingCode,
      row.restoreEntryId,
      row.endedBy,
      row.reason,
      row.shippedAt,
      row.endedAt,
      row.id,
    ],
  );
}

export function insertCoupons(tx: Tx, redemptionId: number, codes: readonly string[]): void {
  tx.send(
    ...insertAllInto(
      "reward_coupon",
      ["code", "redemptionId"],
      codes.map((code) => ({ code, redemptionId })),
    ),
  );
}

/** The codes that redemptions gave. */
export async function couponsOf(db: Reader, redemptionIds: readonly number[]) {
  if (redemptionIds.length === 0) return [];
  const marks = redemptionIds.map(() => "?").join(",");
  return db.rows<{ code: string; redemptionId: number }>(
    `SELECT code, redemptionId FROM reward_coupon WHERE redemptionId IN (${marks}) ORDER BY code`,
    [...redemptionIds],
  );
}

export function moveRedemptions(tx: Tx, fromId: number, intoId: number): void {
  tx.send("UPDATE reward_redemption SET memberId = ? WHERE memberId = ?", [intoId, fromId]);
}

export async function countRedemptions(db: Reader, memberId: number): Promise<number> {
  const sql = "SELECT COUNT(*) AS taken FROM reward_redemption WHERE memberId = ?";
  return (await db.row<{ taken: number }>(sql, [memberId]))?.taken ?? 0;
}

/** Rewards that both had in a month, more of them together than one may have. */
export function overLimitTogether(
  db: Reader,
  fromId: number,
  intoId: number,
  month: string,
): Promise<{ rewardId: number }[]> {
  return db.rows(
    `SELECT r.rewardId FROM reward_redemption r JOIN reward w ON w.id = r.rewardId
      WHERE r.memberId IN (?, ?) AND r.month = ? AND r.status <> 'CANCELLED'
        AND r.restoreEntryId IS NULL AND w.perMonth IS NOT NULL
      GROUP BY r.rewardId, w.perMonth
     HAVING COUNT(DISTINCT r.memberId) = 2 AND SUM(r.quantity) > w.perMonth ORDER BY r.rewardId`,
    [fromId, intoId, month],
  );
}
