import type { Reader, Tx } from "@/platform/db";
import { insertAllInto, insertInto } from "@/platform/insert";
import type { DraftStatus } from "./schema";

export interface DraftRow {
  id: number;
  name: string;
  status: DraftStatus;
  baseVersionId: number;
  revision: number;
  content: string;
  createdBy: string;
  createdAt: Date;
  updatedBy: string;
  updatedAt: Date;
  publishAt: Date | null;
  publishReason: string | null;
  scheduledBy: string | null;
  publishedVersionId: number | null;
  parkedCode: string | null;
}

const BRIEF = `id, name, status, baseVersionId, revision, createdBy, createdAt, updatedBy, updatedAt,
  publishAt, publishReason, scheduledBy, publishedVersionId, parkedCode`;
const SELECT = `SELECT ${BRIEF}, content FROM program_draft`;

type NewDraft = Pick<DraftRow, "name" | "baseVersionId" | "content" | "createdBy" | "createdAt">;

export function insertDraft(tx: Tx, draft: NewDraft): Promise<number> {
  const { createdBy: updatedBy, createdAt: updatedAt } = draft;
  const row = { ...draft, status: "OPEN", updatedBy, updatedAt };
  return tx.insertNamed(
    "draft",
    insertInto(
      "program_draft",
      [
        "name",
        "status",
        "baseVersionId",
        "content",
        "createdBy",
        "createdAt",
        "updatedBy",
        "updatedAt",
      ],
      row,
    ),
  );
}

export function draftById(db: Reader, id: number): Promise<DraftRow | undefined> {
  return db.row<DraftRow>(`${SELECT} WHERE id = ?`, [id]);
}

export function lockDraft(tx: Tx, id: number): Promise<DraftRow | undefined> {
  return tx.row<DraftRow>(`${SELECT} WHERE id = ? FOR UPDATE`, [id]);
}

type SavedDraft = Omit<DraftRow, "createdBy" | "createdAt">;

export function saveDraft(tx: Tx, row: SavedDraft): void {
  tx.send(
    `UPDATE program_draft SET name = ?, status = ?, baseVersionId = ?, revision = ?, content = ?,
        updatedBy = ?, updatedAt = ?, publishAt = ?, publishReason = ?, scheduledBy = ?,
        publishedVersionId = ?, parkedCode = ?
      WHERE id = ?`,
    [
      row.name,
      row.status,
      row.baseVersionId,
      row.revision,
      row.content,
      row.updatedBy,
      row.updatedAt,
      row.publishAt,
      row.publishReason,
      row.scheduledBy,
      row.publishedVersionId,
      row.parkedCode,
      row.id,
    ],
  );
}

export async function countLiving(db: Reader): Promise<number> {
  const row = await db.row<{ count: number }>(
    "SELECT COUNT(*) AS count FROM program_draft WHERE status IN ('OPEN', 'SCHEDULED', 'PARKED')",
  );
  return row?.count ?? 0;
}

/** The latest first, without what they say. */
export function draftsBefore(
  db: Reader,
  statuses: readonly DraftStatus[],
  beforeId: number | null,
  limit: number,
): Promise<Omit<DraftRow, "content">[]> {
  const marks = statuses.map(() => "?").join(", ");
  return db.rows(
    `SELECT ${BRIEF} FROM program_draft WHERE status IN (${marks}) AND id < ?
      ORDER BY id DESC LIMIT ?`,
    [...statuses, beforeId ?? Number.MAX_SAFE_INTEGER, limit],
  );
}

/** Those whose moment has come, the earliest first. */
export async function dueDrafts(db: Reader, now: Date, limit: number): Promise<number[]> {
  const rows = await db.rows<{ id: number }>(
    `SELECT id FROM program_draft WHERE status = 'SCHEDULED' AND publishAt <= ?
      ORDER BY publishAt, id LIMIT ?`,
    [now, limit],
  );
  return rows.map(({ id }) => id);
}

export interface ChangeRow {
  id: number;
  draftId: number;
  revision: number;
  kind: "CREATED" | "EDITED" | "TAKEN_IN";
  field: string;
  was: string | null;
  value: string | null;
  actor: string;
  createdAt: Date;
}

const CHANGE_COLUMNS = [
  "draftId",
  "revision",
  "kind",
  "field",
  "was",
  "value",
  "actor",
  "createdAt",
] as const;

export function insertChanges(tx: Tx, rows: readonly Omit<ChangeRow, "id">[]): void {
  if (rows.length > 0) tx.send(...insertAllInto("program_draft_change", CHANGE_COLUMNS, rows));
}

export function changesBefore(
  db: Reader,
  draftId: number,
  beforeId: number | null,
  limit: number,
): Promise<ChangeRow[]> {
  return db.rows<ChangeRow>(
    `SELECT id, ${CHANGE_COLUMNS.join(", ")} FROM program_draft_change
      WHERE draftId = ? AND id < ? ORDER BY id DESC LIMIT ?`,
    [draftId, beforeId ?? Number.MAX_SAFE_INTEGER, limit],
  );
}

export interface CommentRow {
  id: number;
  text: string;
  actor: string;
  createdAt: Date;
}

export async function insertComment(
  tx: Tx,
  row: Omit<CommentRow, "id"> & { draftId: number },
): Promise<number> {
  const { insertId } = await tx.write(
    ...insertInto("program_draft_comment", ["draftId", "text", "actor", "createdAt"], row),
  );
  return insertId;
}

export function commentsBefore(
  db: Reader,
  draftId: number,
  beforeId: number | null,
  limit: number,
): Promise<CommentRow[]> {
  return db.rows<CommentRow>(
    `SELECT id, text, actor, createdAt FROM program_draft_comment
      WHERE draftId = ? AND id < ? ORDER BY id DESC LIMIT ?`,
    [draftId, beforeId ?? Number.MAX_SAFE_INTEGER, limit],
  );
}
