import type { Reader, Tx } from "@/platform/db";
import { insertInto } from "@/platform/insert";

/** What staff wrote down about members. */

export interface NoteRow {
  id: number;
  memberId: number;
  text: string;
  authorId: number | null;
  author: string;
  createdAt: Date;
  editedAt: Date | null;
}

const COLUMNS = "id, memberId, text, authorId, author, createdAt, editedAt";

/** Newest first. */
export function notesOf(
  db: Reader,
  memberId: number,
  beforeId: number | null,
  limit: number,
): Promise<NoteRow[]> {
  return db.rows<NoteRow>(
    `SELECT ${COLUMNS} FROM member_note WHERE memberId = ? AND id < ? ORDER BY id DESC LIMIT ?`,
    [memberId, beforeId ?? Number.MAX_SAFE_INTEGER, limit],
  );
}

export function findNote(db: Reader, id: number): Promise<NoteRow | undefined> {
  return db.row<NoteRow>(`SELECT ${COLUMNS} FROM member_note WHERE id = ?`, [id]);
}

export async function insertNote(tx: Tx, note: Omit<NoteRow, "id" | "editedAt">): Promise<number> {
  const { insertId } = await tx.write(
    ...insertInto("member_note", ["memberId", "text", "authorId", "author", "createdAt"], {
      ...note,
    }),
  );
  return insertId;
}

export function saveNote(tx: Tx, id: number, text: string, editedAt: Date): void {
  tx.send("UPDATE member_note SET text = ?, editedAt = ? WHERE id = ?", [text, editedAt, id]);
}

export function removeNote(tx: Tx, id: number): void {
  tx.send("DELETE FROM member_note WHERE id = ?", [id]);
}

export function eraseNotes(tx: Tx, memberId: number): void {
  tx.send("DELETE FROM member_note WHERE memberId = ?", [memberId]);
}
