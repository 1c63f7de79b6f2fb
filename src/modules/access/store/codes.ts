import { type Reader, reader, type Tx } from "@/platform/db";
import { insertInto } from "@/platform/insert";
import type { Contact, Purpose } from "../rules/contact";

export interface CodeRow extends Contact {
  id: string;
  purpose: Purpose;
  userId: number | null;
  codeHash: string;
  tries: number;
  /** How often it was judged right. */
  judged: number;
  createdAt: Date;
  expiresAt: Date;
  usedAt: Date | null;
}

const COLUMNS = [
  "id",
  "purpose",
  "channel",
  "address",
  "userId",
  "codeHash",
  "createdAt",
  "expiresAt",
] as const;

export function insertCode(tx: Tx, code: Omit<CodeRow, "tries" | "judged" | "usedAt">): void {
  tx.send(...insertInto("one_time_code", COLUMNS, code));
}

/** One that another takes the place of. */
export function endCode(
  tx: Tx,
  { id, purpose, address }: Pick<CodeRow, "id" | "purpose" | "address">,
): void {
  tx.send("DELETE FROM one_time_code WHERE id = ? AND purpose = ? AND address = ?", [
    id,
    purpose,
    address,
  ]);
}

const SELECT = `SELECT ${COLUMNS.join(", ")}, tries, judged, usedAt FROM one_time_code WHERE id = ?`;

export function findCode(db: Reader, id: string): Promise<CodeRow | undefined> {
  return db.row<CodeRow>(SELECT, [id]);
}

export function lockCode(tx: Tx, id: string): Promise<CodeRow | undefined> {
  return tx.row<CodeRow>(`${SELECT} FOR UPDATE`, [id]);
}

export function countTry(tx: Tx, id: string): void {
  tx.send("UPDATE one_time_code SET tries = tries + 1 WHERE id = ?", [id]);
}

export function countJudgement(tx: Tx, id: string): void {
  tx.send("UPDATE one_time_code SET judged = judged + 1 WHERE id = ?", [id]);
}

export function markUsed(tx: Tx, id: string, now: Date): void {
  tx.send("UPDATE one_time_code SET usedAt = ? WHERE id = ?", [now, id]);
}

/** Codes of an account, and those that were sent to its addresses: none opens it any more. */
export function endCodesOf(tx: Tx, userId: number, addresses: readonly string[]): void {
  tx.send("DELETE FROM one_time_code WHERE userId = ?", [userId]);
  for (const address of addresses) {
    tx.send("DELETE FROM one_time_code WHERE address = ?", [address]);
  }
}

/** One page of those that have ended; how many rows it was. */
export async function pruneEndedCodes(now: Date, limit: number): Promise<number> {
  const sql = "DELETE FROM one_time_code WHERE expiresAt < ? ORDER BY expiresAt LIMIT ?";
  return (await reader.write(sql, [now, limit])).affectedRows;
}
