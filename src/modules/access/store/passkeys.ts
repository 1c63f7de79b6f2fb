import { type Reader, reader, type Tx } from "@/platform/db";
import { insertInto, insertOrIgnore } from "@/platform/insert";

export interface PasskeyRow {
  id: number;
  userId: number;
  /** SHA-256 of the credential's id. */
  idHash: string;
  credentialId: string;
  publicKey: string;
  counter: number;
  /** By blanks. */
  transports: string;
  name: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}

const COLUMNS = [
  "userId",
  "idHash",
  "credentialId",
  "publicKey",
  "counter",
  "transports",
  "name",
  "createdAt",
] as const;
const SELECT = `SELECT id, ${COLUMNS.join(", ")}, lastUsedAt FROM passkey`;

export function passkeysOf(db: Reader, userId: number): Promise<PasskeyRow[]> {
  return db.rows<PasskeyRow>(`${SELECT} WHERE userId = ? ORDER BY id`, [userId]);
}

export function findPasskey(db: Reader, idHash: string): Promise<PasskeyRow | undefined> {
  return db.row<PasskeyRow>(`${SELECT} WHERE idHash = ?`, [idHash]);
}

export async function insertPasskey(
  tx: Tx,
  passkey: Omit<PasskeyRow, "id" | "lastUsedAt">,
): Promise<number> {
  return (await tx.write(...insertInto("passkey", COLUMNS, passkey))).insertId;
}

/** False where it is gone, or signed as often by now: then there are two of it. */
export async function countUse(
  tx: Tx,
  { id, counter }: Pick<PasskeyRow, "id" | "counter">,
  now: Date,
): Promise<boolean> {
  const { affectedRows } = await tx.write(
    "UPDATE passkey SET counter = ?, lastUsedAt = ? WHERE id = ? AND (counter < ? OR ? = 0)",
    [counter, now, id, counter, counter],
  );
  return affectedRows === 1;
}

/** False where it is nobody's of that id. */
export async function renamePasskey(
  tx: Tx,
  { id, userId, name }: Pick<PasskeyRow, "id" | "userId" | "name">,
): Promise<boolean> {
  const sql = "UPDATE passkey SET name = ? WHERE id = ? AND userId = ?";
  return (await tx.write(sql, [name, id, userId])).affectedRows === 1;
}

export async function deletePasskey(tx: Tx, id: number, userId: number): Promise<boolean> {
  const sql = "DELETE FROM passkey WHERE id = ? AND userId = ?";
  return (await tx.write(sql, [id, userId])).affectedRows === 1;
}

/** All of an account, before its passes end: whoever comes in by one at this moment is waited for. */
export async function endPasskeysOf(tx: Tx, userId: number): Promise<number> {
  return (await tx.write("DELETE FROM passkey WHERE userId = ?", [userId])).affectedRows;
}

/** False where it was answered already, by whichever process. */
export async function spendChallenge(tx: Tx, id: string, expiresAt: Date): Promise<boolean> {
  const row = { id, expiresAt };
  const { affectedRows } = await tx.write(
    ...insertOrIgnore("used_challenge", ["id", "expiresAt"], row),
  );
  return affectedRows === 1;
}

/** One page of those that are over; how many rows it was. */
export async function pruneUsedChallenges(now: Date, limit: number): Promise<number> {
  const sql = "DELETE FROM used_challenge WHERE expiresAt < ? ORDER BY expiresAt LIMIT ?";
  return (await reader.write(sql, [now, limit])).affectedRows;
}
