import type { Reader, Tx } from "@/platform/db";
import { insertAllInto, insertInto, LAST_INSERT_ID } from "@/platform/insert";
import type { CouponSource } from "../schema/coupons";

export interface CouponRow {
  id: number;
  issueId: number;
  definitionId: number;
  versionId: number;
  /** Null: whoever has the code. */
  memberId: number | null;
  status: "WAITING" | "ACTIVE" | "VOIDED";
  uses: number;
  codeEnd: string;
  validFrom: Date | null;
  validUntil: Date | null;
  issuedAt: Date | null;
}

const COLUMNS = `c.id, c.issueId, c.definitionId, c.versionId, c.memberId, c.status, c.uses, c.codeEnd,
  c.validFrom, c.validUntil, c.issuedAt`;

export interface Code {
  codeHash: string;
  sealed: string;
}

export type NewCoupon = Pick<
  CouponRow,
  "issueId" | "definitionId" | "versionId" | "memberId" | "uses" | "codeEnd"
>;

const NEW_COLUMNS = [
  "issueId",
  "definitionId",
  "versionId",
  "memberId",
  "status",
  "uses",
  "codeEnd",
  "createdAt",
] as const;

/** A coupon that waits to be issued, with its code. */
export function insertCoupon(
  tx: Tx,
  { codeHash, sealed, ...coupon }: NewCoupon & Code,
  createdAt: Date,
): Promise<number> {
  const inserted = tx.insertNamed(
    "coupon",
    insertInto("coupon", NEW_COLUMNS, { ...coupon, status: "WAITING", createdAt }),
  );
  tx.send(
    ...insertInto("coupon_code", ["couponId", "codeHash", "sealed"], {
      couponId: LAST_INSERT_ID,
      codeHash,
      sealed,
    }),
  );
  return inserted;
}

/** Many of one issue; their codes find their numbers by the order in which they were inserted. */
export async function insertManyCoupons(
  tx: Tx,
  issueId: number,
  coupons: readonly (NewCoupon & Code)[],
  createdAt: Date,
): Promise<void> {
  const rows = coupons.map(({ codeHash: _, sealed: __, ...coupon }) => ({
    ...coupon,
    status: "WAITING",
    createdAt,
  }));
  const before = await tx.row<{ id: number | null }>(
    "SELECT MAX(id) AS id FROM coupon WHERE issueId = ?",
    [issueId],
  );
  const known = rows.map((row) => ({ ...row, id: tx.draws.id("coupon") ?? null }));
  // Without one the database gives it.
  await tx.write(...insertAllInto("coupon", ["id", ...NEW_COLUMNS], known));
  const made = await tx.rows<{ id: number }>(
    "SELECT id FROM coupon WHERE issueId = ? AND id > ? ORDER BY id",
    [issueId, before?.id ?? 0],
  );
  const codes = made.map(({ id }, at) => {
    tx.draws.note("coupon", id);
    const { codeHash = "", sealed = "" } = coupons[at] ?? {};
    return { couponId: id, codeHash, sealed };
  });
  await tx.write(...insertAllInto("coupon_code", ["couponId", "codeHash", "sealed"], codes));
}

/** Which of some codes are taken. */
export async function knownHashes(db: Reader, hashes: readonly string[]): Promise<Set<string>> {
  const known = new Set<string>();
  for (let from = 0; from < hashes.length; from += 1000) {
    const some = hashes.slice(from, from + 1000);
    const rows = await db.rows<{ codeHash: string }>(
      `SELECT codeHash FROM coupon_code WHERE codeHash IN (${some.map(() => "?").join(",")})`,
      some,
    );
    for (const { codeHash } of rows) known.add(codeHash);
  }
  return known;
}

export interface FoundRow extends CouponRow {
  source: CouponSource;
}

/** By its code, unlocked. */
export function couponByHash(db: Reader, codeHash: string): Promise<FoundRow | undefined> {
  return db.row<FoundRow>(
    `SELECT ${COLUMNS}, i.source FROM coupon_code k JOIN coupon c ON c.id = k.couponId
       JOIN coupon_issue i ON i.id = c.issueId WHERE k.codeHash = ?`,
    [codeHash],
  );
}

export function couponById(db: Reader, id: number): Promise<CouponRow | undefined> {
  return db.row<CouponRow>(`SELECT ${COLUMNS} FROM coupon c WHERE c.id = ?`, [id]);
}

/** Locked: what is used of it changes under this lock alone. */
export function lockCoupon(tx: Tx, id: number): Promise<CouponRow | undefined> {
  return tx.row<CouponRow>(`SELECT ${COLUMNS} FROM coupon c WHERE c.id = ? FOR UPDATE`, [id]);
}

export interface OwnRow extends CouponRow {
  sealed: string | null;
  used: number;
  /** JSON: what the activity that gave it was called. */
  originTexts: string | null;
}

/** What counts as used at a moment: a reservation past its time does not, whether it is marked or not. */
const COUNTS = "(u.status = 'USED' OR (u.status = 'RESERVED' AND u.expiresAt > ?))";
const USED = `(SELECT COUNT(*) FROM coupon_use u WHERE u.couponId = c.id AND ${COUNTS})`;

/** A member's issued coupons, the last first. */
export function couponsOf(
  db: Reader,
  memberId: number,
  page: { now: Date; only: "CURRENT" | "ALL"; beforeId: number | null; limit: number },
): Promise<OwnRow[]> {
  const { now, only, beforeId, limit } = page;
  const isCurrent = only === "CURRENT";
  const current = `AND c.status = 'ACTIVE' AND c.validUntil > ? AND c.uses > ${USED}`;
  return db.rows<OwnRow>(
    `SELECT ${COLUMNS}, k.sealed, ${USED} AS used, i.originTexts FROM coupon c
       JOIN coupon_issue i ON i.id = c.issueId
       LEFT JOIN coupon_code k ON k.couponId = c.id
      WHERE c.memberId = ? AND c.id < ? AND c.issuedAt IS NOT NULL ${isCurrent ? current : ""}
      ORDER BY c.id DESC LIMIT ?`,
    [now, memberId, beforeId ?? Number.MAX_SAFE_INTEGER, ...(isCurrent ? [now, now] : []), limit],
  );
}

/** How many coupons a member can use by now, and when the first of them ends. */
export async function usableOf(
  db: Reader,
  memberId: number,
  now: Date,
): Promise<{ count: number; endsAt: Date | null }> {
  const row = await db.row<{ count: number; endsAt: Date | null }>(
    `SELECT COUNT(*) AS count, MIN(c.validUntil) AS endsAt FROM coupon c
      WHERE c.memberId = ? AND c.status = 'ACTIVE' AND c.validUntil > ?
        AND (c.validFrom IS NULL OR c.validFrom <= ?) AND c.uses > ${USED}`,
    [memberId, now, now, now],
  );
  return row ?? { count: 0, endsAt: null };
}

/** The uses that a member's living coupons have left, by what they are good for. */
export function usesLeftOf(db: Reader, memberId: number, now: Date) {
  return db.rows<{ versionId: number; usesLeft: number }>(
    `SELECT versionId, CAST(SUM(usesLeft) AS SIGNED) AS usesLeft FROM (
       SELECT c.versionId, c.uses - ${USED} AS usesLeft FROM coupon c
        WHERE c.memberId = ? AND c.status IN ('ACTIVE', 'WAITING')
          AND (c.validUntil IS NULL OR c.validUntil > ?)) AS held
      WHERE usesLeft > 0 GROUP BY versionId`,
    [now, memberId, now],
  );
}

export interface Window {
  validFrom: Date | null;
  validUntil: Date;
  issuedAt: Date;
}

/** Issues a coupon that waited; false where somebody was faster. */
export async function activate(tx: Tx, id: number, window: Window): Promise<boolean> {
  const { affectedRows } = await tx.write(
    `UPDATE coupon SET status = 'ACTIVE', validFrom = ?, validUntil = ?, issuedAt = ?
      WHERE id = ? AND status = 'WAITING'`,
    [window.validFrom, window.validUntil, window.issuedAt, id],
  );
  return affectedRows === 1;
}

/** Issues all codes of an issue that wait; how many. They are nobody's, so nobody is told that they end. */
export async function activateAll(tx: Tx, issueId: number, window: Window): Promise<number> {
  const { affectedRows } = await tx.write(
    `UPDATE coupon SET status = 'ACTIVE', validFrom = ?, validUntil = ?, issuedAt = ?, noticedAt = ?
      WHERE issueId = ? AND status = 'WAITING'`,
    [window.validFrom, window.validUntil, window.issuedAt, window.issuedAt, issueId],
  );
  return affectedRows;
}

/** Those of an issue that wait, the first first. */
export function waitingOf(db: Reader, issueId: number, limit: number): Promise<CouponRow[]> {
  return db.rows<CouponRow>(
    `SELECT ${COLUMNS} FROM coupon c WHERE c.issueId = ? AND c.status = 'WAITING'
      ORDER BY c.id LIMIT ?`,
    [issueId, limit],
  );
}

export async function voidCoupon(tx: Tx, id: number, endedAt: Date): Promise<void> {
  await tx.write("UPDATE coupon SET status = 'VOIDED', endedAt = ? WHERE id = ?", [endedAt, id]);
}

export async function voidAllOf(tx: Tx, issueId: number, endedAt: Date): Promise<number> {
  const { affectedRows } = await tx.write(
    `UPDATE coupon SET status = 'VOIDED', endedAt = ? WHERE issueId = ? AND status IN ('ACTIVE', 'WAITING')`,
    [endedAt, issueId],
  );
  return affectedRows;
}

/** A closing member has none any more, and nobody else gets their codes. */
export function voidForClosing(tx: Tx, memberId: number, endedAt: Date): void {
  tx.send(
    `UPDATE coupon SET status = 'VOIDED', endedAt = ? WHERE memberId = ? AND status <> 'VOIDED'`,
    [endedAt, memberId],
  );
  tx.send("DELETE k FROM coupon_code k JOIN coupon c ON c.id = k.couponId WHERE c.memberId = ?", [
    memberId,
  ]);
}

/** A page of codes of an issue, with what they are sealed as. */
export function codesOf(db: Reader, issueId: number, afterId: number, limit: number) {
  return db.rows<{ id: number; sealed: string }>(
    `SELECT c.id, k.sealed FROM coupon c JOIN coupon_code k ON k.couponId = c.id
      WHERE c.issueId = ? AND c.status = 'ACTIVE' AND c.memberId IS NULL AND c.id > ?
      ORDER BY c.id LIMIT ?`,
    [issueId, afterId, limit],
  );
}

export type EndingRow = CouponRow & { validUntil: Date };

/** Members' coupons that end before a moment and of which nobody told yet, behind the last one. */
export function endingSoon(
  db: Reader,
  { now, before, issuedBefore }: { now: Date; before: Date; issuedBefore: Date },
  last: EndingRow | undefined,
  limit: number,
): Promise<EndingRow[]> {
  const from = last?.validUntil ?? now;
  return db.rows<EndingRow>(
    `SELECT ${COLUMNS} FROM coupon c WHERE c.status = 'ACTIVE' AND c.noticedAt IS NULL
        AND c.validUntil >= ? AND c.validUntil <= ? AND (c.validUntil > ? OR c.id > ?)
        AND c.memberId IS NOT NULL AND c.issuedAt <= ?
      ORDER BY c.validUntil, c.id LIMIT ?`,
    [from, before, from, last?.id ?? Number.MAX_SAFE_INTEGER, issuedBefore, limit],
  );
}

/** False where somebody was faster. */
export async function markNoticed(tx: Tx, id: number, noticedAt: Date): Promise<boolean> {
  const { affectedRows } = await tx.write(
    "UPDATE coupon SET noticedAt = ? WHERE id = ? AND noticedAt IS NULL",
    [noticedAt, id],
  );
  return affectedRows === 1;
}
