import { createHash, randomUUID } from "node:crypto";
import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { accessEvent } from "../events";
import { ownMailboxOf } from "../rules/policy";
import { isOtherPerson, isOwnRequest, mayStillAsk } from "../rules/roles";
import type { ApprovalChange, ApprovalEnd, ApprovalKind } from "../schema/approvals";
import * as store from "../store/approvals";
import { isRevoked } from "../store/keys";
import { emailsOf, staffNow } from "../store/users";
import { policyOf } from "./policy";

export { commentsOf, countComments, insertComment } from "../store/approval-comments";
export {
  type ApprovalRow,
  approvalById,
  approvalByReference,
  approvalsNamed,
  approvalsOf,
  decide,
  expiredApprovals,
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
  /** What it would give, in money; null or left out where that has no bound or is not known. */
  worthMinor?: number | null;
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

/**
 * The content of a request as a whole: an approval counts for what had this hash when it was looked at.
 */
export function contentHashOf(row: store.ApprovalRow): string {
  const { id, kind, memberId, batchId, points, reason, memberNote, reference } = row;
  const { requestedBy, requesterId, subject, payload, worthMinor } = row;
  const what = [id, kind, memberId, batchId, points, reason, memberNote, reference];
  const content = JSON.stringify([...what, requestedBy, requesterId, subject, payload, worthMinor]);
  return createHash("sha256").update(`approval\n${content}`).digest("hex");
}

const DAY_MS = 86_400_000;

/** When a request that is made now ends undecided. */
async function endOf(work: Work, kind: ApprovalKind): Promise<Date> {
  const { waitDays } = await policyOf(work, kind);
  return new Date(work.now.getTime() + waitDays * DAY_MS);
}

const isOver = ({ expiresAt }: Pick<store.ApprovalRow, "expiresAt">, now: Date) =>
  expiresAt !== null && expiresAt <= now;

type Correction = Pick<
  store.ApprovalRow,
  "kind" | "memberId" | "batchId" | "points" | "reason" | "memberNote" | "reference" | "worthMinor"
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
    expiresAt: await endOf(work, correction.kind),
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

export function tellDecided(work: Work, row: ApprovalFacts, status: ApprovalEnd): void {
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
  const { kind, subject, name, changes, reason, apply } = proposal;
  const { memberId = null, worthMinor = null } = proposal;
  const { actor, personId } = proposal.asker ?? { ...work.caller, actor: work.actor };
  const payload = JSON.stringify({ name, changes, apply });
  const about = { kind, subject, requesterId: personId };
  const waiting = await store.waitingAbout(work.tx, about);
  if (waiting?.payload === payload && !isOver(waiting, work.now)) return waiting.id;
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
    worthMinor,
    expiresAt: await endOf(work, kind),
    createdAt: work.now,
  });
  tellRequested(work, {
    ...{ id, kind, subject, memberId, batchId: null, points: null, requestedBy: actor },
  });
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

/** Of a field that is named several times all values, one behind the other. */
function shown(changes: readonly ApprovalChange[], side: "before" | "after") {
  const values = new Map<string, string | null>();
  for (const { field, [side]: value } of changes) {
    const earlier = values.get(field);
    values.set(field, earlier == null ? value : `${earlier} · ${value ?? "–"}`);
  }
  return Object.fromEntries(values);
}

/**
 * A request that waits, locked.
 *
 * Refusals in order: NOT_FOUND, VERSION_CONFLICT (it has ended).
 */
async function lockWaiting(work: Work, approvalId: number): Promise<store.ApprovalRow> {
  const approval = await store.lockApproval(work.tx, approvalId);
  if (!approval) throw new DomainError("NOT_FOUND");
  if (approval.status !== "WAITING") {
    throw new DomainError("VERSION_CONFLICT", { approvalStatus: approval.status });
  }
  return approval;
}

/**
 * A request to be decided, locked.
 *
 * Refusals in order: NOT_FOUND, VERSION_CONFLICT (it has ended), PERMISSION_DENIED (SAME_PERSON: whoever
 * asked, under whatever role, key or account of the same mailbox).
 */
export async function openApproval(work: Work, approvalId: number): Promise<store.ApprovalRow> {
  const approval = await lockWaiting(work, approvalId);
  if (isOver(approval, work.now)) {
    throw new DomainError("VERSION_CONFLICT", { approvalStatus: "EXPIRED" });
  }
  const isOther = isOtherPerson(approval, work.caller) && !(await isSameMailbox(work, approval));
  if (isOther) return approval;
  const { requestedBy } = approval;
  throw new DomainError("PERMISSION_DENIED", { reason: "SAME_PERSON", requestedBy });
}

const userOf = (actor: string) => Number(/^(?:operator|admin):(\d+)$/.exec(actor)?.[1] ?? 0);

/** Whether an account of whoever asked and one of who decides go by one mailbox. */
async function isSameMailbox(
  work: Work,
  { requestedBy, requesterId }: Pick<store.ApprovalRow, "requestedBy" | "requesterId">,
): Promise<boolean> {
  if (work.wasLetIn) return false;
  const asking = [userOf(requestedBy), requesterId ?? 0];
  const deciding = [work.caller.userId ?? 0, work.caller.personId ?? 0];
  const rows = await emailsOf(work.tx, [...asking, ...deciding]);
  const mailboxes = (ids: readonly number[]) =>
    rows.filter(({ id }) => ids.includes(id)).map(({ email }) => ownMailboxOf(email));
  const theirs = mailboxes(deciding);
  return mailboxes(asking).some((mailbox) => theirs.includes(mailbox));
}

/**
 * A request that whoever asked takes back, locked.
 *
 * Refusals in order: NOT_FOUND, VERSION_CONFLICT (it has ended), PERMISSION_DENIED (OTHER_PERSON).
 */
export async function openOwnApproval(work: Work, approvalId: number): Promise<store.ApprovalRow> {
  const approval = await lockWaiting(work, approvalId);
  if (isOwnRequest(approval, work.caller)) return approval;
  throw new DomainError("PERMISSION_DENIED", { reason: "OTHER_PERSON" });
}

/** A request whose time is over, locked; undefined where it ended meanwhile. */
export async function openExpired(
  work: Work,
  approvalId: number,
): Promise<store.ApprovalRow | undefined> {
  const approval = await store.lockApproval(work.tx, approvalId);
  return approval?.status === "WAITING" && isOver(approval, work.now) ? approval : undefined;
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
  if (work.wasLetIn) return true;
  const [who, id] = actor.split(":");
  if (who === "service") return !(await isRevoked(work.tx, Number(id)));
  if (who !== "operator" && who !== "admin") return true;
  const user = await staffNow(work.tx, Number(id));
  return !user || mayStillAsk(kind, { role: user.role, disabled: user.disabledAt !== null });
}
