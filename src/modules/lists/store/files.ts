import type { Reader, Tx } from "@/platform/db";
import { insertInto, insertOrIgnore } from "@/platform/insert";
import type { FileFormat, FileStatus } from "../schema/files";
import type { ListName } from "../schema/lists";

export interface FileRow {
  id: number;
  list: ListName;
  format: FileFormat;
  ownerId: number;
  actor: string;
  locale: string;
  status: FileStatus;
  slot: number | null;
  /** JSON, both. */
  question: string;
  columns: string;
  rowCount: number;
  nextCursor: string | null;
  parts: number;
  bytes: number;
  isCut: boolean;
  attempts: number;
  createdAt: Date;
  finishedAt: Date | null;
  expiresAt: Date;
}

const SELECT = `SELECT id, list, format, ownerId, actor, locale, status, slot, question, columns,
  rowCount, nextCursor, parts, bytes, isCut, attempts, createdAt, finishedAt, expiresAt FROM list_file`;

const whole = (row: FileRow): FileRow => ({ ...row, isCut: Boolean(row.isCut) });

/** Its number; null where somebody else has just taken the place. */
export async function insertFile(
  tx: Tx,
  row: Pick<
    FileRow,
    | "list"
    | "format"
    | "ownerId"
    | "actor"
    | "locale"
    | "status"
    | "slot"
    | "question"
    | "columns"
    | "createdAt"
    | "expiresAt"
  >,
): Promise<number | null> {
  const { affectedRows, insertId } = await tx.write(
    ...insertOrIgnore(
      "list_file",
      [
        "list",
        "format",
        "ownerId",
        "actor",
        "locale",
        "status",
        "slot",
        "question",
        "columns",
        "createdAt",
        "expiresAt",
      ],
      row,
    ),
  );
  return affectedRows === 1 ? insertId : null;
}

export async function filesOf(db: Reader, ownerId: number, now: Date): Promise<FileRow[]> {
  const rows = await db.rows<FileRow>(
    `${SELECT} WHERE ownerId = ? AND expiresAt > ? ORDER BY id DESC LIMIT 50`,
    [ownerId, now],
  );
  return rows.map(whole);
}

export async function fileById(db: Reader, id: number): Promise<FileRow | undefined> {
  const row = await db.row<FileRow>(`${SELECT} WHERE id = ?`, [id]);
  return row && whole(row);
}

export async function lockFile(tx: Tx, id: number): Promise<FileRow | undefined> {
  const row = await tx.row<FileRow>(`${SELECT} WHERE id = ? FOR UPDATE`, [id]);
  return row && whole(row);
}

export async function filesUnderWay(db: Reader): Promise<FileRow[]> {
  const rows = await Promise.all(
    (["BUILDING", "COLLECTING"] as const).map((status) =>
      db.rows<FileRow>(`${SELECT} WHERE status = ? ORDER BY id LIMIT 100`, [status]),
    ),
  );
  return rows.flat().map(whole);
}

export function saveFile(tx: Tx, row: FileRow): void {
  const { id, status, slot, rowCount, nextCursor, parts, bytes, isCut, attempts, finishedAt } = row;
  tx.send(
    `UPDATE list_file SET status = ?, slot = ?, rowCount = ?, nextCursor = ?, parts = ?, bytes = ?,
       isCut = ?, attempts = ?, finishedAt = ? WHERE id = ?`,
    [status, slot, rowCount, nextCursor, parts, bytes, isCut, attempts, finishedAt, id],
  );
}

export type PartKind = "ROWS" | "FILE";

export async function insertPart(
  tx: Tx,
  row: { fileId: number; kind: PartKind; place: number; content: string },
): Promise<void> {
  await tx.write(...insertInto("list_file_part", ["fileId", "kind", "place", "content"], row));
}

export async function partOf(
  db: Reader,
  fileId: number,
  kind: PartKind,
  place: number,
): Promise<string | undefined> {
  const row = await db.row<{ content: string }>(
    "SELECT content FROM list_file_part WHERE fileId = ? AND kind = ? AND place = ?",
    [fileId, kind, place],
  );
  return row?.content;
}

/** A few at a time: each may be half a megabyte. */
export async function dropParts(tx: Tx, fileId: number, kind: PartKind | null, limit: number) {
  const { affectedRows } = await tx.write(
    `DELETE FROM list_file_part WHERE fileId = ?${kind === null ? "" : " AND kind = ?"}
      ORDER BY fileId, kind, place LIMIT ?`,
    kind === null ? [fileId, limit] : [fileId, kind, limit],
  );
  return affectedRows;
}

export async function expiredFiles(db: Reader, now: Date, limit: number): Promise<number[]> {
  const rows = await db.rows<{ id: number }>(
    "SELECT id FROM list_file WHERE expiresAt <= ? ORDER BY expiresAt LIMIT ?",
    [now, limit],
  );
  return rows.map(({ id }) => id);
}

export function removeFile(tx: Tx, id: number): void {
  tx.send("DELETE FROM list_file WHERE id = ?", [id]);
}

/** It goes on no further, is shown to nobody, and the next keeping of the house takes its parts away. */
export function endFile(tx: Tx, id: number, now: Date): void {
  tx.send("UPDATE list_file SET status = 'FAILED', slot = NULL, expiresAt = ? WHERE id = ?", [
    now,
    id,
  ]);
}
