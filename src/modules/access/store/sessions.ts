import { reader } from "@/platform/db";
import { insertInto } from "@/platform/insert";
import type { Work } from "@/platform/work";

export async function insertSession(
  work: Work,
  session: { id: string; userId: number; createdAt: Date; expiresAt: Date },
): Promise<void> {
  await work.tx.write(
    ...insertInto("session", ["id", "userId", "createdAt", "expiresAt", "lastSeenAt"], {
      ...session,
      lastSeenAt: session.createdAt,
    }),
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

/** One page of those that ended long ago; those that were ended early last until then too. */
export async function deleteEndedSessions(before: Date, limit: number): Promise<number> {
  const sql = "DELETE FROM session WHERE expiresAt < ? ORDER BY expiresAt LIMIT ?";
  return (await reader.write(sql, [before, limit])).affectedRows;
}
