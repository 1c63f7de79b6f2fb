import type { MemberRef } from "@/platform/auth";
import { endOfDayAfterDays } from "@/platform/business-time";
import { DomainError, type Facts, invariant } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { requireActive } from "../../members/service";
import { asSpent, consumeLots } from "../rules/consume";
import { checkRedemption } from "../rules/redeem";
import { restorePoints, undoneShare } from "../rules/refund";
import { NO_CHANGE, type Touch } from "../rules/types";
import { entryById } from "../store/entries";
import * as lots from "../store/lots";
import * as store from "../store/redemptions";
import { type Account, openAccount, post } from "./account";
import { keepNothing } from "./forfeit";

export { maxPointsFor, worthMinor } from "../rules/redeem";

const LOT_PAGE = 64;

/** Lots that make up so many available points, earliest expiry first. */
export async function takeAvailable(
  work: Work,
  account: Account,
  points: number,
): Promise<Touch[]> {
  const found: lots.LotRow[] = [];
  let sum = 0;
  for (let offset = 0; sum < points; offset += LOT_PAGE) {
    const page = await lots.spendableLots(work.tx, account.member.id, { offset, limit: LOT_PAGE });
    if (page.length === 0) break;
    found.push(...page);
    sum += page.reduce((total, lot) => total + lot.remaining, 0);
  }
  const { taken, missing } = consumeLots(found, points, work.now);
  invariant(missing === 0, `the lots of member ${account.member.id} add up to available`);
  return asSpent(taken);
}

export interface Use {
  points: number;
  orderId: string;
  orderAmountMinor: number;
}

export interface UseAnswer {
  transactionId: string;
  pointsUsed: number;
  discountMinor: number;
  payableMinor: number;
  available: number;
}

/**
 * Spends points on an order, once for each order. The same call again answers the same.
 *
 * Refusals in order: MEMBER_NOT_FOUND, DUPLICATE_REFERENCE (another call on this order, a living hold
 * on it, or its redemption was reversed or the order cancelled), MEMBER_STATUS_INVALID, DEDUCTION_LIMIT_EXCEEDED, INSUFFICIENT_POINTS.
 */
export async function redeemPoints(work: Work, ref: MemberRef, use: Use): Promise<UseAnswer> {
  const account = await openAccount(work, ref);
  const { member, program } = account;
  const state = await store.orderState(work.tx, use.orderId);
  if (state.redemption && !state.cancelled) {
    return sameAnswer(work, state.redemption, member.id, use);
  }
  requireFreeOrder(state, use.orderId);
  requireActive(member.status);
  const { points, orderAmountMinor, orderId } = use;
  const facts = { points, available: member.available, orderAmountMinor };
  const { discountMinor } = checkRedemption(facts, program.rules.redeem);
  const touches = await takeAvailable(work, account, points);
  const entryId = await post(work, account, {
    type: "REDEEM",
    deltas: { ...NO_CHANGE, available: -points },
    touches,
    reference: { type: "ORDER", id: orderId },
    effectiveAt: work.now,
    breakdown: { orderId, orderAmountMinor, discountMinor },
  });
  const redemption = { orderId, memberId: member.id, points, orderAmountMinor, discountMinor };
  store.insertRedemption(work.tx, { ...redemption, entryId }, work.now);
  member.lastActiveAt = work.now;
  work.emit("points.redeemed", member.id, {
    externalId: member.externalId,
    transactionId: String(entryId),
    points,
    orderId,
    discountMinor,
    available: member.available,
  });
  return {
    transactionId: String(entryId),
    pointsUsed: points,
    discountMinor,
    payableMinor: orderAmountMinor - discountMinor,
    available: member.available,
  };
}

/** @throws DomainError DUPLICATE_REFERENCE for a cancelled order and one that a hold lives on */
export function requireFreeOrder(state: store.OrderState, orderId: string): void {
  const { cancelled, holdId } = state;
  if (!cancelled && holdId === null) return;
  const held: Facts = holdId === null ? {} : { holdId: String(holdId) };
  throw new DomainError("DUPLICATE_REFERENCE", { orderId, cancelled, ...held });
}

async function sameAnswer(
  work: Work,
  earlier: store.RedemptionRow,
  memberId: number,
  use: Use,
): Promise<UseAnswer> {
  const same =
    earlier.memberId === memberId &&
    earlier.points === use.points &&
    earlier.orderAmountMinor === use.orderAmountMinor;
  const reversed = earlier.reversedAt !== null;
  if (!same || reversed) {
    throw new DomainError("DUPLICATE_REFERENCE", { orderId: use.orderId, reversed });
  }
  const entry = await entryById(work.tx, earlier.entryId);
  invariant(entry, "a redemption has its entry");
  return {
    transactionId: String(earlier.entryId),
    pointsUsed: earlier.points,
    discountMinor: earlier.discountMinor,
    payableMinor: earlier.orderAmountMinor - earlier.discountMinor,
    available: entry.availableAfter,
  };
}

export interface Restoration {
  points: number;
  reference: { type: string; id: string };
  reason: string | null;
}

/** Gives back part of what a redemption took; never more in all than it took. */
export async function restore(
  work: Work,
  account: Account,
  redemption: store.RedemptionRow,
  restoration: Restoration,
): Promise<{ entryId: number | null; points: number }> {
  const { member, program } = account;
  const points = Math.min(restoration.points, redemption.points - redemption.restored);
  if (points <= 0) return { entryId: null, points: 0 };
  const plan = restorePoints({
    parts: await lots.takenBy(work.tx, redemption.entryId),
    alreadyRestored: redemption.restored,
    points,
    owed: member.owed,
    now: work.now,
    graceEndsAt: endOfDayAfterDays(
      work.now,
      program.rules.redeem.restoreGraceDays,
      program.timeZone,
    ),
  });
  const entryId = await post(work, account, {
    type: "RESTORE",
    ...plan,
    reference: restoration.reference,
    reason: restoration.reason,
    effectiveAt: work.now,
    breakdown: { orderId: redemption.orderId, redemption: String(redemption.entryId) },
  });
  store.addRestored(work.tx, redemption.id, points);
  redemption.restored += points;
  const { externalId, available } = member;
  work.emit("points.restored", member.id, {
    externalId,
    transactionId: String(entryId),
    points,
    orderId: redemption.orderId,
    available,
  });
  await keepNothing(work, account);
  return { entryId, points };
}

/** The share of an order's redemption that its refunds give back by now. */
export async function restoreForOrder(
  work: Work,
  account: Account,
  orderId: string,
  share: { paidMinor: number; refundedMinor: number },
  reference: { type: string; id: string },
): Promise<{ entryId: number | null; points: number }> {
  const redemption = await store.redemptionOfOrder(work.tx, orderId);
  if (redemption?.memberId !== account.member.id) return { entryId: null, points: 0 };
  const due = undoneShare(redemption.points, share.paidMinor, share.refundedMinor);
  const points = due - redemption.restored;
  return restore(work, account, redemption, { points, reference, reason: null });
}

export interface ReverseAnswer {
  transactionId: string | null;
  pointsRestored: number;
  available: number;
}

/**
 * Takes a redemption back: what of it was not restored yet returns to its lots. A second time
 * answers the same.
 *
 * Refusals in order: TRANSACTION_NOT_FOUND.
 */
export async function reverseRedemption(
  work: Work,
  transactionId: number,
  reason: string,
): Promise<ReverseAnswer> {
  const seen = await store.redemptionOfEntry(work.tx, transactionId);
  if (!seen) throw new DomainError("TRANSACTION_NOT_FOUND");
  const account = await openAccount(work, { memberId: seen.memberId });
  const { member } = account;
  // Read again under the lock: a refund or another reversal may have come first.
  const redemption = (await store.redemptionOfEntry(work.tx, transactionId)) ?? seen;
  if (redemption.reversedAt !== null) return reversedBefore(work, redemption, member.available);
  const points = redemption.points - redemption.restored;
  const reference = { type: "REVERSAL", id: String(transactionId) };
  const { entryId } = await restore(work, account, redemption, { points, reference, reason });
  store.markReversed(work.tx, redemption.id, entryId, work.now);
  work.audit({
    action: "points.reverse",
    memberId: member.id,
    target: `transaction:${transactionId}`,
    reason,
    after: { points },
  });
  return {
    transactionId: entryId === null ? null : String(entryId),
    pointsRestored: points,
    available: member.available,
  };
}

async function reversedBefore(
  work: Work,
  redemption: store.RedemptionRow,
  available: number,
): Promise<ReverseAnswer> {
  const { reversalEntryId } = redemption;
  if (reversalEntryId === null) return { transactionId: null, pointsRestored: 0, available };
  const entry = await entryById(work.tx, reversalEntryId);
  invariant(entry, "a reversal has its entry");
  return {
    transactionId: String(reversalEntryId),
    pointsRestored: entry.points,
    available: entry.availableAfter,
  };
}
