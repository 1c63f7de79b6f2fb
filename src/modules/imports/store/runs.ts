import type { Reader, Tx } from "@/platform/db";
import { insertInto } from "@/platform/insert";
import type { ImportKind, ImportStatus } from "../schema";

export interface RunRow {
  id: number;
  kind: ImportKind;
  source: string;
  reason: string;
  fileName: string | null;
  /** JSON. */
  mapping: string | null;
  status: ImportStatus;
  rowCount: number;
  doneCount: number;
  createdBy: string;
  createdAt: Date;
  finishedAt: Date | null;
}

const SELECT = `SELECT id, kind, source, reason, fileName, mapping, status, rowCount, doneCount,
  createdBy, createdAt, finishedAt FROM import_run`;

export function insertRun(
  tx: Tx,
  run: Omit<RunRow, "id" | "rowCount" | "doneCount" | "finishedAt">,
): Promise<number> {
  const columns = [
    ...(["kind", "source", "reason", "fileName", "mapping", "status"] as const),
    ...(["createdBy", "createdAt"] as const),
  ] as const;
  return tx.insert(...insertInto("import_run", columns, run));
}

export function runById(db: Reader, id: number): Promise<RunRow | undefined> {
  return db.row<RunRow>(`${SELECT} WHERE id = ?`, [id]);
}

export function lockRun(tx: Tx, id: number): Promise<RunRow | undefined> {
  return tx.row<RunRow>(`${SELECT} WHERE id = ? FOR UPDATE`, [id]);
}

export function recentRuns(db: Reader, beforeId: number | null, limit: number) {
  return db.rows<RunRow>(`${SELECT} WHERE id < ? ORDER BY id DESC LIMIT ?`, [
    beforeId ?? Number.MAX_SAFE_INTEGER,
    limit,
  ]);
}

export function runsIn(db: Reader, status: ImportStatus): Promise<RunRow[]> {
  return db.rows<RunRow>(`${SELECT} WHERE status = ? ORDER BY id LIMIT 100`, [status]);
}

/** The last one of each kind whose columns somebody mapped. */
export function lastMapped(db: Reader): Promise<RunRow[]> {
  return db.rows<RunRow>(
    `${SELECT} WHERE id IN (SELECT MAX(id) FROM import_run WHERE mapping IS NOT NULL GROUP BY kind)`,
  );
}

export function saveRun(
  tx: Tx,
  run: Pick<RunRow, "id" | "status" | "rowCount" | "doneCount" | "finishedAt">,
): void {
  tx.send(
    "UPDATE import_run SET status = ?, rowCount = ?, doneCount = ?, finishedAt = ? WHERE id = ?",
    [run.status, run.rowCount, run.doneCount, run.finishedAt, run.id],
  );
}

/** Rows of a page are decided; the import's own row is touched last, for all its pages share it. */
export function countDone(tx: Tx, id: number, rows: number): void {
  tx.send("UPDATE import_run SET doneCount = doneCount + ? WHERE id = ?", [rows, id]);
}

/** Once none of its rows waits any more. */
export async function finishRun(tx: Tx, id: number, now: Date): Promise<boolean> {
  const { affectedRows } = await tx.write(
    `UPDATE import_run i SET i.status = 'DONE', i.finishedAt = ? WHERE i.id = ? AND i.status = 'RUNNING'
        AND NOT EXISTS (SELECT 1 FROM import_row r WHERE r.importId = i.id AND r.status = 'ACCEPTED')`,
    [now, id],
  );
  return affectedRows === 1;
}

/** What was begun and left, or decided and never wanted. */
export function leftBefore(db: Reader, before: Date): Promise<RunRow[]> {
  return db.rows<RunRow>(
    `${SELECT} WHERE status IN ('OPEN', 'CHECKED') AND createdAt < ? ORDER BY id LIMIT 100`,
    [before],
  );
}

export interface PartRow {
  part: number;
  digest: string;
  rowCount: number;
}

export function partOf(db: Reader, importId: number, part: number): Promise<PartRow | undefined> {
  return db.row<PartRow>(
    "SELECT part, digest, rowCount FROM import_part WHERE importId = ? AND part = ?",
    [importId, part],
  );
}

export function insertPart(tx: Tx, part: PartRow & { importId: number }): void {
  tx.send(...insertInto("import_part", ["importId", "part", "digest", "rowCount"], part));
}
