import type { Reader, Tx } from "@/platform/db";
import { insertAllInto, insertInto } from "@/platform/insert";
import type { FactorFacts } from "../rules/second-factor";

export interface FactorRow {
  userId: number;
  sealed: string;
  /** The thirty seconds of the last code that was used, counted from 1970. */
  lastStep: number;
  createdAt: Date;
}

const SELECT = "SELECT userId, sealed, lastStep, createdAt FROM second_factor WHERE userId = ?";

export function findFactor(db: Reader, userId: number): Promise<FactorRow | undefined> {
  return db.row<FactorRow>(SELECT, [userId]);
}

/** What decides whether somebody owes a second factor. */
export async function factorFacts(db: Reader, userId: number): Promise<FactorFacts | undefined> {
  const row = await db.row<FactorFacts>(
    `SELECT u.role, f.userId IS NOT NULL AS hasFactor, s.secondFactorFor AS demand,
            EXISTS (SELECT 1 FROM passkey p WHERE p.userId = u.id) AS hasPasskey
       FROM user u JOIN staff_sign_in_setting s ON s.id = 1
       LEFT JOIN second_factor f ON f.userId = u.id WHERE u.id = ?`,
    [userId],
  );
  const { hasFactor, hasPasskey } = row ?? {};
  return row && { ...row, hasFactor: Boolean(hasFactor), hasPasskey: Boolean(hasPasskey) };
}

export async function insertFactor(tx: Tx, factor: FactorRow): Promise<void> {
  await tx.write(
    ...insertInto("second_factor", ["userId", "sealed", "lastStep", "createdAt"], factor),
  );
}

/** Uses a code of the app; false where it, or a later one, was used already. */
export async function takeStep(tx: Tx, userId: number, step: number): Promise<boolean> {
  const { affectedRows } = await tx.write(
    "UPDATE second_factor SET lastStep = ? WHERE userId = ? AND lastStep < ?",
    [step, userId, step],
  );
  return affectedRows === 1;
}

/** With its recovery codes; false where there is none. */
export async function deleteFactor(tx: Tx, userId: number): Promise<boolean> {
  const sql = "DELETE FROM second_factor WHERE userId = ?";
  const { affectedRows } = await tx.write(sql, [userId]);
  tx.send("DELETE FROM recovery_code WHERE userId = ?", [userId]);
  return affectedRows === 1;
}

/** In the place of those that there were. */
export function replaceRecoveryCodes(tx: Tx, userId: number, hashes: readonly string[]): void {
  tx.send("DELETE FROM recovery_code WHERE userId = ?", [userId]);
  const rows = hashes.map((codeHash) => ({ userId, codeHash }));
  tx.send(...insertAllInto("recovery_code", ["userId", "codeHash"], rows));
}

export async function isOpenRecoveryCode(
  db: Reader,
  userId: number,
  codeHash: string,
): Promise<boolean> {
  const sql =
    "SELECT 1 AS one FROM recovery_code WHERE userId = ? AND codeHash = ? AND usedAt IS NULL";
  return (await db.row(sql, [userId, codeHash])) !== undefined;
}

/** False where it was used already. */
export async function takeRecoveryCode(
  tx: Tx,
  userId: number,
  codeHash: string,
  now: Date,
): Promise<boolean> {
  const { affectedRows } = await tx.write(
    "UPDATE recovery_code SET usedAt = ? WHERE userId = ? AND codeHash = ? AND usedAt IS NULL",
    [now, userId, codeHash],
  );
  return affectedRows === 1;
}

export async function recoveryCodesLeft(db: Reader, userId: number): Promise<number> {
  const row = await db.row<{ left: number }>(
    "SELECT COUNT(*) AS `left` FROM recovery_code WHERE userId = ? AND usedAt IS NULL",
    [userId],
  );
  return row?.left ?? 0;
}
