import { type Reader, reader, type Tx } from "@/platform/db";
import { insertAllInto, onDuplicate } from "@/platform/insert";

/** What is counted, and for how long from its first time on. */
export interface Counter {
  id: string;
  kind: string;
  seconds: number;
  /** Whom the audit log names, where something is written of it. */
  target?: string | undefined;
  memberId?: number | null | undefined;
}

export interface CountRow {
  id: string;
  kind: string;
  target: string | null;
  memberId: number | null;
  used: number;
  startsAt: Date;
  endsAt: Date;
}

const COLUMNS = ["id", "kind", "target", "memberId", "used", "startsAt", "endsAt"] as const;

function marks(count: number, of: string): string {
  return new Array<string>(count).fill(of).join(",");
}

/**
 * The rows of several counters, made where they are missing and locked in the order of their ids, so
 * that whoever counts at the same moment is one after the other.
 */
export async function lockCounts(
  tx: Tx,
  counters: readonly Counter[],
  now: Date,
): Promise<Map<string, CountRow>> {
  const sorted = [...counters].sort((a, b) => (a.id < b.id ? -1 : 1));
  const begun = sorted.map(({ id, kind, seconds, target = null, memberId = null }): CountRow => {
    const endsAt = new Date(now.getTime() + seconds * 1000);
    return { id, kind, target, memberId, used: 0, startsAt: now, endsAt };
  });
  await tx.write(...onDuplicate(insertAllInto("sign_in_count", COLUMNS, begun), "used = used"));
  const rows = await tx.rows<CountRow>(
    `SELECT ${COLUMNS.join(", ")} FROM sign_in_count
      WHERE id IN (${marks(sorted.length, "?")}) ORDER BY id FOR UPDATE`,
    sorted.map(({ id }) => id),
  );
  return new Map(rows.map((row) => [row.id, row]));
}

export function saveCount(tx: Tx, row: CountRow): void {
  tx.send(
    "UPDATE sign_in_count SET target = ?, memberId = ?, used = ?, startsAt = ?, endsAt = ? WHERE id = ?",
    [row.target, row.memberId, row.used, row.startsAt, row.endsAt, row.id],
  );
}

/** Whether a window that began with the first count is still open. */
export async function isCounting(id: string, now: Date): Promise<boolean> {
  const row = await reader.row("SELECT 1 AS one FROM sign_in_count WHERE id = ? AND endsAt > ?", [
    id,
    now,
  ]);
  return row !== undefined;
}

/** What was counted in a window that is still open, and until when that is. */
export function usedUntil(
  id: string,
  now: Date,
  db: Reader = reader,
): Promise<Pick<CountRow, "used" | "endsAt"> | undefined> {
  return db.row("SELECT used, endsAt FROM sign_in_count WHERE id = ? AND endsAt > ?", [id, now]);
}

/** Windows that ended, the oldest first; those that somebody counts on right now are left out. */
export function lockEnded(tx: Reader, now: Date, limit: number): Promise<CountRow[]> {
  return tx.rows<CountRow>(
    `SELECT ${COLUMNS} FROM sign_in_count
      WHERE endsAt <= ? ORDER BY endsAt LIMIT ? FOR UPDATE SKIP LOCKED`,
    [now, limit],
  );
}

export function deleteCounts(tx: Tx, ids: readonly string[]): void {
  tx.send(`DELETE FROM sign_in_count WHERE id IN (${marks(ids.length, "?")})`, ids);
}
