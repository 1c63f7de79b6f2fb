import { invariant } from "@/platform/errors";
import { cursorId, pageOf } from "@/platform/paging";
import { gathered } from "@/platform/texts";
import type { Ask } from "@/platform/trpc";
import type { Work } from "@/platform/work";
import { type ApprovalKind, type ApprovalStatus, approvalKind } from "../access/schema/approvals";
import * as requests from "../access/service/approvals";
import { decideKey } from "../access/service/keys";
import { editOperator, namesOfUsers, type StaffEdit } from "../access/service/operators";
import { editActivity, type KeptEdit } from "../activities/service/manage";
import { actApproved, type KeptAct } from "../automations/service/act";
import type { SaveInput, SetTiersInput } from "../benefits/schema/benefits";
import { saveBenefit, setTiers } from "../benefits/service/edit";
import { applyAdjustment } from "../corrections/service/adjust";
import { decideBatch } from "../corrections/service/batches";
import { decideIssue } from "../coupons/service/issues";
import type { PublishInput, RollBackInput } from "../drafts/schema";
import { publishDraft, rollBack } from "../drafts/service/publish";
import { namesOfMembers } from "../members/service/members";
import { byNamesOfToday } from "../program/schema/rules";
import type { PublishRulesInput } from "../program/schema/versions";
import { editReward, type RewardEdit } from "../rewards/service/manage";
import type { PublishTiersInput } from "../tiers/schema";
import { type Edited, publishLadder, publishRules } from "../tiers/service/publish";
import { type AboutMember, aboutMember } from "./store";

export interface Decision {
  approve: boolean;
  reason: string;
}

/**
 * A second person decides on what waits; approved, it is carried out in the same transaction (a batch
 * starts to run). What has changed since it was asked for is not carried out.
 *
 * Refusals in order: NOT_FOUND, VERSION_CONFLICT (decided already), PERMISSION_DENIED (whoever asked
 * may not decide), and on approval VERSION_CONFLICT (whoever asked may ask for it no more) and those of
 * what is carried out.
 */
export async function decideApproval(work: Work, approvalId: number, decision: Decision) {
  const approval = await requests.openApproval(work, approvalId);
  if (decision.approve) await requests.requireRequester(work, approval);
  const entryId = await carryOut(work, approval, decision.approve);
  const status = decision.approve ? ("APPROVED" as const) : ("REJECTED" as const);
  const { reason } = decision;
  const decided = { id: approvalId, status, decidedBy: work.actor, decision: reason, entryId };
  requests.decide(work.tx, decided, work.now);
  requests.tellDecided(work, approval, status);
  work.audit({
    action: "approvals.decide",
    memberId: approval.memberId,
    target: `approval:${approvalId}`,
    reason,
    before: { status: "WAITING", requestedBy: approval.requestedBy },
    after: { status },
  });
  return { approvalId, status };
}

/** @returns the ledger entry of a correction */
async function carryOut(
  work: Work,
  approval: requests.ApprovalRow,
  approve: boolean,
): Promise<number | null> {
  switch (approval.kind) {
    case "BATCH":
      invariant(approval.batchId, "an approval of a batch names it");
      decideBatch(work, approval.batchId, approve);
      return null;
    case "ADJUSTMENT":
      return approve ? adjust(work, approval) : null;
    case "KEY":
      await decideKey(work, actOf<{ keyId: number }>(approval).keyId, approve);
      return null;
    case "ADMIN":
      if (approve) await editOperator(work, actOf<StaffEdit>(approval));
      return null;
    case "RULES":
      if (!approve) return null;
      await publishApproved(work, approval);
      return null;
    case "ACTIVITY":
      if (approve) await editActivity(work, actOf<KeptEdit>(approval));
      return null;
    case "REWARD":
      if (approve) await editReward(work, applied<RewardEdit>(approval), true);
      return null;
    case "AUTOMATION":
      if (approve) await actApproved(work, actOf<KeptAct>(approval));
      return null;
    case "COUPON":
      // By its number, since what was asked for is erased with a member who closes.
      await decideIssue(work, Number(approval.subject?.split(":")[1]), approve);
      return null;
  }
}

/** Whichever part of the program's version it is about. */
function publishApproved(work: Work, approval: requests.ApprovalRow): Promise<unknown> {
  switch (approval.subject?.split(":")[0]) {
    case "ladder":
      return publishLadder(work, edited<PublishTiersInput>(approval), true);
    case "benefit":
      return saveBenefit(work, edited<SaveInput>(approval), true);
    case "benefitTiers":
      return setTiers(work, edited<SetTiersInput>(approval), true);
    case "draft":
      return publishDraft(work, scheduled(actOf<KeptPublish>(approval)), true);
    case "rollBack":
      return rollBack(work, actOf<RollBackInput>(approval), true);
    default:
      return publishRules(work, byNamesOfToday(edited<PublishRulesInput>(approval)), true);
  }
}

/** The publishing of a draft as JSON keeps it. */
type KeptPublish = Omit<PublishInput, "publishAt"> & { publishAt: string | null };

function scheduled({ publishAt, ...input }: KeptPublish): PublishInput {
  return { ...input, publishAt: publishAt === null ? undefined : new Date(publishAt) };
}

/** The act that waits, as the service that proposed it wrote it. */
function actOf<T>(approval: requests.ApprovalRow): T {
  const payload = requests.payloadOf(approval);
  invariant(payload, `a request of kind ${approval.kind} says what it wants`);
  return payload.apply as T;
}

/** The same where it has texts: there they are a field for each language. */
function applied<T>(approval: requests.ApprovalRow): T {
  return gathered(actOf(approval), ["name", "description"]) as T;
}

/** An edit of the program, kept with the text of the version it was made from. */
function edited<T extends Edited>(approval: requests.ApprovalRow): T {
  const kept = applied<Omit<T, "expectedVersion"> & { expectedVersion: string }>(approval);
  return { ...kept, expectedVersion: Number(kept.expectedVersion) } as T;
}

async function adjust(work: Work, approval: requests.ApprovalRow): Promise<number> {
  const { memberId, points, reason, memberNote, reference } = approval;
  invariant(memberId && points, "an approval of an adjustment names the member and the points");
  return (await applyAdjustment(work, { memberId }, { points, reason, memberNote, reference }))
    .entryId;
}

/** What only those who manage access see. */
const OF_ACCESS: readonly ApprovalKind[] = ["ADMIN", "KEY"];

export async function listApprovals(
  ask: Ask,
  query: {
    status: ApprovalStatus;
    memberId?: number | undefined;
    limit: number;
    cursor?: string | undefined;
  },
) {
  const { grants, personId, actor } = ask.caller;
  const seesAccess = grants.has("access:manage");
  const kinds = approvalKind.options.filter((kind) => seesAccess || !OF_ACCESS.includes(kind));
  const before = cursorId(query.cursor);
  const { status, limit } = query;
  const memberId = query.memberId ?? null;
  const about =
    memberId === null ? [] : await aboutMember(ask.db, memberId, status, before, limit + 1);
  const ofMember = new Map(about.map(({ id, rows, given, taken }) => [id, { rows, given, taken }]));
  const rows =
    memberId === null
      ? await requests.approvalsOf(ask.db, { status, kinds }, before, limit + 1)
      : await requests.approvalsNamed(ask.db, [...ofMember.keys()]);
  const { shown, nextCursor } = pageOf(rows, limit, ({ id }) => id);
  const requesters = shown.flatMap(({ requesterId }) => requesterId ?? []);
  const named = shown.flatMap((row) => row.memberId ?? []);
  const [names, members] = await Promise.all([
    namesOfUsers(ask, requesters),
    namesOfMembers(ask.db, named),
  ]);
  return {
    items: shown.map((row) => ({
      approvalId: row.id,
      kind: row.kind,
      memberId: row.memberId,
      member: row.memberId === null ? null : (members.get(row.memberId) ?? null),
      batchId: row.batchId,
      points: row.points,
      ofMember: partOf(ofMember.get(row.id)),
      subject: subjectOf(row),
      changes: requests.payloadOf(row)?.changes ?? [],
      reason: row.reason,
      memberNote: row.memberNote,
      status: row.status,
      requestedBy: row.requestedBy,
      requester: row.requesterId === null ? null : (names.get(row.requesterId) ?? null),
      own: row.requestedBy === actor || (personId !== null && row.requesterId === personId),
      decidedBy: row.decidedBy,
      decision: row.decision,
      createdAt: row.createdAt,
      decidedAt: row.decidedAt,
    })),
    nextCursor,
  };
}

function partOf(about: Omit<AboutMember, "id"> | undefined) {
  if (!about || about.rows === null) return null;
  return { rows: about.rows, pointsGiven: about.given ?? 0, pointsTaken: about.taken ?? 0 };
}

function subjectOf(row: requests.ApprovalRow) {
  const [type, id] = row.subject?.split(":") ?? [];
  if (type === undefined || id === undefined) return null;
  return { type, id, name: requests.payloadOf(row)?.name ?? "" };
}
