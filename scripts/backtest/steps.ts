import { z } from "zod";
import { expireApproval } from "@/modules/approvals/service/decide";
import { giveAsThen, recordFailed } from "@/modules/automations/service/give";
import { applyPageOf } from "@/modules/corrections/service/batches";
import { issuePage } from "@/modules/coupons/service/issues";
import { publishDraftDue } from "@/modules/drafts/service/due";
import { grantBirthday } from "@/modules/earning/service/birthdays";
import { inviteAsThen } from "@/modules/earning/service/invitation";
import { makeCode } from "@/modules/earning/service/invite";
import { rewardInvited, settleBusyReferrer } from "@/modules/earning/service/referral";
import { claimKeys, finishClaim } from "@/modules/guests/service/claim";
import { keptKey } from "@/modules/guests/service/key";
import { importKind } from "@/modules/imports/schema";
import { applyAgain } from "@/modules/imports/service/apply";
import { refuseKept, takeInKept } from "@/modules/intake/service/claims";
import { enrol } from "@/modules/members/service/members";
import { openAccount } from "@/modules/points/service/account";
import { closeMember } from "@/modules/profile/service/close-member";
import { moveMember, reviewMember } from "@/modules/tiers/service/review";
import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";

/** What jobs, reads and sign-ins did, by the names under which the journal has it. */

type Run = (work: Work, input: unknown) => Promise<unknown>;

function step<I extends z.ZodType>(
  input: I,
  run: (work: Work, input: z.output<I>) => Promise<unknown>,
): Run {
  return (work, raw) => run(work, input.parse(raw));
}

const id = z.coerce.number().int();
const member = z.object({ memberId: id });

const claim = z.object({
  memberId: id,
  keyHash: z.string(),
  areOfAccount: z.boolean(),
  claimDays: z.number(),
});

const chance = z.object({
  automationId: id,
  memberId: id,
  occasion: z.object({ name: z.string(), on: z.string(), orderId: z.string().nullable() }),
});

const moment = z.coerce.date().nullable();

const deeds = z.object({
  kind: importKind,
  rows: z.array(
    z.object({
      memberId: z.number().nullable(),
      externalId: z.string().nullable(),
      birthday: z.string().nullable(),
      joinedAt: moment,
      points: z.number(),
      expiresAt: moment,
      tierCode: z.string().nullable(),
      keepUntil: moment,
      orderId: z.string().nullable(),
      amountMinor: z.number(),
      paidAt: moment,
      reference: z.string(),
    }),
  ),
});

/** The journal has guest keys as they are kept; so here they are kept once more. */
const hashOf = (work: Work, keyHash: string) => keptKey(work.tx, keyHash);

export const STEPS: Record<string, Run> = {
  "points.settle": step(member, (work, ref) => openAccount(work, ref)),
  "members.enrol": step(
    z.object({
      externalId: z.string().nullable(),
      birthday: z.string().optional(),
      saidAt: z.coerce.date().optional(),
    }),
    (work, { externalId, birthday, saidAt }) =>
      enrol(work, { externalId, birthday, ...(saidAt && { saidAt }) }),
  ),
  "members.close": step(member, (work, ref) => closeMember(work, ref, null)),
  "tiers.review": step(member, (work, { memberId }) => reviewMember(work, memberId)),
  "tiers.follow": step(member.extend({ fromVersionId: id }), (work, { memberId, fromVersionId }) =>
    moveMember(work, memberId, fromVersionId),
  ),
  "drafts.publishDue": step(z.object({ draftId: id }), (work, { draftId }) =>
    publishDraftDue(work, draftId),
  ),
  "earning.birthday": step(member.extend({ date: z.string() }), (work, { memberId, date }) =>
    grantBirthday(work, { memberId }, date),
  ),
  "earning.inviteCode": step(member, (work, { memberId }) => makeCode(work, memberId)),
  "earning.inviteFollower": step(z.object({ invitedId: id, referrerId: id }), (work, pair) =>
    inviteAsThen(work, pair),
  ),
  "earning.rewardInvited": step(z.object({ invitedId: id }), (work, { invitedId }) =>
    rewardInvited(work, invitedId),
  ),
  "earning.settleReferrer": step(
    z.object({ invitedId: id, referrerId: id }),
    (work, { invitedId, referrerId }) => settleBusyReferrer(work, invitedId, referrerId),
  ),
  "approvals.expire": step(z.object({ approvalId: id }), (work, { approvalId }) =>
    expireApproval(work, approvalId),
  ),
  "corrections.batchPage": step(z.object({ batchId: id }), (work, { batchId }) =>
    applyPageOf(work, batchId),
  ),
  "imports.rows": step(deeds, (work, input) => applyAgain(work, input)),
  "automations.give": step(chance, (work, given) => giveAsThen(work, given)),
  "automations.failed": step(chance, (work, failed) => recordFailed(work, failed)),
  "coupons.issuePage": step(z.object({ issueId: id }), (work, { issueId }) =>
    issuePage(work, issueId),
  ),
  "guests.claim": step(claim, async (work, { memberId, keyHash, ...claim }) =>
    claimKeys(work, memberId, { ...claim, hashes: [await hashOf(work, keyHash)] }),
  ),
  "guests.carryOut": step(z.object({ guestEventId: id }), (work, { guestEventId }) =>
    takeInKept(work, guestEventId),
  ),
  "guests.refuse": step(z.object({ guestEventId: id }), (work, { guestEventId }) =>
    refuseKept(work, guestEventId, new DomainError("NOT_FOUND")),
  ),
  "guests.finish": step(z.object({ keyHash: z.string() }), async (work, { keyHash }) =>
    finishClaim(work, await hashOf(work, keyHash), null),
  ),
};

/** What time decides by itself: under other rules at other moments, so their jobs find it out anew. */
export const OF_TIME: ReadonlySet<string> = new Set([
  "points.settle",
  "approvals.expire",
  "tiers.review",
  "tiers.follow",
  "earning.birthday",
  "earning.rewardInvited",
  "earning.settleReferrer",
]);
