import type { MemberRef } from "@/platform/auth";
import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { requireActive } from "../../members/rules";
import {
  amountForCap,
  confirmStanding,
  requireStanding,
  standingOf,
} from "../../orders/service/standing";
import { HOLDS_MAX, OWN_HOLDS_MAX } from "../rules/hold";
import { worthMinor } from "../rules/order-figures";
import { checkRedemption } from "../rules/redeem";
import { originalDiscount, sameAmount, type Telling, type ToldAmount } from "../rules/told-amount";
import { NO_CHANGE } from "../rules/types";
import * as store from "../store/holds";
import { claimsOn } from "../store/redemptions";
import { type Account, openAccount, post } from "./account";
import { takeAvailable } from "./available";
import { requireUnclaimed, requireYielding, yieldToService } from "./release";
import { amountBy } from "./told-amount";

export interface HoldRequest extends Telling {
  points: number;
  orderId: string;
  ttlSeconds: number | null;
}

export interface HoldAnswer {
  holdId: number;
  status: "HELD";
  points: number;
  discountMinor: number;
  /** The same in the order's currency, where that is another than the program's. */
  original?: ReturnType<typeof originalDiscount>["original"];
  expiresAt: Date;
  available: number;
}

/**
 * Sets points aside for a checkout. The same call on an order with a living hold answers again. What a
 * member sets aside themself keeps nobody else off the order, and gives way to what a service sets
 * aside for them.
 *
 * Refusals in order: MEMBER_NOT_FOUND, DUPLICATE_REFERENCE (the order has a redemption, a service's
 * hold or the member's own of another input lives on it), CURRENCY_WITHOUT_RATE,
 * DUPLICATE_REFERENCE (it is another member's, cancelled or refunded in full), MEMBER_STATUS_INVALID, LIMIT_REACHED (so many holds live),
 * DEDUCTION_LIMIT_EXCEEDED, INSUFFICIENT_POINTS.
 */
export async function holdPoints(
  work: Work,
  ref: MemberRef,
  request: HoldRequest,
): Promise<HoldAnswer> {
  const account = await openAccount(work, ref);
  const { member, program } = account;
  const { points, orderId } = request;
  const [claims, order] = await Promise.all([
    claimsOn(work.tx, orderId, member.id),
    standingOf(work.tx, orderId),
  ]);
  requireNoRedemption(claims, orderId, member.id);
  const madeByService = work.caller.kind === "service";
  const { ownHoldId } = claims;
  const living = ownHoldId === null ? undefined : await store.holdById(work.tx, ownHoldId);
  if (living && isSame(living, request)) {
    const takesOver = madeByService && !living.madeByService;
    if (takesOver) requireUnclaimed(claims, orderId);
    if (takesOver) store.takeOverHold(work.tx, living);
    return answer(living, member.available);
  }
  requireUnclaimed(claims, orderId);
  requireYielding(work, claims, orderId);
  const amount = amountBy(program, request);
  const { orderAmountMinor } = amount;
  const act = { orderId, memberId: member.id, orderAmountMinor };
  requireStanding(order, act);
  requireActive(member.status);
  await yieldToService(work, account, ownHoldId);
  await requireFewHolds(work, member.id, madeByService);
  const worth = worthMinor(points, program.rules.redeem.pointsPerYuanOff);
  const capped = amountForCap(order, orderAmountMinor, worth);
  const facts = { points, available: member.available, orderAmountMinor: capped };
  const { discountMinor } = checkRedemption(facts, program.rules.redeem);
  const ttl = request.ttlSeconds ?? program.rules.redeem.holdTtlSeconds;
  const hold = {
    memberId: member.id,
    orderId,
    points,
    ...amount,
    discountMinor,
    madeByService,
    expiresAt: new Date(work.now.getTime() + ttl * 1000),
  };
  const id = await setAside(work, account, hold);
  await confirmStanding(work, order, act);
  member.lastActiveAt = work.now;
  return answer({ ...hold, id }, member.available);
}

type Claims = Awaited<ReturnType<typeof claimsOn>>;

function requireNoRedemption({ redemption }: Claims, orderId: string, memberId: number): void {
  if (!redemption) return;
  // What somebody else spent on it is nobody's business.
  if (redemption.memberId !== memberId) throw new DomainError("DUPLICATE_REFERENCE", { orderId });
  const reversed = redemption.reversedAt !== null;
  throw new DomainError("DUPLICATE_REFERENCE", { orderId, reversed });
}

/** @throws DomainError LIMIT_REACHED */
async function requireFewHolds(
  work: Work,
  memberId: number,
  madeByService: boolean,
): Promise<void> {
  const { all, own } = await store.countLiving(work.tx, memberId);
  if (all >= HOLDS_MAX) throw new DomainError("LIMIT_REACHED", { limit: HOLDS_MAX });
  if (madeByService || own < OWN_HOLDS_MAX) return;
  throw new DomainError("LIMIT_REACHED", { limit: OWN_HOLDS_MAX });
}

async function setAside(work: Work, account: Account, hold: store.NewHold): Promise<number> {
  const { member } = account;
  const { points } = hold;
  const touches = await takeAvailable(work, account, points);
  const id = await store.insertHold(work.tx, hold, work.now);
  const entryId = await post(work, account, {
    type: "HOLD",
    deltas: { ...NO_CHANGE, available: -points, frozen: points },
    touches: touches.map((touch) => ({ ...touch, frozen: -touch.points })),
    reference: { type: "HOLD", id: String(id) },
    effectiveAt: work.now,
    wakesAt: hold.expiresAt,
    breakdown: { orderId: hold.orderId, discountMinor: hold.discountMinor },
    expiresAt: hold.expiresAt,
  });
  store.nameHoldEntry(work.tx, id, entryId);
  work.audit({
    action: "points.hold",
    memberId: member.id,
    target: `hold:${id}`,
    after: { orderId: hold.orderId, points },
  });
  return id;
}

function isSame(hold: store.HoldRow, request: HoldRequest): boolean {
  return hold.points === request.points && sameAmount(hold, request);
}

function answer(
  hold: Pick<store.HoldRow, "id" | "points" | "discountMinor" | "expiresAt"> & ToldAmount,
  available: number,
): HoldAnswer {
  return {
    holdId: hold.id,
    status: "HELD",
    points: hold.points,
    discountMinor: hold.discountMinor,
    ...originalDiscount(hold, hold.discountMinor),
    expiresAt: hold.expiresAt,
    available,
  };
}
