import { type Reader, reader, type Tx } from "@/platform/db";
import { insertInto } from "@/platform/insert";
import type { Work } from "@/platform/work";
import type { Owed } from "../rules/second-factor";
import type { ArrivedBy } from "../schema/access";

export interface SessionRow {
  id: string;
  createdAt: Date;
  expiresAt: Date;
  lastSeenAt: Date | null;
  openedBy: ArrivedBy | null;
  userAgent: string | null;
  network: string | null;
}

export async function insertSession(
  work: Work,
  session: Omit<SessionRow, "lastSeenAt"> & {
    userId: number;
    owes: Owed | null;
    device: string | null;
  },
): Promise<void> {
  await work.tx.write(
    ...insertInto(
      "session",
      [
        "id",
        "userId",
        "createdAt",
        "expiresAt",
        "lastSeenAt",
        "openedBy",
        "userAgent",
        "network",
        "owes",
        "device",
      ],
      { ...session, lastSeenAt: session.createdAt },
    ),
  );
}

/** Never brings back one that has ended meanwhile: it only ever moves on a living one. */
export async function touchSession(sessionId: string, now: Date): Promise<void> {
  await reader.write(
    "UPDATE session SET lastSeenAt = ? WHERE id = ? AND revokedAt IS NULL AND (lastSeenAt IS NULL OR lastSeenAt < ?)",
    [now, sessionId, now],
  );
}

/** Nothing is owed any more; false for a session that has ended. */
export async function settleSession(
  tx: Tx,
  { id, userId, expiresAt }: { id: string; userId: number; expiresAt: Date },
  now: Date,
): Promise<boolean> {
  const { affectedRows } = await tx.write(
    `UPDATE session SET owes = NULL, expiresAt = ?, lastSeenAt = ?
      WHERE id = ? AND userId = ? AND revokedAt IS NULL AND expiresAt > ?`,
    [expiresAt, now, id, userId, now],
  );
  return affectedRows === 1;
}

/** Whether a session has not ended, and none ends it before the act does. */
export async function holdSession(tx: Tx, id: string, now: Date): Promise<boolean> {
  const sql =
    "SELECT id FROM session WHERE id = ? AND revokedAt IS NULL AND expiresAt > ? FOR UPDATE";
  return (await tx.row(sql, [id, now])) !== undefined;
}

/** From now on something is owed. */
export function indebtSession(tx: Tx, id: string, owes: Owed, expiresAt: Date): void {
  tx.send("UPDATE session SET owes = ?, expiresAt = ? WHERE id = ? AND revokedAt IS NULL", [
    owes,
    expiresAt,
    id,
  ]);
}

/** What a session says of its browser. */
export async function sessionOpenedAt(db: Reader, id: string): Promise<Date | null> {
  const sql = "SELECT createdAt FROM session WHERE id = ?";
  return (await db.row<{ createdAt: Date }>(sql, [id]))?.createdAt ?? null;
}

export async function deviceOfSession(db: Reader, id: string): Promise<string | null> {
  const row = await db.row<{ device: string | null }>("SELECT device FROM session WHERE id = ?", [
    id,
  ]);
  return row?.device ?? null;
}

/** Whether somebody came in with a browser to whom nothing was owed, since a moment. */
export async function cameInWith(
  db: Reader,
  userId: number,
  device: string,
  since: Date,
): Promise<boolean> {
  const sql = `SELECT 1 AS one FROM session
    WHERE userId = ? AND device = ? AND owes IS NULL AND createdAt >= ? LIMIT 1`;
  return (await db.row(sql, [userId, device, since])) !== undefined;
}

export async function revokeSession(work: Work, sessionId: string, now: Date): Promise<void> {
  await work.tx.write("UPDATE session SET revokedAt = ? WHERE id = ? AND revokedAt IS NULL", [
    now,
    sessionId,
  ]);
}

/** Ends every session of a user at once. */
export async function revokeSessionsOf(work: Work, userId: number, now: Date): Promise<void> {
  await work.tx.write("UPDATE session SET revokedAt = ? WHERE userId = ? AND revokedAt IS NULL", [
    now,
    userId,
  ]);
}

/** Ends every other session of a user at once. */
export async function revokeOtherSessions(
  work: Work,
  userId: number,
  keptId: string,
  now: Date,
): Promise<number> {
  const { affectedRows } = await work.tx.write(
    `UPDATE session SET revokedAt = ?
      WHERE userId = ? AND id <> ? AND revokedAt IS NULL AND expiresAt > ?`,
    [now, userId, keptId, now],
  );
  return affectedRows;
}

/** Ends what was opened in one way, but for one session. */
export async function revokeSessionsBy(
  work: Work,
  { userId, by, keptId }: { userId: number; by: ArrivedBy; keptId: string | null },
  now: Date,
): Promise<void> {
  await work.tx.write(
    `UPDATE session SET revokedAt = ?
      WHERE userId = ? AND openedBy = ? AND id <> ? AND revokedAt IS NULL`,
    [now, userId, by, keptId ?? ""],
  );
}

/** Those that are open, the latest first. @param seenSince those that nobody used since have ended */
export function openSessions(
  db: Reader,
  userId: number,
  { now, seenSince, limit }: { now: Date; seenSince: Date; limit: number },
): Promise<SessionRow[]> {
  return db.rows<SessionRow>(
    `SELECT id, createdAt, expiresAt, lastSeenAt, openedBy, userAgent, network FROM session
      WHERE userId = ? AND revokedAt IS NULL AND expiresAt > ?
        AND COALESCE(lastSeenAt, createdAt) > ? AND owes IS NULL
      ORDER BY createdAt DESC, id LIMIT ?`,
    [userId, now, seenSince, limit],
  );
}

/** One page of those that ended long ago; those that were ended early last until then too. */
export async function deleteEndedSessions(before: Date, limit: number): Promise<number> {
  const sql = "DELETE FROM session WHERE expiresAt < ? ORDER BY expiresAt LIMIT ?";
  return (await reader.write(sql, [before, limit])).affectedRows;
}
