import { invariant } from "@/platform/errors";
import { gathered } from "@/platform/texts";
import type { Work } from "@/platform/work";
import type { SetPolicyInput } from "../../access/schema/policy";
import * as requests from "../../access/service/approvals";
import { decideKey } from "../../access/service/keys";
import { editOperator, type StaffEdit } from "../../access/service/operators";
import { setPolicy } from "../../access/service/policy-change";
import { editActivity, type KeptEdit } from "../../activities/service/manage";
import { actApproved, type KeptAct } from "../../automations/service/act";
import type { SaveInput, SetTiersInput } from "../../benefits/schema/benefits";
import {
  type RemoveInput,
  removeBenefit,
  saveBenefit,
  setTiers,
} from "../../benefits/service/edit";
import { applyAdjustment } from "../../corrections/service/adjust";
import { decideBatch } from "../../corrections/service/batches";
import { decideIssue } from "../../coupons/service/issues";
import type { PublishInput, RollBackInput } from "../../drafts/schema";
import { publishDraft, rollBack } from "../../drafts/service/publish";
import { decideImport } from "../../imports/service/runs";
import { byNamesOfToday } from "../../program/schema/rules";
import type { PublishRulesInput } from "../../program/schema/versions";
import { editReward, type RewardEdit } from "../../rewards/service/manage";
import type { PublishTiersInput } from "../../tiers/schema";
import { type Edited, publishLadder, publishRules } from "../../tiers/service/publish";

/**
 * Carries out what was asked for, by the service that was asked, or undoes what was prepared for it.
 *
 * @returns the ledger entry of a correction
 * @throws DomainError VERSION_CONFLICT before anything is written, where what it is about has changed
 */
export async function carryOut(
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
    case "POLICY":
      if (approve) await setPolicy(work, actOf<SetPolicyInput>(approval));
      return null;
    case "IMPORT":
      await decideImport(work, actOf<{ importId: number }>(approval).importId, approve);
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
    case "benefitRemoved":
      return removeBenefit(work, edited<RemoveInput>(approval), true);
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
  return gathered(actOf(approval), ["name", "description", "category", "terms"]) as T;
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
