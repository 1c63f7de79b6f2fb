import type { Reader, Tx } from "@/platform/db";
import { insertAllInto, insertInto } from "@/platform/insert";

export interface BatchRow {
  id: number;
  reason: string;
  status: "VALIDATED" | "WAITING_FOR_APPROVAL" | "RUNNING" | "DONE" | "REJECTED";
  rowCount: number;
  appliedCount: number;
  refusedCount: number;
  totalPoints: number;
  absolutePoints: number;
  repeatOf: number | null;
  createdBy: string;
  createdAt: Date;
  finishedAt: Date | null;
}

const SELECT = `SELECT id, reason, status, rowCount, appliedCount, refusedCount, totalPoints,
  absolutePoints, repeatOf, createdBy, createdAt, finishedAt FROM points_batch`;

interface Content {
  contentHash: string;
  /** Null for a dry run. */
  repetition: number | null;
}

export interface EarlierBatch {
  id: number;
  repetition: number;
  createdAt: Date;
}

/** The last batch of the same rows that moves points, or will; a rejected one no longer does. */
export function lastOfContent(db: Reader, contentHash: string): Promise<EarlierBatch | undefined> {
  return db.row<EarlierBatch>(
    `SELECT id, repetition, createdAt FROM points_batch
      WHERE contentHash = ? AND repetition IS NOT NULL ORDER BY repetition DESC LIMIT 1`,
    [contentHash],
  );
}

export async function insertBatch(
  tx: Tx,
  batch: Omit<BatchRow, "id" | "finishedAt" | "appliedCount"> & Content,
): Promise<number> {
  const insertId = await tx.insertNamed(
    "batch",
    insertInto(
      "points_batch",
      [
        "reason",
        "status",
        "rowCount",
        "refusedCount",
        "totalPoints",
        "absolutePoints",
        "contentHash",
        "repetition",
        "repeatOf",
        "createdBy",
        "createdAt",
      ],
      batch,
    ),
  );
  return insertId;
}

export interface NewBatchRow {
  row: number;
  line: number | null;
  memberId: number;
  externalId: string | null;
  unknownId: number | null;
  /** The code or, masked, the phone that it named. */
  named: string | null;
  points: number;
  note: string | null;
  memberNote: string | null;
  reference: string;
  status: "WAITING" | "REFUSED";
  refusal: string | null;
}

const ROWS_AT_ONCE = 500;

export function insertRows(tx: Tx, batchId: number, rows: readonly NewBatchRow[]): void {
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    const chunk = rows.slice(start, start + ROWS_AT_ONCE);
    tx.send(
      ...insertAllInto(
        "points_batch_row",
        [
          "batchId",
          "row",
          "line",
          "memberId",
          "externalId",
          "unknownId",
          "named",
          "points",
          "note",
          "memberNote",
          "reference",
          "status",
          "refusal",
        ],
        chunk.map((row) => ({ ...row, batchId })),
      ),
    );
  }
}

export function batchById(db: Reader, id: number): Promise<BatchRow | undefined> {
  return db.row<BatchRow>(`${SELECT} WHERE id = ?`, [id]);
}

export function recentBatches(db: Reader, beforeId: number | null, limit: number) {
  return db.rows<BatchRow>(`${SELECT} WHERE id < ? ORDER BY id DESC LIMIT ?`, [
    beforeId ?? Number.MAX_SAFE_INTEGER,
    limit,
  ]);
}

export function runningBatches(db: Reader): Promise<BatchRow[]> {
  return db.rows<BatchRow>(`${SELECT} WHERE status = 'RUNNING' ORDER BY id LIMIT 100`);
}

export interface StoredRow extends Omit<NewBatchRow, "status"> {
  status: "WAITING" | "APPLIED" | "REFUSED";
  entryId: number | null;
}

const ROW_COLUMNS =
  "`row`, line, memberId, externalId, unknownId, named, points, note, memberNote, reference, status, refusal, entryId";

export function rowsOf(db: Reader, batchId: number, afterRow: number, limit: number) {
  return db.rows<StoredRow>(
    `SELECT ${ROW_COLUMNS} FROM points_batch_row
      WHERE batchId = ? AND \`row\` > ? ORDER BY \`row\` LIMIT ?`,
    [batchId, afterRow, limit],
  );
}

/** The next rows, locked; another runner takes the ones after them. */
export function takeRows(tx: Tx, batchId: number, limit: number): Promise<StoredRow[]> {
  return tx.rows<StoredRow>(
    `SELECT ${ROW_COLUMNS} FROM points_batch_row
      WHERE batchId = ? AND status = 'WAITING' ORDER BY \`row\` LIMIT ? FOR UPDATE SKIP LOCKED`,
    [batchId, limit],
  );
}

export function finishRow(
  tx: Tx,
  batchId: number,
  row: number,
  end: { status: "APPLIED" | "REFUSED"; refusal: string | null; entryId: number | null },
): void {
  tx.send(
    "UPDATE points_batch_row SET status = ?, refusal = ?, entryId = ? WHERE batchId = ? AND `row` = ?",
    [end.status, end.refusal, end.entryId, batchId, row],
  );
}

/** The batch's own row is touched last: it is the one that all its pages share. */
export function countRows(tx: Tx, batchId: number, applied: number, refused: number): void {
  tx.send(
    "UPDATE points_batch SET appliedCount = appliedCount + ?, refusedCount = refusedCount + ? WHERE id = ?",
    [applied, refused, batchId],
  );
}

export async function finishIfDone(db: Tx, batchId: number, at: Date): Promise<boolean> {
  const { affectedRows } = await db.write(
    `UPDATE points_batch b SET b.status = 'DONE', b.finishedAt = ?
      WHERE b.id = ? AND b.status = 'RUNNING' AND NOT EXISTS (
        SELECT 1 FROM points_batch_row r WHERE r.batchId = b.id AND r.status = 'WAITING')`,
    [at, batchId],
  );
  return affectedRows === 1;
}

/** What was rejected was not applied: the same rows may come again. */
export function setBatchStatus(tx: Tx, id: number, status: "RUNNING" | "REJECTED"): void {
  const repetition = status === "REJECTED" ? ", repetition = NULL" : "";
  tx.send(`UPDATE points_batch SET status = ?${repetition} WHERE id = ?`, [status, id]);
}

/** Where a batch named somebody before they were a member. */
export function eraseNames(tx: Tx, externalId: string): void {
  tx.send("UPDATE points_batch_row SET externalId = NULL WHERE externalId = ?", [externalId]);
}

export function eraseNotes(tx: Tx, memberId: number): void {
  tx.send(
    "UPDATE points_batch_row SET note = NULL, memberNote = NULL, externalId = NULL, named = NULL WHERE memberId = ?",
    [memberId],
  );
}

/** Whether a row of a batch that is not through yet names one of some members. */
export async function anyWaitingRow(db: Reader, memberIds: readonly number[]): Promise<boolean> {
  const row = await db.row(
    `SELECT r.batchId FROM points_batch_row r JOIN points_batch b ON b.id = r.batchId
      WHERE r.memberId IN (${memberIds.map(() => "?").join(",")}) AND r.status = 'WAITING'
        AND b.status IN ('RUNNING', 'WAITING_FOR_APPROVAL') LIMIT 1`,
    memberIds,
  );
  return row !== undefined;
}
