import { type Reader, reader } from "@/platform/db";
import { insertInto } from "@/platform/insert";
import type { Work } from "@/platform/work";
import type { ArrivedBy } from "../schema";

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
  session: Omit<SessionRow, "lastSeenAt"> & { userId: number },
): Promise<void> {
  await work.tx.write(
    ...insertInto(
      "session",
      ["id", "userId", "createdAt", "expiresAt", "lastSeenAt", "openedBy", "userAgent", "network"],
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

/** Those that are open, the latest first. @param seenSince those that nobody used since have ended */
export function openSessions(
  db: Reader,
  userId: number,
  { now, seenSince, limit }: { now: Date; seenSince: Date; limit: number },
): Promise<SessionRow[]> {
  return db.rows<SessionRow>(
    `SELECT id, createdAt, expiresAt, lastSeenAt, openedBy, userAgent, network FROM session
      WHERE userId = ? AND revokedAt IS NULL AND expiresAt > ?
        AND COALESCE(lastSeenAt, createdAt) > ?
      ORDER BY createdAt DESC, id LIMIT ?`,
    [userId, now, seenSince, limit],
  );
}

/** One page of those that ended long ago; those that were ended early last until then too. */
export async function deleteEndedSessions(before: Date, limit: number): Promise<number> {
  const sql = "DELETE FROM session WHERE expiresAt < ? ORDER BY expiresAt LIMIT ?";
  return (await reader.write(sql, [before, limit])).affectedRows;
}
