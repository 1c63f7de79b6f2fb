import { type Reader, reader } from "@/platform/db";
import type { Work } from "@/platform/work";

export interface KeyRow {
  id: number;
  name: string;
  prefix: string;
  scopes: string;
  ratePerMinute: number | null;
  lastUsedAt: Date | null;
  expiresAt: Date | null;
  revokedAt: Date | null;
  createdBy: string;
  createdAt: Date;
}

const SELECT = `SELECT id, name, prefix, scopes, ratePerMinute, lastUsedAt, expiresAt, revokedAt,
  createdBy, createdAt FROM api_key`;

export function keyByHash(secretHash: string, now: Date): Promise<KeyRow | undefined> {
  return reader.row<KeyRow>(
    `${SELECT}
      WHERE secretHash = ? AND revokedAt IS NULL AND (expiresAt IS NULL OR expiresAt > ?)`,
    [secretHash, now],
  );
}

export function keysBefore(db: Reader, beforeId: number | null, limit: number): Promise<KeyRow[]> {
  return db.rows<KeyRow>(`${SELECT} WHERE id < ? ORDER BY id DESC LIMIT ?`, [
    beforeId ?? Number.MAX_SAFE_INTEGER,
    limit,
  ]);
}

export async function keyExists(db: Reader, id: number): Promise<boolean> {
  return (await db.row("SELECT 1 AS one FROM api_key WHERE id = ?", [id])) !== undefined;
}

/** The names of several keys, in one question. */
export function keyNames(
  db: Reader,
  ids: readonly number[],
): Promise<{ id: number; name: string }[]> {
  const marks = ids.map(() => "?").join(",");
  return db.rows(`SELECT id, name FROM api_key WHERE id IN (${marks})`, ids);
}

export async function insertKey(
  work: Work,
  key: {
    name: string;
    prefix: string;
    secretHash: string;
    scopes: string;
    ratePerMinute: number | null;
    expiresAt: Date | null;
    createdAt: Date;
  },
): Promise<number> {
  const { insertId } = await work.tx.write(
    `INSERT INTO api_key (name, prefix, secretHash, scopes, ratePerMinute, expiresAt, createdBy, createdAt)
     VALUES (?,?,?,?,?,?,?,?)`,
    [
      key.name,
      key.prefix,
      key.secretHash,
      key.scopes,
      key.ratePerMinute,
      key.expiresAt,
      work.actor,
      key.createdAt,
    ],
  );
  return insertId;
}

/** False where there is no such key or it is revoked already. */
export async function revokeKey(work: Work, id: number, now: Date): Promise<boolean> {
  const { affectedRows } = await work.tx.write(
    "UPDATE api_key SET revokedAt = ? WHERE id = ? AND revokedAt IS NULL",
    [now, id],
  );
  return affectedRows === 1;
}

/** Kept to the minute: knowing when a key was last used is not worth a write for each call. */
export async function touchKey(keyId: number, now: Date): Promise<void> {
  await reader.write("UPDATE api_key SET lastUsedAt = ? WHERE id = ?", [now, keyId]);
}
