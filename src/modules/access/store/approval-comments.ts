import type { Reader, Tx } from "@/platform/db";
import { insertInto } from "@/platform/insert";

export interface CommentRow {
  id: number;
  approvalId: number;
  actor: string;
  text: string;
  createdAt: Date;
}

export async function insertComment(tx: Tx, comment: Omit<CommentRow, "id">): Promise<number> {
  const columns = ["approvalId", "actor", "text", "createdAt"] as const;
  return (await tx.write(...insertInto("approval_comment", columns, comment))).insertId;
}

/** Of some requests, the first first. */
export function commentsOf(db: Reader, approvalIds: readonly number[]): Promise<CommentRow[]> {
  if (approvalIds.length === 0) return Promise.resolve([]);
  const marks = approvalIds.map(() => "?").join(",");
  return db.rows<CommentRow>(
    `SELECT id, approvalId, actor, text, createdAt FROM approval_comment
      WHERE approvalId IN (${marks}) ORDER BY approvalId, id`,
    [...approvalIds],
  );
}

export async function countComments(db: Reader, approvalId: number): Promise<number> {
  const row = await db.row<{ count: number }>(
    "SELECT COUNT(*) AS count FROM approval_comment WHERE approvalId = ?",
    [approvalId],
  );
  return row?.count ?? 0;
}
