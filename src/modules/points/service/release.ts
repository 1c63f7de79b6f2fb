import { DomainError, invariant } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { letGo } from "../rules/hold";
import { earlier } from "../rules/types";
import * as store from "../store/holds";
import type { Claims } from "../store/redemptions";
import { type Account, openAccount, post, settle } from "./account";

/** How holds end other than by spending, whoever ends them. */

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
  holdId: number;
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
  const { id } = hold;
  if (hold.status === "RELEASED") {
    const available = hold.availableAfter ?? account.member.available;
    return { holdId: id, status: "RELEASED", available };
  }
  requireHeld(hold);
  await giveUp(work, account, hold);
  return { holdId: id, status: "RELEASED", available: account.member.available };
}

export async function giveUp(work: Work, account: Account, hold: store.HoldRow): Promise<void> {
  invariant(hold.entryId, "a hold has its entry");
  await giveBack(work, account, hold.id, await store.partsOfHold(work.tx, hold.entryId));
  endHold(work, account, hold, { status: "RELEASED", captureEntryId: null, pointsUsed: null });
}

/**
 * The member's living hold on an order that was cancelled, refunded in full or is somebody else's is
 * let go.
 *
 * @param upToMinor only where it said that the order is worth at most so much
 * @returns the points that it held
 */
export async function releaseForOrder(
  work: Work,
  account: Account,
  orderId: string,
  upToMinor = Number.POSITIVE_INFINITY,
): Promise<number> {
  const hold = await store.liveHoldOn(work.tx, orderId, account.member.id);
  if (!hold || hold.orderAmountMinor > upToMinor) return 0;
  await giveUp(work, account, hold);
  return hold.points;
}

/** @throws DomainError DUPLICATE_REFERENCE where points of somebody else are set aside or spent */
export function requireUnclaimed({ redemption, heldForOther }: Claims, orderId: string): void {
  if (redemption || heldForOther) throw new DomainError("DUPLICATE_REFERENCE", { orderId });
}

/**
 * The member's own hold makes room only for a service, and only where they made it themself.
 *
 * @throws DomainError DUPLICATE_REFERENCE with that hold
 */
export function requireYielding(work: Work, claims: Claims, orderId: string): void {
  if (claims.ownHoldId === null) return;
  if (!claims.ownHoldByService && work.caller.kind === "service") return;
  throw new DomainError("DUPLICATE_REFERENCE", { orderId, holdId: String(claims.ownHoldId) });
}

/** The member's own living hold on the order makes room for what a service does there. */
export async function yieldToService(
  work: Work,
  account: Account,
  ownHoldId: number | null,
): Promise<void> {
  const hold = ownHoldId === null ? undefined : await store.holdById(work.tx, ownHoldId);
  if (hold) await giveUp(work, account, hold);
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
