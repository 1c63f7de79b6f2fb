import type { MemberRef } from "@/platform/auth";
import { DomainError, invariant } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { requireActive } from "../../members/service";
import { letGo } from "../rules/hold";
import { checkRedemption } from "../rules/redeem";
import { earlier, NO_CHANGE } from "../rules/types";
import * as store from "../store/holds";
import { orderState } from "../store/redemptions";
import { type Account, openAccount, post, settle } from "./account";
import { requireFreeOrder, takeAvailable } from "./redeem";

export interface HoldRequest {
  points: number;
  orderId: string;
  orderAmountMinor: number;
  ttlSeconds: number | null;
}

export interface HoldAnswer {
  holdId: string;
  status: "HELD";
  points: number;
  discountMinor: number;
  expiresAt: string;
  available: number;
}

/**
 * Sets points aside for a checkout. The same call on an order with a living hold answers again.
 *
 * Refusals in order: MEMBER_NOT_FOUND, DUPLICATE_REFERENCE (the order has a redemption, was
 * cancelled, or a hold of another input lives on it), MEMBER_STATUS_INVALID,
 * DEDUCTION_LIMIT_EXCEEDED, INSUFFICIENT_POINTS.
 */
export async function holdPoints(
  work: Work,
  ref: MemberRef,
  request: HoldRequest,
): Promise<HoldAnswer> {
  const account = await openAccount(work, ref);
  const { member, program } = account;
  const { points, orderId, orderAmountMinor } = request;
  const state = await orderState(work.tx, orderId);
  if (state.redemption) {
    const reversed = state.redemption.reversedAt !== null;
    throw new DomainError("DUPLICATE_REFERENCE", { orderId, reversed });
  }
  const living = state.holdId === null ? undefined : await store.holdById(work.tx, state.holdId);
  if (living && isSame(living, member.id, request)) return answer(living, member.available);
  requireFreeOrder(state, orderId);
  requireActive(member.status);
  const facts = { points, available: member.available, orderAmountMinor };
  const { discountMinor } = checkRedemption(facts, program.rules.redeem);
  const ttl = request.ttlSeconds ?? program.rules.redeem.holdTtlSeconds;
  const hold = {
    memberId: member.id,
    orderId,
    points,
    orderAmountMinor,
    discountMinor,
    madeByService: work.caller.kind === "service",
    expiresAt: new Date(work.now.getTime() + ttl * 1000),
  };
  const id = await setAside(work, account, hold);
  member.lastActiveAt = work.now;
  return answer({ ...hold, id }, member.available);
}

async function setAside(work: Work, account: Account, hold: store.NewHold): Promise<number> {
  const { member } = account;
  const { points } = hold;
  const taken = await takeAvailable(work, account, points);
  const id = await store.insertHold(work.tx, hold, work.now);
  const entryId = await post(work, account, {
    type: "HOLD",
    deltas: { ...NO_CHANGE, available: -points, frozen: points },
    touches: taken.map((touch) => ({ ...touch, frozen: -touch.points })),
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

function isSame(hold: store.HoldRow, memberId: number, request: HoldRequest): boolean {
  return (
    hold.memberId === memberId &&
    hold.points === request.points &&
    hold.orderAmountMinor === request.orderAmountMinor
  );
}

function answer(
  hold: Pick<store.HoldRow, "id" | "points" | "discountMinor" | "expiresAt">,
  available: number,
): HoldAnswer {
  return {
    holdId: String(hold.id),
    status: "HELD",
    points: hold.points,
    discountMinor: hold.discountMinor,
    expiresAt: hold.expiresAt.toISOString(),
    available,
  };
}

/** The hold and its member, locked and settled: a hold that has run out has ended by now. */
export async function openHold(work: Work, holdId: number) {
  const seen = await store.holdById(work.tx, holdId);
  if (!seen) throw new DomainError("HOLD_NOT_FOUND");
  const { memberId: self } = work.caller;
  // Somebody else's hold is not there for a member.
  if (self !== null && seen.memberId !== self) throw new DomainError("HOLD_NOT_FOUND");
  const account = await openAccount(work, { memberId: seen.memberId });
  const hold = await store.holdById(work.tx, holdId);
  invariant(hold?.entryId, "a hold stays and has its entry");
  return { account, hold: { ...hold, entryId: hold.entryId } };
}

export type OpenHold = Awaited<ReturnType<typeof openHold>>;

type Part = Awaited<ReturnType<typeof store.partsOfHold>>[number];

/** Lets held points go; what is past its expiry expires in the same transaction. */
export async function giveBack(work: Work, account: Account, holdId: number, parts: Part[]) {
  const plan = letGo(parts, account.member.owed);
  const moments = parts.map(({ expiresAt }) => expiresAt);
  const wakesAt = moments.reduce<Date | null>((first, at) => earlier(first, at), null);
  const entryId = await post(work, account, {
    type: "RELEASE",
    deltas: plan.deltas,
    touches: plan.touches,
    reference: { type: "HOLD", id: String(holdId) },
    effectiveAt: work.now,
    ...(wakesAt ? { wakesAt } : {}),
  });
  await settle(work, account, work.now);
  return entryId;
}

export function endHold(
  work: Work,
  { member }: Account,
  hold: store.HoldRow,
  how: Pick<store.HoldEnd, "status" | "captureEntryId" | "pointsUsed">,
): void {
  store.endHold(work.tx, hold.id, {
    ...how,
    availableAfter: member.available,
    endedAt: work.now,
  });
  work.audit({
    action: how.status === "CAPTURED" ? "points.capture" : "points.release",
    memberId: member.id,
    target: `hold:${hold.id}`,
    after: { orderId: hold.orderId, pointsUsed: how.pointsUsed ?? 0 },
  });
}

export interface ReleaseAnswer {
  holdId: string;
  status: "RELEASED";
  available: number;
}

/**
 * Gives back what was set aside. A second time answers the same.
 *
 * Refusals in order: HOLD_NOT_FOUND, PERMISSION_DENIED (a member, where a service made the hold),
 * HOLD_NOT_ACTIVE.
 */
export async function releaseHold(work: Work, holdId: number): Promise<ReleaseAnswer> {
  const open = await openHold(work, holdId);
  const { account, hold } = open;
  if (hold.madeByService && work.caller.kind === "member")
    throw new DomainError("PERMISSION_DENIED");
  const id = String(hold.id);
  if (hold.status === "RELEASED") {
    const available = hold.availableAfter ?? account.member.available;
    return { holdId: id, status: "RELEASED", available };
  }
  requireHeld(hold);
  await giveUp(work, account, hold);
  return { holdId: id, status: "RELEASED", available: account.member.available };
}

async function giveUp(work: Work, account: Account, hold: store.HoldRow): Promise<void> {
  invariant(hold.entryId, "a hold has its entry");
  await giveBack(work, account, hold.id, await store.partsOfHold(work.tx, hold.entryId));
  endHold(work, account, hold, { status: "RELEASED", captureEntryId: null, pointsUsed: null });
}

/** The living hold of a cancelled order is let go. */
export async function releaseForOrder(
  work: Work,
  account: Account,
  orderId: string,
): Promise<void> {
  const hold = await store.liveHoldOfOrder(work.tx, orderId);
  if (hold?.memberId === account.member.id) await giveUp(work, account, hold);
}

/** Every living hold of a member who closes is let go, whoever made it. */
export async function releaseAll(work: Work, account: Account): Promise<number> {
  const living = await store.liveHolds(work.tx, account.member.id);
  for (const hold of living) await giveUp(work, account, hold);
  return living.length;
}

export function requireHeld(hold: store.HoldRow): void {
  if (hold.status !== "HELD") throw new DomainError("HOLD_NOT_ACTIVE", { holdStatus: hold.status });
}
