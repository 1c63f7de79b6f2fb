import { reader, type Tx } from "@/platform/db";
import { insertInto } from "@/platform/insert";
import type { Work } from "@/platform/work";
import type { ArrivedBy } from "../schema/access";

/** What somebody proved themself by. */
export type PassReason = Extract<
  ArrivedBy,
  "CODE" | "SIGN_UP" | "RESET" | "INVITATION" | "PASSKEY"
>;

export interface PassRow {
  id: string;
  userId: number;
  openedBy: PassReason;
  createdAt: Date;
  expiresAt: Date;
}

export function insertPass(work: Work, pass: PassRow): void {
  work.tx.send(
    ...insertInto("sign_in_pass", ["id", "userId", "openedBy", "createdAt", "expiresAt"], pass),
  );
}

/** Whose it is, before it is locked. */
export async function userOfPass(tx: Tx, id: string): Promise<number | undefined> {
  const sql = "SELECT userId FROM sign_in_pass WHERE id = ?";
  return (await tx.row<{ userId: number }>(sql, [id]))?.userId;
}

export function lockPass(tx: Tx, id: string): Promise<PassRow | undefined> {
  return tx.row<PassRow>(
    "SELECT id, userId, openedBy, createdAt, expiresAt FROM sign_in_pass WHERE id = ? FOR UPDATE",
    [id],
  );
}

export function deletePass(tx: Tx, id: string): void {
  tx.send("DELETE FROM sign_in_pass WHERE id = ?", [id]);
}

/** What somebody proved who they are by, and has not come in with yet. */
export function endPassesOf(tx: Tx, userId: number): void {
  tx.send("DELETE FROM sign_in_pass WHERE userId = ?", [userId]);
}

/** One page of those that have ended; how many rows it was. */
export async function pruneEndedPasses(now: Date, limit: number): Promise<number> {
  const sql = "DELETE FROM sign_in_pass WHERE expiresAt < ? ORDER BY expiresAt LIMIT ?";
  return (await reader.write(sql, [now, limit])).affectedRows;
}
