import type { MemberRef } from "@/platform/auth";
import { DomainError, invariant } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { requireActive } from "../../members/rules";
import { amountForCap, requireStanding, standingOf } from "../../orders/service/standing";
import { worthMinor } from "../rules/order-figures";
import { checkRedemption } from "../rules/redeem";
import { originalDiscount, sameAmount, type Telling } from "../rules/told-amount";
import { NO_CHANGE } from "../rules/types";
import { entryById, entryByReference } from "../store/entries";
import * as store from "../store/redemptions";
import { openAccount } from "./account";
import { takeAvailable } from "./available";
import { spendOnOrder } from "./redemption";
import { requireUnclaimed, requireYielding, yieldToService } from "./release";
import { amountBy } from "./told-amount";

export interface Use extends Telling {
  points: number;
  orderId: string;
}

export interface UseAnswer {
  transactionId: number;
  pointsUsed: number;
  /** Given back at once: the share of the order that is refunded already. */
  pointsRestored: number;
  discountMinor: number;
  payableMinor: number;
  /** The same in the order's currency, where that is another than the program's. */
  original?: ReturnType<typeof originalDiscount>["original"];
  available: number;
}

/**
 * Spends points on an order, once for each order. The same call again answers the same. A hold that the
 * member made themself gives way to it.
 *
 * Refusals in order: MEMBER_NOT_FOUND, DUPLICATE_REFERENCE (another call on this order, a service's
 * living hold on it, its redemption was reversed), CURRENCY_WITHOUT_RATE, DUPLICATE_REFERENCE (the order is another member's, cancelled or
 * refunded in full), MEMBER_STATUS_INVALID, DEDUCTION_LIMIT_EXCEEDED (by what is known of the order),
 * INSUFFICIENT_POINTS.
 */
export async function payWithPoints(work: Work, ref: MemberRef, use: Use): Promise<UseAnswer> {
  const account = await openAccount(work, ref);
  const { member, program } = account;
  const { points, orderId } = use;
  const [claims, order] = await Promise.all([
    store.claimsOn(work.tx, orderId, member.id),
    standingOf(work.tx, orderId),
  ]);
  if (claims.redemption && order?.cancelledAt == null) {
    return sameAnswer(work, claims.redemption, member.id, use);
  }
  requireUnclaimed(claims, orderId);
  requireYielding(work, claims, orderId);
  const amount = amountBy(program, use);
  const { orderAmountMinor } = amount;
  requireStanding(order, { orderId, memberId: member.id, orderAmountMinor });
  requireActive(member.status);
  await yieldToService(work, account, claims.ownHoldId);
  const { discountMinor } = checkRedemption(
    {
      points,
      available: member.available,
      orderAmountMinor: amountForCap(
        order,
        orderAmountMinor,
        worthMinor(points, program.rules.redeem.pointsPerYuanOff),
      ),
    },
    program.rules.redeem,
  );
  const { entryId, pointsRestored } = await spendOnOrder(work, account, {
    ...{ points, orderId, amount, discountMinor },
    deltas: { ...NO_CHANGE, available: -points },
    touches: await takeAvailable(work, account, points),
    order,
    claims,
  });
  member.lastActiveAt = work.now;
  return {
    transactionId: entryId,
    pointsUsed: points,
    pointsRestored,
    discountMinor,
    payableMinor: orderAmountMinor - discountMinor,
    ...originalDiscount(amount, discountMinor),
    available: member.available,
  };
}

async function sameAnswer(
  work: Work,
  earlier: store.RedemptionRow,
  memberId: number,
  use: Use,
): Promise<UseAnswer> {
  const { orderId } = use;
  // What somebody else spent on it is nobody's business.
  if (earlier.memberId !== memberId) throw new DomainError("DUPLICATE_REFERENCE", { orderId });
  const same = earlier.points === use.points && sameAmount(earlier, use);
  const reversed = earlier.reversedAt !== null;
  if (!same || reversed) throw new DomainError("DUPLICATE_REFERENCE", { orderId, reversed });
  const entry = await entryById(work.tx, earlier.entryId);
  invariant(entry, "a redemption has its entry");
  const atOnce = await restoredAtOnce(work, entry);
  return {
    transactionId: earlier.entryId,
    pointsUsed: earlier.points,
    pointsRestored: atOnce?.points ?? 0,
    discountMinor: earlier.discountMinor,
    payableMinor: earlier.orderAmountMinor - earlier.discountMinor,
    ...originalDiscount(earlier, earlier.discountMinor),
    available: (atOnce ?? entry).availableAfter,
  };
}

/** What went back in the very act that spent points on an order. */
export function restoredAtOnce(work: Work, { referenceId: id }: { referenceId: string }) {
  return entryByReference(work.tx, "RESTORE", { type: "ORDER", id });
}
