import { randomUUID } from "node:crypto";
import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { accessEvent } from "../events";
import { isOtherPerson, mayStillAsk } from "../rules/roles";
import type { ApprovalChange, ApprovalKind } from "../schema/approvals";
import * as store from "../store/approvals";
import { isRevoked } from "../store/keys";
import { staffNow } from "../store/users";

export {
  type ApprovalRow,
  approvalByReference,
  approvalsNamed,
  approvalsOf,
  decide,
  waitingCorrections,
} from "../store/approvals";

export interface Proposal {
  kind: Exclude<ApprovalKind, "ADJUSTMENT" | "BATCH">;
  /** What it is about: "key:7". */
  subject: string;
  /** What it is called. */
  name: string;
  changes: readonly ApprovalChange[];
  reason: string;
  /** What is carried out on approval. */
  apply: unknown;
  /** Whom it is about, so that the words go with the person. */
  memberId?: number;
  /** Default: whoever acts. */
  asker?: Asker;
}

/** Who asks, and the person behind them. */
export interface Asker {
  actor: string;
  personId: number | null;
}

/** What a row of a proposal says. */
export interface Payload {
  name: string;
  changes: ApprovalChange[];
  apply: unknown;
}

export function payloadOf(row: store.ApprovalRow): Payload | null {
  return row.payload === null ? null : (JSON.parse(row.payload) as Payload);
}

type Correction = Pick<
  store.ApprovalRow,
  "kind" | "memberId" | "batchId" | "points" | "reason" | "memberNote" | "reference"
>;

/**
 * A correction of points waits for a second person.
 *
 * @param changes what of many corrections their sum does not say
 */
export async function askForCorrection(
  work: Work,
  { changes, ...correction }: Correction & { changes?: readonly ApprovalChange[] },
): Promise<number> {
  const payload = changes ? JSON.stringify({ name: "", changes, apply: null }) : null;
  const id = await store.insertApproval(work.tx, {
    ...correction,
    requestedBy: work.actor,
    requesterId: work.caller.personId,
    subject: null,
    payload,
    createdAt: work.now,
  });
  tellRequested(work, { ...correction, id, subject: null, requestedBy: work.actor });
  return id;
}

type ApprovalFacts = Pick<
  store.ApprovalRow,
  "id" | "kind" | "memberId" | "batchId" | "subject" | "points" | "requestedBy"
>;

const eventData = ({ id, kind, batchId, subject, points, requestedBy }: ApprovalFacts) => ({
  approvalId: id,
  kind,
  subject: batchId === null ? subject : `batch:${batchId}`,
  points,
  requestedBy,
});

function tellRequested(work: Work, row: ApprovalFacts): void {
  work.emit(accessEvent("approval.requested", row.memberId, eventData(row)));
}

export function tellDecided(work: Work, row: ApprovalFacts, status: "APPROVED" | "REJECTED"): void {
  work.emit(
    accessEvent("approval.decided", row.memberId, {
      ...eventData(row),
      status,
      decidedBy: work.actor,
    }),
  );
}

/** Anything else waits for a second person. The same asked for again is the request that waits. */
export async function propose(work: Work, proposal: Proposal): Promise<number> {
  const { kind, subject, name, changes, reason, apply, memberId = null } = proposal;
  const { actor, personId } = proposal.asker ?? { ...work.caller, actor: work.actor };
  const payload = JSON.stringify({ name, changes, apply });
  const waiting = await store.waitingAbout(work.tx, kind, subject);
  if (waiting?.payload === payload && waiting.requesterId === personId) {
    return waiting.id;
  }
  const id = await store.insertApproval(work.tx, {
    kind,
    memberId,
    batchId: null,
    points: null,
    reason,
    memberNote: null,
    reference: work.draws.text("reference", randomUUID),
    requestedBy: actor,
    requesterId: personId,
    subject,
    payload,
    createdAt: work.now,
  });
  const about = { memberId, batchId: null, points: null, requestedBy: actor };
  tellRequested(work, { id, kind, subject, ...about });
  work.audit({
    action: "approvals.ask",
    memberId,
    target: `approval:${id}`,
    reason,
    before: shown(changes, "before"),
    after: { kind, subject, name, ...shown(changes, "after") },
  });
  return id;
}

function shown(changes: readonly ApprovalChange[], side: "before" | "after") {
  return Object.fromEntries(changes.map((change) => [change.field, change[side]]));
}

/**
 * A request to be decided, locked.
 *
 * Refusals in order: NOT_FOUND, VERSION_CONFLICT (decided already), PERMISSION_DENIED (SAME_PERSON:
 * whoever asked, under whatever role or key).
 */
export async function openApproval(work: Work, approvalId: number): Promise<store.ApprovalRow> {
  const approval = await store.lockApproval(work.tx, approvalId);
  if (!approval) throw new DomainError("NOT_FOUND");
  if (approval.status !== "WAITING") {
    throw new DomainError("VERSION_CONFLICT", { approvalStatus: approval.status });
  }
  if (!isOtherPerson(approval, work.caller)) {
    const { requestedBy } = approval;
    throw new DomainError("PERMISSION_DENIED", { reason: "SAME_PERSON", requestedBy });
  }
  return approval;
}

/**
 * Two persons want it only if the first one still may: what somebody asked for who was disabled since, or
 * got a role that may not ask for it, or a key that was revoked, is nobody's wish but the second's.
 *
 * @throws DomainError VERSION_CONFLICT with the reason REQUESTER_ENDED
 */
export async function requireRequester(
  work: Work,
  { kind, requestedBy }: Pick<store.ApprovalRow, "kind" | "requestedBy">,
): Promise<void> {
  if (await stillWants(work, kind, requestedBy)) return;
  throw new DomainError("VERSION_CONFLICT", { reason: "REQUESTER_ENDED", requestedBy });
}

async function stillWants(work: Work, kind: ApprovalKind, actor: string): Promise<boolean> {
  const [who, id] = actor.split(":");
  if (who === "service") return !(await isRevoked(work.tx, Number(id)));
  if (who !== "operator" && who !== "admin") return true;
  const user = await staffNow(work.tx, Number(id));
  return !user || mayStillAsk(kind, { role: user.role, disabled: user.disabledAt !== null });
}
