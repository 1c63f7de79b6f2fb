import type { Reader, Tx } from "@/platform/db";

export interface ApprovalRow {
  id: number;
  kind: "ADJUSTMENT" | "BATCH";
  memberId: number | null;
  batchId: number | null;
  points: number;
  reason: string;
  reference: string;
  status: "WAITING" | "APPROVED" | "REJECTED";
  requestedBy: string;
  decidedBy: string | null;
  decision: string | null;
  entryId: number | null;
  createdAt: Date;
  decidedAt: Date | null;
}

const SELECT = `SELECT id, kind, memberId, batchId, points, reason, reference, status, requestedBy,
  decidedBy, decision, entryId, createdAt, decidedAt FROM points_approval`;

export type NewApproval = Pick<
  ApprovalRow,
  "kind" | "memberId" | "batchId" | "points" | "reason" | "reference" | "requestedBy" | "createdAt"
>;

export async function insertApproval(tx: Tx, approval: NewApproval): Promise<number> {
  const { insertId } = await tx.write(
    `INSERT INTO points_approval (kind, memberId, batchId, points, reason, reference, status,
       requestedBy, createdAt) VALUES (?,?,?,?,?,?,'WAITING',?,?)`,
    [
      approval.kind,
      approval.memberId,
      approval.batchId,
      approval.points,
      approval.reason,
      approval.reference,
      approval.requestedBy,
      approval.createdAt,
    ],
  );
  return insertId;
}

export function approvalByReference(
  db: Reader,
  kind: ApprovalRow["kind"],
  reference: string,
): Promise<ApprovalRow | undefined> {
  return db.row<ApprovalRow>(`${SELECT} WHERE kind = ? AND reference = ?`, [kind, reference]);
}

export function lockApproval(tx: Tx, id: number): Promise<ApprovalRow | undefined> {
  return tx.row<ApprovalRow>(`${SELECT} WHERE id = ? FOR UPDATE`, [id]);
}

export function approvalsOf(
  db: Reader,
  status: ApprovalRow["status"],
  beforeId: number | null,
  limit: number,
): Promise<ApprovalRow[]> {
  return db.rows<ApprovalRow>(`${SELECT} WHERE status = ? AND id < ? ORDER BY id DESC LIMIT ?`, [
    status,
    beforeId ?? Number.MAX_SAFE_INTEGER,
    limit,
  ]);
}

export function decide(
  tx: Tx,
  approval: Pick<ApprovalRow, "id" | "status" | "decidedBy" | "decision" | "entryId">,
  decidedAt: Date,
): void {
  tx.send(
    `UPDATE points_approval SET status = ?, decidedBy = ?, decision = ?, entryId = ?, decidedAt = ?
      WHERE id = ?`,
    [
      approval.status,
      approval.decidedBy,
      approval.decision,
      approval.entryId,
      decidedAt,
      approval.id,
    ],
  );
}

export function eraseApprovalReasons(tx: Tx, memberId: number): void {
  tx.send("UPDATE points_approval SET reason = '', decision = NULL WHERE memberId = ?", [memberId]);
}
