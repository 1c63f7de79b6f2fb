import type { Reader } from "@/platform/db";
import type { Work } from "@/platform/work";
import { originalDiscount } from "../rules/told-amount";
import * as store from "../store/holds";
import { claimsOn } from "../store/redemptions";
import { openHold } from "./release";

/** A hold as of now. Refusals in order: HOLD_NOT_FOUND. */
export async function viewHold(work: Work, holdId: number) {
  const { hold } = await openHold(work, holdId);
  return {
    holdId: hold.id,
    orderId: hold.orderId,
    status: hold.status,
    points: hold.points,
    pointsUsed: hold.pointsUsed,
    discountMinor: hold.discountMinor,
    ...originalDiscount(hold, hold.discountMinor),
    orderAmountMinor: hold.orderAmountMinor,
    expiresAt: hold.expiresAt,
  };
}

/** What a settled member has set aside for an order or has spent on it; of others nothing is told. */
export async function onOrder(db: Reader, orderId: string, memberId: number, now: Date) {
  const { ownHoldId, redemption } = await claimsOn(db, orderId, memberId);
  const hold = ownHoldId === null ? undefined : await store.holdById(db, ownHoldId);
  const own = redemption?.memberId === memberId ? redemption : undefined;
  return {
    // Between the two reads it may have ended.
    held: hold?.status === "HELD" && hold.expiresAt > now ? hold : null,
    redeemed: own ? { points: own.points, discountMinor: own.discountMinor } : null,
  };
}
