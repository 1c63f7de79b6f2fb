import { type Reader, reader } from "@/platform/db";
import type { Work } from "@/platform/work";

export interface UserRow {
  id: number;
  email: string;
  passwordHash: string | null;
  name: string;
  role: "member" | "operator" | "admin";
  memberId: number | null;
}

export interface KeyRow {
  id: number;
  scopes: string;
  ratePerMinute: number | null;
  lastUsedAt: Date | null;
}

/** The user of a session that is neither ended nor revoked and whose user is not disabled. */
export function userOfSession(sessionId: string, now: Date): Promise<UserRow | undefined> {
  return reader.row<UserRow>(
    `SELECT u.id, u.email, u.passwordHash, u.name, u.role, u.memberId
       FROM session s JOIN user u ON u.id = s.userId
      WHERE s.id = ? AND s.revokedAt IS NULL AND s.expiresAt > ? AND u.disabledAt IS NULL`,
    [sessionId, now],
  );
}

export function userByEmail(email: string): Promise<UserRow | undefined> {
  return reader.row<UserRow>(
    `SELECT id, email, passwordHash, name, role, memberId
       FROM user WHERE email = ? AND disabledAt IS NULL`,
    [email],
  );
}

export function keyByHash(secretHash: string, now: Date): Promise<KeyRow | undefined> {
  return reader.row<KeyRow>(
    `SELECT id, scopes, ratePerMinute, lastUsedAt FROM api_key
      WHERE secretHash = ? AND revokedAt IS NULL AND (expiresAt IS NULL OR expiresAt > ?)`,
    [secretHash, now],
  );
}

export async function insertSession(
  work: Work,
  session: { id: string; userId: number; createdAt: Date; expiresAt: Date },
): Promise<void> {
  await work.tx.write("INSERT INTO session (id, userId, createdAt, expiresAt) VALUES (?,?,?,?)", [
    session.id,
    session.userId,
    session.createdAt,
    session.expiresAt,
  ]);
}

export async function revokeSession(work: Work, sessionId: string, now: Date): Promise<void> {
  await work.tx.write("UPDATE session SET revokedAt = ? WHERE id = ? AND revokedAt IS NULL", [
    now,
    sessionId,
  ]);
}

export async function insertUser(
  work: Work,
  user: Omit<UserRow, "id"> & { createdAt: Date },
): Promise<number> {
  const { insertId } = await work.tx.write(
    "INSERT INTO user (email, passwordHash, name, role, memberId, createdAt) VALUES (?,?,?,?,?,?)",
    [user.email, user.passwordHash, user.name, user.role, user.memberId, user.createdAt],
  );
  return insertId;
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

export async function emailTaken(db: Reader, email: string): Promise<boolean> {
  return (await db.row("SELECT 1 AS one FROM user WHERE email = ?", [email])) !== undefined;
}
