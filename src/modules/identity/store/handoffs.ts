import { type Reader, reader, type Tx } from "@/platform/db";
import { insertInto } from "@/platform/insert";
import type { Work } from "@/platform/work";

export async function insertHandoff(
  work: Work,
  handoff: { id: string; memberId: number; expiresAt: Date },
): Promise<void> {
  await work.tx.write(...insertInto("handoff", ["id", "memberId", "expiresAt"], handoff));
}

/** Whoever it was made for, where it was there to be used at a moment; without one, in any case. */
export async function memberOfHandoff(
  db: Reader,
  id: string,
  now?: Date,
): Promise<number | undefined> {
  const usable = now === undefined ? "" : " AND usedAt IS NULL AND expiresAt > ?";
  const row = await db.row<{ memberId: number }>(
    `SELECT memberId FROM handoff WHERE id = ?${usable}`,
    now === undefined ? [id] : [id, now],
  );
  return row?.memberId;
}

/** Whether it was there to be used: of any number who bring it at the same moment, for one. */
export async function spendHandoff(work: Work, id: string, now: Date): Promise<boolean> {
  const { affectedRows } = await work.tx.write(
    "UPDATE handoff SET usedAt = ? WHERE id = ? AND usedAt IS NULL AND expiresAt > ?",
    [now, id, now],
  );
  return affectedRows === 1;
}

export function deleteHandoffsOf(tx: Tx, memberId: number): void {
  tx.send("DELETE FROM handoff WHERE memberId = ?", [memberId]);
}

export async function deleteExpiredHandoffs(before: Date, limit: number): Promise<number> {
  const sql = "DELETE FROM handoff WHERE expiresAt < ? ORDER BY expiresAt LIMIT ?";
  return (await reader.write(sql, [before, limit])).affectedRows;
}
