import { randomBytes } from "node:crypto";
import { plusDays } from "@/platform/business-time";
import { reader } from "@/platform/db";
import { EachAlone } from "@/platform/each-alone";
import { invariant } from "@/platform/errors";
import { type JobContext, type JobResult, jobOrigin } from "@/platform/jobs";
import { runWork, type Work } from "@/platform/work";
import { firstWorth, paidOrder } from "../../orders/service/standing";
import { type Account, openAccount, openAccountIfFree } from "../../points/service/account";
import { takeBack } from "../../points/service/claw-back";
import { earnPoints } from "../../points/service/earn";
import { transactionOfReference } from "../../points/service/view";
import type { Program } from "../../program/schema/rules";
import { planReferrer } from "../rules/referral";
import * as store from "../store/referrals";
import { monthOf } from "./invite";

/**
 * The reward for an invitation. The invited member's side follows their orders under their own lock.
 * The referrer is another member, whose lock could be held by somebody waiting for ours: it is taken
 * only if it is free, and otherwise a job settles the referrer's side.
 */

/** Points that an order gave or took beside its own. */
export interface AwardMove {
  action: "POINTS_EARNED" | "POINTS_CLAWED_BACK";
  points: number;
  transactionId: number;
}

type Side = "invited" | "referrer";

/** A reward as its side holds it: the invited member's goes by their order, the referrer's by a name. */
interface Held {
  side: Side;
  name: string;
  orderId: string;
}

const referenceOf = ({ name, side }: Held) => ({
  type: "REFERRAL" as const,
  id: `${name}:${side}`,
});

/** The invited member's order is nothing that the referrer should read about. */
const ownOrder = ({ side, orderId }: Held) => (side === "invited" ? { orderId } : {});

const invitedBy = (orderId: string): Held => ({ side: "invited", name: orderId, orderId });

/** Rewards from before there was a name go by the order. */
const referrerBy = (orderId: string, reference: string | null): Held => ({
  side: "referrer",
  name: reference ?? orderId,
  orderId,
});

async function reward(work: Work, account: Account, held: Held) {
  const points = account.program.rules.earn.referralPoints;
  const earned = await earnPoints(work, account, {
    points,
    earnedAt: work.now,
    reference: referenceOf(held),
    reason: null,
    breakdown: { base: points, ...ownOrder(held), side: held.side },
  });
  invariant(earned.entryId !== null, "a referral has points");
  return { points, transactionId: earned.entryId };
}

async function takeBackReward(work: Work, account: Account, held: Held, points: number) {
  const reference = referenceOf(held);
  const { entryId } = await takeBack(work, account, {
    points,
    ...ownOrder(held),
    earnedBy: [reference],
    reference,
    breakdown: { ...ownOrder(held), side: held.side },
    frozen: [],
  });
  return { points, transactionId: entryId };
}

/** Brings the reward in line with the invited member's orders as they stand now. */
export async function followReferral(work: Work, account: Account): Promise<AwardMove[]> {
  const row = await store.lockReferral(work.tx, account.member.id);
  if (!row) return [];
  const moves: AwardMove[] = [];
  if (row.orderId !== null && !(await stands(work, row.orderId, row.minimumMinor))) {
    const back = await takeBackReward(work, account, invitedBy(row.orderId), row.invitedPoints);
    moves.push({ action: "POINTS_CLAWED_BACK", ...back });
    Object.assign(row, { orderId: null, invitedPoints: 0, settled: false });
  }
  const waitedUntil = row.dueAt?.getTime();
  const first = row.orderId === null ? await rewardFirst(work, account, row) : NOT_YET;
  row.dueAt = first.dueAt;
  moves.push(...first.moves);
  if (moves.length === 0 && waitedUntil === row.dueAt?.getTime()) return [];
  if (moves.length > 0) await settleIfFree(work, row);
  store.saveReferral(work.tx, row);
  return moves;
}

interface First {
  moves: AwardMove[];
  /** When an order that still has to stand for a while is looked at again. */
  dueAt: Date | null;
}

const NOT_YET: First = { moves: [], dueAt: null };

/** The first order that is worth enough, once it has stood as long as it has to. */
async function rewardFirst(work: Work, account: Account, row: store.ReferralRow): Promise<First> {
  const { member, program } = account;
  const { referralEnabled, referralMinimumMinor, referralWaitDays } = program.rules.earn;
  if (!referralEnabled || member.status === "CLOSED") return NOT_YET;
  const first = await firstWorth(work.tx, member.id, referralMinimumMinor);
  if (!first) return NOT_YET;
  const dueAt = plusDays(first.paidAt, referralWaitDays, program.timeZone);
  if (referralWaitDays > 0 && dueAt > work.now) return { moves: [], dueAt };
  const held = invitedBy(first.orderId);
  // Rewarded once and undone: it is no reward again, whatever the minimum has become.
  if (await transactionOfReference(work.tx, "EARN", referenceOf(held))) return NOT_YET;
  const { points, transactionId } = await reward(work, account, held);
  Object.assign(row, { orderId: first.orderId, invitedPoints: points, settled: false });
  row.minimumMinor = referralMinimumMinor;
  return { moves: [{ action: "POINTS_EARNED", points, transactionId }], dueAt: null };
}

/** An order that is worth what it had to be, net of refunds. */
async function stands(work: Work, orderId: string, minimumMinor: number): Promise<boolean> {
  const order = await paidOrder(work.tx, orderId);
  if (order === undefined || order.cancelledAt !== null) return false;
  return order.paidAmountMinor - order.refundedMinor >= Math.max(1, minimumMinor);
}

const BUSY = "busy referrer";

async function settleIfFree(work: Work, row: store.ReferralRow): Promise<void> {
  // Where it is done again, they are as busy as they were.
  const wasBusy = work.draws.id(BUSY) !== undefined;
  const account = wasBusy ? null : await openAccountIfFree(work, row.referrerId);
  if (!account) work.draws.note(BUSY, row.referrerId);
  if (account) await settleReferrer(work, account, row);
}

/** The referrer's side, under their lock: changes the row, which the caller writes. */
async function settleReferrer(work: Work, account: Account, row: store.ReferralRow): Promise<void> {
  const { member, program } = account;
  const plan = planReferrer(row, {
    closed: member.status === "CLOSED",
    rewardedThisMonth: await rewardedThisMonth(work, program, row),
    perMonthMax: program.rules.earn.referralsPerMonthMax,
  });
  if (plan.takeBack && row.referrerOrderId !== null) {
    const { referrerOrderId: orderId, referrerPoints: points } = row;
    await takeBackReward(work, account, referrerBy(orderId, row.reference), points);
    Object.assign(row, { referrerOrderId: null, referrerPoints: 0, reference: null });
  }
  if (plan.reward && row.orderId !== null) {
    row.reference = work.draws.text("invitation", () => randomBytes(12).toString("hex"));
    const { points } = await reward(work, account, referrerBy(row.orderId, row.reference));
    row.referrerOrderId = row.orderId;
    row.referrerPoints = points;
    row.referrerRewardedAt = work.now;
  }
  row.refusal = plan.refusal;
  row.settled = true;
}

/** This referral's own earlier reward of the month is not counted against itself. */
async function rewardedThisMonth(
  work: Work,
  program: Program,
  { referrerId, referrerRewardedAt: own }: store.ReferralRow,
): Promise<number> {
  const { from, to } = monthOf(work.now, program.timeZone);
  const count = await store.countRewarded(work.tx, referrerId, from, to);
  return own !== null && own >= from && own < to ? count - 1 : count;
}

const PAGE = 200;

/** Rewards the invited whose order has stood as long as it had to, and settles referrers who were busy. */
export async function settleReferrals(context: JobContext): Promise<JobResult> {
  const each = new EachAlone();
  const rewarded = await rewardDue(context, each);
  const handled = rewarded + (await settleReferrers(context, each));
  return { handled, ...each.faults };
}

async function rewardDue({ now, stopping }: JobContext, each: EachAlone): Promise<number> {
  let handled = 0;
  let afterId = 0;
  for (;;) {
    const due = await store.dueReferrals(reader, now, afterId, PAGE);
    for (const { invitedId } of due) {
      if (stopping()) return handled;
      const act = () => runWork(jobOrigin(now), null, (work) => rewardInvited(work, invitedId));
      if (await each.try({ memberId: invitedId }, act)) handled += 1;
    }
    afterId = due.at(-1)?.invitedId ?? afterId;
    if (due.length < PAGE) return handled;
  }
}

async function settleReferrers({ now, stopping }: JobContext, each: EachAlone): Promise<number> {
  let handled = 0;
  let afterId = 0;
  for (;;) {
    const due = await store.unsettled(reader, afterId, PAGE);
    for (const { invitedId, referrerId } of due) {
      if (stopping()) return handled;
      const act = () =>
        runWork(jobOrigin(now), null, (work) => settleBusyReferrer(work, invitedId, referrerId));
      if (await each.try({ memberId: referrerId }, act)) handled += 1;
    }
    afterId = due.at(-1)?.invitedId ?? afterId;
    if (due.length < PAGE) return handled;
  }
}

/** The invited member's order has stood as long as it had to. */
export async function rewardInvited(work: Work, invitedId: number): Promise<void> {
  work.step("earning.rewardInvited", { invitedId });
  await followReferral(work, await openAccount(work, { memberId: invitedId }));
}

/** False where somebody was faster. */
export async function settleBusyReferrer(
  work: Work,
  invitedId: number,
  referrerId: number,
): Promise<boolean> {
  const account = await openAccount(work, { memberId: referrerId });
  const row = await store.lockReferral(work.tx, invitedId);
  if (!row || row.settled) return false;
  work.step("earning.settleReferrer", { invitedId, referrerId });
  await settleReferrer(work, account, row);
  store.saveReferral(work.tx, row);
  return true;
}
