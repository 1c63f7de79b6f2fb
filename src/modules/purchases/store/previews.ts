import type { Reader, Tx } from "@/platform/db";
import { insertOrIgnore } from "@/platform/insert";

export interface OrderPreviewRow {
  previewId: number;
  status: "RUNNING" | "DONE" | "FAILED";
  figures: string;
  nextMemberId: number;
  lastMemberId: number;
  faults: number;
  asOf: Date;
  finishedAt: Date | null;
}

const SELECT = `SELECT previewId, status, figures, nextMemberId, lastMemberId, faults, asOf, finishedAt
  FROM order_preview`;

/** Begins one, unless somebody has. */
export function begin(
  tx: Tx,
  row: Omit<OrderPreviewRow, "nextMemberId" | "faults" | "finishedAt">,
): void {
  const columns = [
    "previewId",
    "status",
    "figures",
    "nextMemberId",
    "lastMemberId",
    "asOf",
  ] as const;
  tx.send(...insertOrIgnore("order_preview", columns, { ...row, nextMemberId: 1 }));
}

export function find(db: Reader, previewId: number): Promise<OrderPreviewRow | undefined> {
  return db.row<OrderPreviewRow>(`${SELECT} WHERE previewId = ?`, [previewId]);
}

export function lock(tx: Tx, previewId: number): Promise<OrderPreviewRow | undefined> {
  return tx.row<OrderPreviewRow>(`${SELECT} WHERE previewId = ? FOR UPDATE`, [previewId]);
}

export function running(db: Reader): Promise<OrderPreviewRow[]> {
  return db.rows<OrderPreviewRow>(
    `${SELECT} WHERE status = 'RUNNING' ORDER BY previewId LIMIT 100`,
  );
}

/** Which of some previews were begun. */
export async function begunAmong(db: Reader, previewIds: readonly number[]): Promise<Set<number>> {
  if (previewIds.length === 0) return new Set();
  const rows = await db.rows<{ previewId: number }>(
    `SELECT previewId FROM order_preview WHERE previewId IN (${previewIds.map(() => "?").join(",")})`,
    previewIds,
  );
  return new Set(rows.map(({ previewId }) => previewId));
}

export function save(tx: Tx, row: Omit<OrderPreviewRow, "lastMemberId" | "asOf">): void {
  tx.send(
    `UPDATE order_preview SET status = ?, figures = ?, nextMemberId = ?, faults = ?, finishedAt = ?
      WHERE previewId = ?`,
    [row.status, row.figures, row.nextMemberId, row.faults, row.finishedAt, row.previewId],
  );
}

export function remove(tx: Tx, previewId: number): void {
  tx.send("DELETE FROM order_preview WHERE previewId = ?", [previewId]);
}

/** Clears away those that nobody sees any more; tells how many. */
export async function clearBefore(tx: Tx, moment: Date, limit: number): Promise<number> {
  const sql = "DELETE FROM order_preview WHERE asOf < ? ORDER BY asOf LIMIT ?";
  return (await tx.write(sql, [moment, limit])).affectedRows;
}
