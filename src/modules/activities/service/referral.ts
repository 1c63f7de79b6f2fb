import { addMonths, businessDate, startOfBusinessDate } from "@/platform/business-time";
import { reader } from "@/platform/db";
import { invariant } from "@/platform/errors";
import { type JobContext, type JobResult, jobOrigin } from "@/platform/jobs";
import { runWork, type Work } from "@/platform/work";
import { type Account, openAccount, openAccountIfFree } from "../../points/service/account";
import { takeBack } from "../../points/service/claw-back";
import { earnPoints } from "../../points/service/earn";
import type { Program } from "../../program/schema";
import { planReferrer } from "../rules/referral";
import { earnerOf, firstPaidOrder } from "../store/participations";
import * as store from "../store/referrals";
import type { AwardMove } from "./follow";

/**
 * The reward for an invitation. The invited member's side follows their orders under their own lock.
 * The referrer is another member, whose lock could be held by somebody waiting for ours: it is taken
 * only if it is free, and otherwise a job settles the referrer's side.
 */

type Side = "invited" | "referrer";

const reference = (orderId: string, side: Side) => ({ type: "REFERRAL", id: `${orderId}:${side}` });

async function reward(work: Work, account: Account, orderId: string, side: Side) {
  const points = account.program.rules.earn.referralPoints;
  const earned = await earnPoints(work, account, {
    points,
    earnedAt: work.now,
    reference: reference(orderId, side),
    reason: null,
    // The invited member's order is nothing that the referrer should read about.
    breakdown: side === "invited" ? { base: points, orderId, side } : { base: points, side },
  });
  invariant(earned.entryId !== null, "a referral has points");
  return { points, transactionId: String(earned.entryId) };
}

async function takeBackReward(
  work: Work,
  account: Account,
  taken: { orderId: string; points: number; side: Side },
) {
  const { orderId, points, side } = taken;
  const same = reference(orderId, side);
  const entryId = await takeBack(work, account, {
    points,
    orderId,
    earnedBy: same,
    reference: same,
    breakdown: side === "invited" ? { orderId, side } : { side },
    frozen: [],
  });
  return { points, transactionId: String(entryId) };
}

/** Brings the reward in line with the invited member's orders as they stand now. */
export async function followReferral(work: Work, account: Account): Promise<AwardMove[]> {
  const { member, program } = account;
  const row = await store.lockReferral(work.tx, member.id);
  if (!row) return [];
  const moves: AwardMove[] = [];
  if (row.orderId !== null && !(await stands(work, row.orderId))) {
    const taken = { orderId: row.orderId, points: row.invitedPoints, side: "invited" } as const;
    moves.push({
      action: "POINTS_CLAWED_BACK",
      ...(await takeBackReward(work, account, taken)),
    });
    Object.assign(row, { orderId: null, invitedPoints: 0, settled: false });
  }
  if (row.orderId === null && program.rules.earn.referralEnabled && member.status !== "CLOSED") {
    const first = await firstPaidOrder(work.tx, member.id);
    if (first) {
      const given = await reward(work, account, first.orderId, "invited");
      moves.push({ action: "POINTS_EARNED", ...given });
      const { orderId } = first;
      Object.assign(row, { orderId, invitedPoints: given.points, settled: false });
    }
  }
  if (moves.length === 0) return [];
  await settleIfFree(work, row);
  store.saveReferral(work.tx, row);
  return moves;
}

/** An order that is paid for in part at least. */
async function stands(work: Work, orderId: string): Promise<boolean> {
  const order = await earnerOf(work.tx, orderId);
  return order !== undefined && !order.cancelled && order.paidAmountMinor > order.refundedMinor;
}

async function settleIfFree(work: Work, row: store.ReferralRow): Promise<void> {
  const account = await openAccountIfFree(work, row.referrerId);
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
    await takeBackReward(work, account, { orderId, points, side: "referrer" });
    Object.assign(row, { referrerOrderId: null, referrerPoints: 0 });
  }
  if (plan.reward && row.orderId !== null) {
    const { points } = await reward(work, account, row.orderId, "referrer");
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
  const first = `${businessDate(work.now, program.timeZone).slice(0, 7)}-01`;
  const from = startOfBusinessDate(first, program.timeZone);
  const to = startOfBusinessDate(addMonths(first, 1), program.timeZone);
  const count = await store.countRewarded(work.tx, referrerId, from, to);
  return own !== null && own >= from && own < to ? count - 1 : count;
}

const PAGE = 200;

/** Settles the referrers whose lock was held when the invited member's order came. */
export async function settleReferrals({ now, stopping }: JobContext): Promise<JobResult> {
  let handled = 0;
  let afterId = 0;
  for (;;) {
    const due = await store.unsettled(reader, afterId, PAGE);
    for (const { invitedId, referrerId } of due) {
      if (stopping()) return { handled };
      await runWork(jobOrigin(now), null, async (work) => {
        const account = await openAccount(work, { memberId: referrerId });
        const row = await store.lockReferral(work.tx, invitedId);
        if (!row || row.settled) return;
        await settleReferrer(work, account, row);
        store.saveReferral(work.tx, row);
        handled += 1;
      });
    }
    afterId = due.at(-1)?.invitedId ?? afterId;
    if (due.length < PAGE) return { handled };
  }
}
