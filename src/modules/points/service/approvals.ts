import { DomainError, invariant } from "@/platform/errors";
import type { Ask } from "@/platform/trpc";
import type { Work } from "@/platform/work";
import * as store from "../store/approvals";
import { setBatchStatus } from "../store/batches";
import { applyAdjustment } from "./adjust";
import { cursorId } from "./view";

export interface Decision {
  approve: boolean;
  reason: string;
}

/**
 * A second person decides on a correction above the threshold; approved, it is applied in the same
 * transaction (a batch starts to run).
 *
 * Refusals in order: NOT_FOUND, VERSION_CONFLICT (decided already), PERMISSION_DENIED (whoever asked
 * may not decide), and on approval those of an adjustment.
 */
export async function decideApproval(work: Work, approvalId: number, decision: Decision) {
  const approval = await store.lockApproval(work.tx, approvalId);
  if (!approval) throw new DomainError("NOT_FOUND");
  if (approval.status !== "WAITING") {
    throw new DomainError("VERSION_CONFLICT", { approvalStatus: approval.status });
  }
  if (approval.requestedBy === work.actor) {
    throw new DomainError("PERMISSION_DENIED", { requestedBy: approval.requestedBy });
  }
  const entryId = await carryOut(work, approval, decision.approve);
  const status = decision.approve ? ("APPROVED" as const) : ("REJECTED" as const);
  const { reason } = decision;
  const decided = { id: approvalId, status, decidedBy: work.actor, decision: reason, entryId };
  store.decide(work.tx, decided, work.now);
  work.audit({
    action: "points.decideApproval",
    memberId: approval.memberId,
    target: `approval:${approvalId}`,
    reason,
    before: { status: "WAITING", requestedBy: approval.requestedBy },
    after: { status },
  });
  return { approvalId: String(approvalId), status };
}

async function carryOut(work: Work, approval: store.ApprovalRow, approve: boolean) {
  if (approval.kind === "BATCH") {
    invariant(approval.batchId, "an approval of a batch names it");
    setBatchStatus(work.tx, approval.batchId, approve ? "RUNNING" : "REJECTED");
    return null;
  }
  if (!approve) return null;
  invariant(approval.memberId, "an approval of an adjustment names the member");
  const { points, reason, reference } = approval;
  const ref = { memberId: approval.memberId };
  return (await applyAdjustment(work, ref, { points, reason, reference })).entryId;
}

export async function listApprovals(
  ask: Ask,
  query: {
    status: store.ApprovalRow["status"];
    limit: number;
    cursor?: string | undefined;
  },
) {
  const before = cursorId(query.cursor);
  const rows = await store.approvalsOf(ask.db, query.status, before, query.limit + 1);
  const shown = rows.slice(0, query.limit);
  return {
    items: shown.map((row) => ({
      approvalId: String(row.id),
      kind: row.kind,
      memberId: row.memberId === null ? null : String(row.memberId),
      batchId: row.batchId === null ? null : String(row.batchId),
      points: row.points,
      reason: row.reason,
      status: row.status,
      requestedBy: row.requestedBy,
      decidedBy: row.decidedBy,
      decision: row.decision,
      createdAt: row.createdAt.toISOString(),
      decidedAt: row.decidedAt?.toISOString() ?? null,
    })),
    nextCursor: rows.length > query.limit ? String(shown.at(-1)?.id) : null,
  };
}
