import { randomBytes } from "node:crypto";
import type { MemberRef } from "@/platform/auth";
import { endOfDayAfterDays } from "@/platform/business-time";
import { DomainError } from "@/platform/errors";
import { POINTS_MAX } from "@/platform/scalars";
import { flatText, textIn } from "@/platform/texts";
import type { Work } from "@/platform/work";
import { grantPass, isUnlimited, isWorthPassing } from "../../benefits/service/passes";
import { giveCoupons } from "../../coupons/service/give";
import { type Account, openAccount } from "../../points/service/account";
import { spendPoints } from "../../points/service/spend";
import type { Program } from "../../program/schema/rules";
import { rungOf } from "../../tiers/rules/ladder";
import type { Rung } from "../../tiers/schema";
import { ladderOf } from "../../tiers/service/ladder";
import { rewardEvent } from "../events";
import {
  checkAddress,
  checkReward,
  couponCode,
  firstStatus,
  monthOf,
  type RewardFacts,
} from "../rules/rewards";
import type { DeliveryAddress } from "../schema/addresses";
import type { TakeAnswer } from "../schema/rewards";
import { reachGoal } from "../store/goals";
import * as store from "../store/redemptions";
import { type RewardRow, rewardById, takeStock } from "../store/rewards";
import { keptAddress } from "./addresses";
import { giftsOfRewards, whyNoCoupon } from "./coupon";

export interface TakeRequest {
  rewardId: number;
  quantity: number;
  deliveryAddress: DeliveryAddress | undefined;
  /** One that the member keeps, instead. */
  addressId?: number | undefined;
}

/**
 * Takes a reward for points: stock and points go in one step. The stock's row is the one that members
 * share, so it is taken last.
 *
 * Refusals in order: MEMBER_NOT_FOUND, REWARD_NOT_FOUND (or off the shelf), ADDRESS_NOT_FOUND (the
 * member keeps it no more, or it is another's), VALIDATION_FAILED (the address, more points than one act may move), MEMBER_STATUS_INVALID, REWARD_UNAVAILABLE (its benefit
 * cannot be used any more, or the tier gives it without limit; its coupon is not issued any more),
 * OUT_OF_STOCK, REWARD_UNAVAILABLE (the tier is too low), LIMIT_REACHED, INSUFFICIENT_POINTS.
 */
export async function takeReward(
  work: Work,
  ref: MemberRef,
  request: TakeRequest,
): Promise<TakeAnswer> {
  const account = await openAccount(work, ref);
  const { member, program } = account;
  const reward = await rewardById(work.tx, request.rewardId);
  if (!reward?.onShelf) throw new DomainError("REWARD_NOT_FOUND");
  const deliveryAddress = await addressOf(work, member.id, request);
  checkAddress(reward.kind, deliveryAddress);
  const points = reward.pointsCost * request.quantity;
  if (points > POINTS_MAX) {
    const errors = [{ path: "quantity", message: `points ≤ ${POINTS_MAX}` }];
    throw new DomainError("VALIDATION_FAILED", {}, errors);
  }
  const { month, resetsAt } = monthOf(work.now, program.timeZone);
  const [used, ladder, gifts] = await Promise.all([
    store.usedInMonth(work.tx, member.id, [reward.id], month),
    ladderOf(work),
    giftsOfRewards(work, [reward]),
  ]);
  const facts: RewardFacts = {
    ...reward,
    quantity: request.quantity,
    usedThisMonth: used.get(reward.id) ?? 0,
    resetsAt,
    memberStatus: member.status,
    tierCode: member.tierCode,
    available: member.available,
    ...whyNoPass(reward, { program, rung: rungOf(ladder, member.tierCode), now: work.now }),
    ...whyNoCoupon(reward, gifts, ladder),
  };
  checkReward(facts, ladder);
  return take(work, account, reward, { ...request, deliveryAddress, points, month });
}

/** Where it goes: as it is said, or as the member keeps it. */
async function addressOf(work: Work, memberId: number, request: TakeRequest) {
  const { addressId, deliveryAddress } = request;
  return addressId === undefined ? deliveryAddress : keptAddress(work, memberId, addressId);
}

/**
 * What makes a pass nothing to pay for: its benefit cannot be used any more, or the member's tier gives
 * it without limit. Both null for everything that is worth having.
 */
export function whyNoPass(
  { benefitId }: RewardRow,
  { program, rung, now }: { program: Program; rung: Rung; now: Date },
): Pick<RewardFacts, "uselessBenefit" | "unlimitedBenefit"> {
  if (benefitId === null) return { uselessBenefit: null, unlimitedBenefit: null };
  return {
    uselessBenefit: isWorthPassing(program, benefitId, now) ? null : benefitId,
    unlimitedBenefit: isUnlimited(program, benefitId, rung) ? benefitId : null,
  };
}

interface Taking extends TakeRequest {
  points: number;
  month: string;
}

async function take(
  work: Work,
  account: Account,
  reward: RewardRow,
  taking: Taking,
): Promise<TakeAnswer> {
  const { member } = account;
  const { quantity, points, deliveryAddress } = taking;
  const status = firstStatus(reward.kind);
  const id = await store.insertRedemption(
    work.tx,
    {
      memberId: member.id,
      rewardId: reward.id,
      kind: reward.kind,
      rewardName: reward.name,
      image: reward.image,
      quantity,
      pointsCost: points,
      month: taking.month,
      status,
      deliveryAddress: deliveryAddress === undefined ? null : JSON.stringify(deliveryAddress),
      endedAt: status === "DONE" ? work.now : null,
    },
    work.now,
  );
  const called = flatText("rewardName", reward.name);
  const rewardId = String(reward.id);
  const redemptionId = String(id);
  const entryId = await spendPoints(work, account, {
    points,
    reference: { type: "REDEMPTION", id: redemptionId },
    breakdown: { redemptionId, rewardId, ...called, quantity },
  });
  store.nameEntry(work.tx, id, entryId);
  reachGoal(work.tx, member.id, reward.id);
  const delivery = await give(work, account, reward, { id, quantity });
  member.lastActiveAt = work.now;
  work.emit(
    rewardEvent("reward.redeemed", member.id, {
      externalId: member.externalId,
      redemptionId: id,
      rewardId: reward.id,
      ...called,
      kind: reward.kind,
      quantity,
      points,
      status,
    }),
  );
  // A note of its own: the answer has codes that are worth money.
  work.audit({
    action: "rewards.redeem",
    memberId: member.id,
    target: `redemption:${redemptionId}`,
    after: { rewardId, rewardName: called.rewardName, quantity, points },
  });
  if (!(await takeStock(work.tx, reward.id, quantity))) throw new DomainError("OUT_OF_STOCK");
  return {
    redemptionId: id,
    rewardName: textIn(reward.name, work.locale),
    quantity,
    pointsCost: points,
    available: member.available,
    status,
    ...delivery,
  };
}

const CODE_BYTES = 16;

type Given = Pick<TakeAnswer, "couponCodes" | "couponIds" | "pass">;
const NOTHING: Given = { couponCodes: [], couponIds: [], pass: null };

/** What is handed over at once: a coupon or a code for each piece, the right to a benefit. */
async function give(
  work: Work,
  account: Account,
  reward: RewardRow,
  { id, quantity }: { id: number; quantity: number },
): Promise<Given> {
  const { member, program } = account;
  const { couponVersionId: versionId } = reward;
  if (versionId !== null) {
    const gift = { versionId, source: "REWARD" as const, count: quantity };
    const { issueId, couponIds } = await giveCoupons(work, account, gift);
    store.nameIssue(work.tx, id, issueId);
    return { ...NOTHING, couponIds };
  }
  if (reward.kind === "COUPON") {
    const codes = Array.from({ length: quantity }, () => couponCode(randomBytes(CODE_BYTES)));
    store.insertCoupons(work.tx, id, codes);
    return { ...NOTHING, couponCodes: codes };
  }
  const { benefitId, passUses, passDays } = reward;
  if (benefitId === null || passUses === null || passDays === null) return NOTHING;
  const validUntil = endOfDayAfterDays(work.now, passDays, program.timeZone);
  const usesLeft = passUses * quantity;
  grantPass(work, member.id, { redemptionId: id, benefitId, uses: usesLeft, validUntil });
  return { ...NOTHING, pass: { benefitId, usesLeft, validUntil } };
}
