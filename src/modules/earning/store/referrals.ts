import { type Reader, reader, type Tx } from "@/platform/db";
import { insertInto, insertOrIgnore } from "@/platform/insert";

export interface ReferralRow {
  invitedId: number;
  referrerId: number;
  /** Names both sides' entries and tells nothing; null for rewards from before there was one. */
  reference: string | null;
  /** What the order had to be worth when it was rewarded. */
  minimumMinor: number;
  /** When an order that still has to stand for a while is looked at again. */
  dueAt: Date | null;
  orderId: string | null;
  invitedPoints: number;
  referrerOrderId: string | null;
  referrerPoints: number;
  referrerRewardedAt: Date | null;
  refusal: string | null;
  settled: boolean;
}

const SELECT = `SELECT invitedId, referrerId, reference, minimumMinor, dueAt, orderId, invitedPoints, referrerOrderId, referrerPoints,
  referrerRewardedAt, refusal, settled FROM referral`;

/** Its row is everybody's who takes part: locked after the member who is asked about. */
export function lockReferral(tx: Tx, invitedId: number): Promise<ReferralRow | undefined> {
  return tx.row<ReferralRow>(`${SELECT} WHERE invitedId = ? FOR UPDATE`, [invitedId]);
}

export async function wasInvited(db: Reader, invitedId: number): Promise<boolean> {
  const sql = "SELECT invitedId FROM referral WHERE invitedId = ?";
  return (await db.row(sql, [invitedId])) !== undefined;
}

export interface NewReferral {
  invitedId: number;
  referrerId: number;
  identity: string;
  createdAt: Date;
}

/** False where this person was invited before, under whatever name. */
export async function insertReferral(tx: Tx, row: NewReferral): Promise<boolean> {
  const { affectedRows } = await tx.write(
    ...insertOrIgnore("referral", ["invitedId", "referrerId", "identity", "createdAt", "isKeyed"], {
      ...row,
      isKeyed: 1,
    }),
  );
  return affectedRows === 1;
}

export function removeReferral(tx: Tx, invitedId: number): void {
  tx.send("DELETE FROM referral WHERE invitedId = ?", [invitedId]);
}

/** Of somebody who had ordered before; one that was rewarded stands. @returns whether there was one */
export async function removeLateReferral(
  tx: Tx,
  invitedId: number,
  orderedAt: Date,
): Promise<boolean> {
  const { affectedRows } = await tx.write(
    `DELETE FROM referral WHERE invitedId = ? AND createdAt > ? AND orderId IS NULL
        AND referrerRewardedAt IS NULL`,
    [invitedId, orderedAt],
  );
  return affectedRows > 0;
}

export async function isKnownIdentity(db: Reader, hashes: readonly string[]): Promise<boolean> {
  const marks = hashes.map(() => "?").join(",");
  const sql = `SELECT invitedId FROM referral WHERE identity IN (${marks}) LIMIT 1`;
  return (await db.row(sql, hashes)) !== undefined;
}

export async function unkeyedIdentities(db: Reader, limit: number): Promise<string[]> {
  const sql = "SELECT identity FROM referral WHERE isKeyed = 0 LIMIT ?";
  const rows = await db.rows<{ identity: string }>(sql, [limit]);
  return rows.map(({ identity }) => identity);
}

export async function keyIdentity(plain: string, keyed: string): Promise<void> {
  await reader.write(
    "UPDATE referral SET identity = ?, isKeyed = 1 WHERE identity = ? AND isKeyed = 0",
    [keyed, plain],
  );
}

export function saveReferral(tx: Tx, row: ReferralRow): void {
  tx.send(
    `UPDATE referral SET reference = ?, minimumMinor = ?, dueAt = ?, orderId = ?, invitedPoints = ?, referrerOrderId = ?, referrerPoints = ?,
       referrerRewardedAt = ?, refusal = ?, settled = ? WHERE invitedId = ?`,
    [
      row.reference,
      row.minimumMinor,
      row.dueAt,
      row.orderId,
      row.invitedPoints,
      row.referrerOrderId,
      row.referrerPoints,
      row.referrerRewardedAt,
      row.refusal,
      row.settled,
      row.invitedId,
    ],
  );
}

/** Referrals whose referrer's side does not follow the invited member's yet. */
export function unsettled(
  db: Reader,
  afterId: number,
  limit: number,
): Promise<{ invitedId: number; referrerId: number }[]> {
  return db.rows(
    `SELECT invitedId, referrerId FROM referral WHERE settled = 0 AND invitedId > ?
      ORDER BY invitedId LIMIT ?`,
    [afterId, limit],
  );
}

/** Invited members whose order has stood as long as it had to. */
export function dueReferrals(
  db: Reader,
  now: Date,
  afterId: number,
  limit: number,
): Promise<{ invitedId: number }[]> {
  return db.rows(
    `SELECT invitedId FROM referral WHERE dueAt <= ? AND invitedId > ? ORDER BY invitedId LIMIT ?`,
    [now, afterId, limit],
  );
}

export async function referrerOf(db: Reader, invitedId: number): Promise<number | undefined> {
  const sql = "SELECT referrerId FROM referral WHERE invitedId = ?";
  return (await db.row<{ referrerId: number }>(sql, [invitedId]))?.referrerId;
}

/** Who invited a member; waits for whoever is writing that right now. */
export async function lockReferrerOf(tx: Tx, invitedId: number): Promise<number | undefined> {
  const sql = "SELECT referrerId FROM referral WHERE invitedId = ? LOCK IN SHARE MODE";
  return (await tx.row<{ referrerId: number }>(sql, [invitedId]))?.referrerId;
}

/** Rewards of a referrer in a span of moments, taken back or not. */
export async function countRewarded(
  db: Reader,
  referrerId: number,
  from: Date,
  to: Date,
): Promise<number> {
  const row = await db.row<{ count: number }>(
    `SELECT COUNT(*) AS count FROM referral
      WHERE referrerId = ? AND referrerRewardedAt >= ? AND referrerRewardedAt < ?`,
    [referrerId, from, to],
  );
  return row?.count ?? 0;
}

export interface ReferralSums {
  invited: number;
  rewarded: number;
  points: number;
}

export async function sumsOf(db: Reader, referrerId: number): Promise<ReferralSums> {
  const row = await db.row<ReferralSums>(
    `SELECT COUNT(*) AS invited,
        CAST(COALESCE(SUM(referrerOrderId IS NOT NULL), 0) AS SIGNED) AS rewarded,
        CAST(COALESCE(SUM(referrerPoints), 0) AS SIGNED) AS points
       FROM referral WHERE referrerId = ?`,
    [referrerId],
  );
  return row ?? { invited: 0, rewarded: 0, points: 0 };
}

export async function codeOf(db: Reader, memberId: number): Promise<string | undefined> {
  const sql = "SELECT code FROM member_invite WHERE memberId = ?";
  return (await db.row<{ code: string }>(sql, [memberId]))?.code;
}

/** @throws a duplicate-key error where the code or the member has one */
export async function insertCode(
  tx: Tx,
  row: { memberId: number; code: string; createdAt: Date },
): Promise<void> {
  await tx.write(...insertInto("member_invite", ["memberId", "code", "createdAt"], row));
}

export function removeCode(tx: Tx, memberId: number): void {
  tx.send("DELETE FROM member_invite WHERE memberId = ?", [memberId]);
}

/** Of one who was merged it is who stays. */
export async function ownerOfCode(db: Reader, code: string): Promise<number | undefined> {
  const sql = `SELECT COALESCE(m.mergedIntoId, i.memberId) AS memberId FROM member_invite i
    JOIN member m ON m.id = i.memberId WHERE i.code = ?`;
  return (await db.row<{ memberId: number }>(sql, [code]))?.memberId;
}
