import { DomainError, invariant } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { amountForCap, requireStanding, standingOf } from "../../orders/service/standing";
import { splitHeld } from "../rules/hold";
import { worthMinor } from "../rules/order-figures";
import { checkCap } from "../rules/redeem";
import { originalDiscount, type ToldAmount } from "../rules/told-amount";
import { NO_CHANGE } from "../rules/types";
import { entryById } from "../store/entries";
import * as store from "../store/holds";
import { claimsOn, redemptionOfEntry } from "../store/redemptions";
import { restoredAtOnce } from "./pay-with-points";
import { spendOnOrder } from "./redemption";
import {
  endHold,
  giveBack,
  type OpenHold,
  openHold,
  requireHeld,
  requireUnclaimed,
} from "./release";
import { amountBy } from "./told-amount";

export interface CaptureRequest {
  /** How many of them; null for all that is held. */
  points: number | null;
  /** What the order is worth before points; null where the service said it when it held them. */
  orderAmountMinor: number | null;
  /** Of that amount; default the hold's. */
  currency?: string | undefined;
  /** The order that is paid; null where the service made the hold for it. */
  orderId?: string | null;
}

export interface CaptureAnswer {
  holdId: number;
  status: "CAPTURED";
  transactionId: number;
  pointsUsed: number;
  pointsReleased: number;
  /** Given back at once: the share of the order that is refunded already. */
  pointsRestored: number;
  discountMinor: number;
  /** The same in the order's currency, where that is another than the program's. */
  original?: ReturnType<typeof originalDiscount>["original"];
  available: number;
}

/**
 * Spends what was set aside, all of it or part; the rest goes back. Works for frozen members and
 * after the lots expired. The cap is checked again, by what the service says of the order and by what
 * is known of it. The same capture again answers the same.
 *
 * Where the member made the hold its id comes from a page of theirs, and may be of anybody's hold, or of one
 * that paid for another order already: the service says which order it is for.
 *
 * Refusals in order: HOLD_NOT_FOUND (or it is on another order), VALIDATION_FAILED (no order for a hold
 * that the member made, more than was held), HOLD_NOT_ACTIVE, VALIDATION_FAILED (no amount for one that they
 * made), CURRENCY_WITHOUT_RATE, DUPLICATE_REFERENCE (points were spent on the order, or it is
 * another member's, cancelled or refunded in full), DEDUCTION_LIMIT_EXCEEDED.
 */
export async function captureHold(
  work: Work,
  holdId: number,
  { points, orderAmountMinor, orderId = null, currency }: CaptureRequest,
): Promise<CaptureAnswer> {
  const open = await openHold(work, holdId);
  const { hold } = open;
  if (orderId !== null && orderId !== hold.orderId) throw new DomainError("HOLD_NOT_FOUND");
  if (!hold.madeByService) requireSaid("orderId", orderId);
  const pointsToCapture = points ?? hold.points;
  if (pointsToCapture > hold.points) {
    throw new DomainError("VALIDATION_FAILED", { held: hold.points }, [
      { path: "points", message: `≤ ${hold.points}` },
    ]);
  }
  if (hold.status === "CAPTURED" && hold.pointsUsed === pointsToCapture)
    return capturedBefore(work, open);
  requireHeld(hold);
  if (!hold.madeByService) requireSaid("orderAmountMinor", orderAmountMinor);
  const own = { currency: currency ?? hold.currency ?? undefined };
  const amount =
    orderAmountMinor === null ? hold : amountBy(open.account.program, { orderAmountMinor, ...own });
  return capture(work, open, pointsToCapture, amount);
}

/** What a member's own hold says of its order is theirs to make up. @throws DomainError VALIDATION_FAILED */
function requireSaid(path: string, said: string | number | null): void {
  if (said !== null) return;
  const message = "required for a hold that the member made";
  throw new DomainError("VALIDATION_FAILED", {}, [{ path, message }]);
}

/** As it was captured, whatever points are worth by now. */
async function capturedBefore(work: Work, { account, hold }: OpenHold): Promise<CaptureAnswer> {
  const used = hold.pointsUsed ?? 0;
  const entryId = hold.captureEntryId ?? 0;
  const [entry, redemption] = await Promise.all([
    entryById(work.tx, entryId),
    redemptionOfEntry(work.tx, entryId),
  ]);
  invariant(entry && redemption, "a captured hold has its entry and its redemption");
  return {
    holdId: hold.id,
    status: "CAPTURED",
    transactionId: entry.id,
    pointsUsed: used,
    pointsReleased: hold.points - used,
    pointsRestored: (await restoredAtOnce(work, entry))?.points ?? 0,
    discountMinor: redemption.discountMinor,
    ...originalDiscount(redemption, redemption.discountMinor),
    available: hold.availableAfter ?? account.member.available,
  };
}

async function capture(
  work: Work,
  open: OpenHold,
  points: number,
  { orderAmountMinor, currency, rate, ownAmountMinor }: ToldAmount,
): Promise<CaptureAnswer> {
  const { account, hold } = open;
  const { member, program } = account;
  const { orderId } = hold;
  const amount = { orderAmountMinor, currency, rate, ownAmountMinor };
  const { redeem } = program.rules;
  const discountMinor = worthMinor(points, redeem.pointsPerYuanOff);
  const [claims, order, parts] = await Promise.all([
    claimsOn(work.tx, orderId, member.id),
    standingOf(work.tx, orderId),
    store.partsOfHold(work.tx, hold.entryId),
  ]);
  requireUnclaimed(claims, orderId);
  requireStanding(order, { orderId, memberId: member.id, orderAmountMinor });
  checkCap(points, amountForCap(order, orderAmountMinor, discountMinor), redeem);
  const { spent, rest } = splitHeld(parts, points);
  const { entryId, pointsRestored } = await spendOnOrder(work, account, {
    orderId,
    points,
    amount,
    discountMinor,
    deltas: { ...NO_CHANGE, frozen: -points },
    touches: spent.map((part) => ({ lotId: part.lotId, points: 0, frozen: -part.points })),
    breakdown: { holdId: String(hold.id) },
    order,
    claims,
  });
  if (rest.length > 0) await giveBack(work, account, hold.id, rest);
  endHold(work, account, hold, { status: "CAPTURED", captureEntryId: entryId, pointsUsed: points });
  return {
    holdId: hold.id,
    status: "CAPTURED",
    transactionId: entryId,
    pointsUsed: points,
    pointsReleased: hold.points - points,
    pointsRestored,
    discountMinor,
    ...originalDiscount(amount, discountMinor),
    available: member.available,
  };
}
