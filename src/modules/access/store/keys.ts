import { type Reader, reader } from "@/platform/db";
import { insertInto } from "@/platform/insert";
import { marks, rowsByKey } from "@/platform/read-together";
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
  pointsPerDayMax: number | null;
  waiting: boolean;
}

const COLUMNS = `id, name, prefix, scopes, ratePerMinute, lastUsedAt, expiresAt, revokedAt,
  createdBy, createdAt, pointsPerDayMax, waiting`;
const SELECT = `SELECT ${COLUMNS} FROM api_key`;

type OpenKeyRow = KeyRow & { secretHash: string; personId: number | null };

const openByHash = rowsByKey<string, OpenKeyRow>(
  (count) =>
    `SELECT ${COLUMNS}, secretHash,
            COALESCE((SELECT u.answeredForBy FROM user u WHERE u.id = makerId), makerId) AS personId
       FROM api_key WHERE secretHash IN (${marks(count)}) AND waiting = FALSE AND revokedAt IS NULL`,
  ({ secretHash }) => secretHash,
);

/** A key that opens something now, and the person who answers for it. */
export async function keyByHash(secretHash: string, now: Date): Promise<OpenKeyRow | undefined> {
  const [row] = await openByHash(reader, secretHash);
  return row && (row.expiresAt === null || row.expiresAt > now) ? row : undefined;
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

export async function isRevoked(db: Reader, id: number): Promise<boolean> {
  const sql = "SELECT 1 AS one FROM api_key WHERE id = ? AND revokedAt IS NOT NULL";
  return (await db.row(sql, [id])) !== undefined;
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
    pointsPerDayMax: number | null;
    waiting: boolean;
    createdAt: Date;
  },
): Promise<number> {
  const { insertId } = await work.tx.write(
    ...insertInto(
      "api_key",
      [
        "name",
        "prefix",
        "secretHash",
        "scopes",
        "ratePerMinute",
        "expiresAt",
        "createdBy",
        "makerId",
        "pointsPerDayMax",
        "waiting",
        "createdAt",
      ],
      { ...key, createdBy: work.actor, makerId: work.caller.userId },
    ),
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

/** Opens a key that waited; false where it does not wait any more. */
export async function openKey(work: Work, id: number): Promise<boolean> {
  const { affectedRows } = await work.tx.write(
    "UPDATE api_key SET waiting = FALSE WHERE id = ? AND waiting = TRUE AND revokedAt IS NULL",
    [id],
  );
  return affectedRows === 1;
}

/** Kept to the minute: knowing when a key was last used is not worth a write for each call. */
export async function touchKey(keyId: number, now: Date): Promise<void> {
  await reader.write("UPDATE api_key SET lastUsedAt = ? WHERE id = ?", [now, keyId]);
}
