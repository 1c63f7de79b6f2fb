import { asDomainError, DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { mayDecide, permissionsOf } from "../../access/rules/roles";
import type { ApprovalEnd } from "../../access/schema/approvals";
import * as requests from "../../access/service/approvals";
import { staffRoleNow } from "../../access/service/operators";
import { policyOf } from "../../access/service/policy";
import { carryOut } from "./carry-out";

export interface Decision {
  approve: boolean;
  reason: string;
  /** Of what was looked at; left out by who decides without looking, as the model does. */
  contentHash?: string;
}

/**
 * A second person decides on what waits; approved, it is carried out in the same transaction (a batch
 * starts to run). What has changed since it was asked for is not carried out: the request is VOID.
 *
 * Refusals in order: NOT_FOUND, VERSION_CONFLICT (it has ended), PERMISSION_DENIED (whoever asked may not
 * decide, or the policy wants an admin), VERSION_CONFLICT (CONTENT_CHANGED: it is not what was looked at),
 * and on approval VERSION_CONFLICT (whoever asked may ask for it no more) and those of what is carried out.
 */
export async function decideApproval(work: Work, approvalId: number, decision: Decision) {
  const approval = await requests.openApproval(work, approvalId);
  await requireDecider(work, approval);
  const { approve, reason, contentHash = null } = decision;
  if (contentHash !== null && contentHash !== requests.contentHashOf(approval)) {
    throw new DomainError("VERSION_CONFLICT", { reason: "CONTENT_CHANGED" });
  }
  if (approve) await requests.requireRequester(work, approval);
  const done = approve ? await approved(work, approval) : await ended(work, approval, "REJECTED");
  return end(work, approval, { ...done, reason, action: "approvals.decide" });
}

/** @throws DomainError PERMISSION_DENIED: by what the one who decides is by now, and the policy of its kind */
async function requireDecider(work: Work, { kind }: requests.ApprovalRow): Promise<void> {
  const { caller } = work;
  const { userId, sessionId } = caller;
  const isSignedIn = userId !== null && sessionId !== null;
  const now = isSignedIn ? await staffRoleNow(work, userId) : undefined;
  const granted = now && new Set<string>(now.disabled ? [] : permissionsOf(now.role));
  const grants = [...caller.grants].filter((one) => granted?.has(one) ?? true);
  const { decidedBy } = await policyOf(work, kind);
  if (mayDecide(kind, decidedBy, new Set(grants))) return;
  throw new DomainError("PERMISSION_DENIED", { reason: "DECIDED_BY", decidedBy });
}

/** Keys, accounts and files are in no journal, so neither is what becomes of requests about them. */
const IN_NO_JOURNAL: readonly requests.ApprovalRow["kind"][] = ["KEY", "ADMIN", "IMPORT"];

function keep(work: Work, { kind }: requests.ApprovalRow): void {
  if (IN_NO_JOURNAL.includes(kind)) work.leaveOut();
}

interface Done {
  status: ApprovalEnd;
  entryId: number | null;
}

async function approved(work: Work, approval: requests.ApprovalRow): Promise<Done> {
  try {
    return { status: "APPROVED", entryId: await carryOut(work, approval, true) };
  } catch (error) {
    // Refused before it wrote anything: another version, revision or state than it was asked for.
    if (asDomainError(error)?.domainCode !== "VERSION_CONFLICT") throw error;
    return ended(work, approval, "VOID");
  }
}

/** What was prepared for it comes to its end: a batch or a coupon never runs, a key is revoked. */
async function ended(
  work: Work,
  approval: requests.ApprovalRow,
  status: ApprovalEnd,
): Promise<Done> {
  await carryOut(work, approval, false);
  return { status, entryId: null };
}

function end(
  work: Work,
  approval: requests.ApprovalRow,
  { status, entryId, reason, action }: Done & { reason: string; action: string },
) {
  keep(work, approval);
  const { id: approvalId, requestedBy, memberId } = approval;
  const decided = { id: approvalId, status, decidedBy: work.actor, decision: reason, entryId };
  requests.decide(work.tx, decided, work.now);
  requests.tellDecided(work, approval, status);
  work.audit({
    action,
    memberId,
    target: `approval:${approvalId}`,
    reason,
    before: { status: "WAITING", requestedBy },
    after: { status },
  });
  return { approvalId, status };
}

/**
 * Whoever asked takes it back.
 *
 * Refusals in order: NOT_FOUND, VERSION_CONFLICT (it has ended), PERMISSION_DENIED (somebody else's).
 */
export async function withdrawApproval(work: Work, approvalId: number, reason: string) {
  const approval = await requests.openOwnApproval(work, approvalId);
  const done = await ended(work, approval, "WITHDRAWN");
  return end(work, approval, { ...done, reason, action: "approvals.withdraw" });
}

/** A request that nobody decided in its time; false where it ended meanwhile. */
export async function expireApproval(work: Work, approvalId: number): Promise<boolean> {
  const approval = await requests.openExpired(work, approvalId);
  if (!approval) return false;
  work.step("approvals.expire", { approvalId });
  const done = await ended(work, approval, "EXPIRED");
  end(work, approval, { ...done, reason: "", action: "approvals.expire" });
  return true;
}
