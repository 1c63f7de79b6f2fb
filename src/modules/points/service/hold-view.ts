import type { Work } from "@/platform/work";
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
    orderAmountMinor: hold.orderAmountMinor,
    expiresAt: hold.expiresAt,
  };
}
