import type { Reader, Tx } from "@/platform/db";
import { insertAllOrIgnore, insertOrIgnore } from "@/platform/insert";
import type { SelectionStatus } from "../schema/selections";

export interface SelectionRow {
  id: number;
  ownerId: number;
  status: SelectionStatus;
  slot: number | null;
  /** JSON. */
  question: string;
  nextCursor: string | null;
  count: number;
  attempts: number;
  createdAt: Date;
  expiresAt: Date;
}

const SELECT = `SELECT id, ownerId, status, slot, question, nextCursor, count, attempts, createdAt,
  expiresAt FROM list_selection`;

/** Its number; null where somebody else has just taken the place. */
export async function insertSelection(
  tx: Tx,
  row: Omit<SelectionRow, "id" | "nextCursor" | "count" | "attempts">,
): Promise<number | null> {
  const { affectedRows, insertId } = await tx.write(
    ...insertOrIgnore(
      "list_selection",
      ["ownerId", "status", "slot", "question", "createdAt", "expiresAt"],
      row,
    ),
  );
  return affectedRows === 1 ? insertId : null;
}

export function selectionById(db: Reader, id: number): Promise<SelectionRow | undefined> {
  return db.row<SelectionRow>(`${SELECT} WHERE id = ?`, [id]);
}

export function lockSelection(tx: Tx, id: number): Promise<SelectionRow | undefined> {
  return tx.row<SelectionRow>(`${SELECT} WHERE id = ? FOR UPDATE`, [id]);
}

export function selectionsUnderWay(db: Reader): Promise<SelectionRow[]> {
  return db.rows<SelectionRow>(`${SELECT} WHERE status = 'COLLECTING' ORDER BY id LIMIT 100`);
}

export function saveSelection(tx: Tx, row: SelectionRow): void {
  const { id, status, slot, nextCursor, count, attempts, expiresAt } = row;
  tx.send(
    `UPDATE list_selection SET status = ?, slot = ?, nextCursor = ?, count = ?, attempts = ?,
       expiresAt = ? WHERE id = ?`,
    [status, slot, nextCursor, count, attempts, expiresAt, id],
  );
}

/** Behind those that are there; how many of them were not. The selection is locked. */
export async function insertSelected(
  tx: Tx,
  selectionId: number,
  memberIds: readonly number[],
): Promise<number> {
  if (memberIds.length === 0) return 0;
  const last = await tx.row<{ place: number }>(
    "SELECT place FROM list_selected WHERE selectionId = ? ORDER BY place DESC LIMIT 1",
    [selectionId],
  );
  const from = (last?.place ?? 0) + 1;
  const rows = memberIds.map((memberId, at) => ({ selectionId, place: from + at, memberId }));
  const { affectedRows } = await tx.write(
    ...insertAllOrIgnore("list_selected", ["selectionId", "place", "memberId"], rows),
  );
  return affectedRows;
}

export function selectedAfter(
  db: Reader,
  selectionId: number,
  after: number,
  limit: number,
): Promise<{ place: number; memberId: number }[]> {
  return db.rows(
    `SELECT place, memberId FROM list_selected WHERE selectionId = ? AND place > ?
      ORDER BY place LIMIT ?`,
    [selectionId, after, limit],
  );
}

export async function expiredSelections(db: Reader, now: Date, limit: number): Promise<number[]> {
  const rows = await db.rows<{ id: number }>(
    "SELECT id FROM list_selection WHERE expiresAt <= ? ORDER BY expiresAt LIMIT ?",
    [now, limit],
  );
  return rows.map(({ id }) => id);
}

export async function dropSelected(tx: Tx, selectionId: number, limit: number): Promise<number> {
  const sql = "DELETE FROM list_selected WHERE selectionId = ? ORDER BY place LIMIT ?";
  return (await tx.write(sql, [selectionId, limit])).affectedRows;
}

export function removeSelection(tx: Tx, id: number): void {
  tx.send("DELETE FROM list_selection WHERE id = ?", [id]);
}
