import type { MemberRef } from "@/platform/auth";
import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { prefetchProspects } from "../../activities/service/prospects";
import * as book from "../../orders/service/book";
import { insertReturn, type OrderRow, returnByReference } from "../../orders/service/book";
import { openAccount } from "../../points/service/account";
import { type EventAnswer, none, parked } from "../schema";
import { followUps } from "./follow-ups";
import { knownOrder } from "./known-order";
import { applyRefund, recordOnly } from "./refunding";
import { exceeds, fitOf, requireRoomToPark, roomFor } from "./room";
import { checkMoment } from "./spend";

export interface Refund {
  orderId: string;
  refundId: string;
  /** Of the goods. */
  amountMinor: number;
  shippingMinor?: number | undefined;
  otherMinor?: number | undefined;
  refundedAt: Date;
  returnId: string | null;
}

/**
 * Part or all of an order was refunded: spend goes down, points it earned are clawed back and points
 * redeemed on it restored, pro rata and cumulative. What is more than the order still takes is left over,
 * and said. Before its order it waits; after a cancellation it is only recorded.
 *
 * Refusals in order: VALIDATION_FAILED (refundedAt lies ahead), MEMBER_NOT_FOUND,
 * DUPLICATE_REFERENCE (the refund, its return or its order is known otherwise), REFUND_EXCEEDS_PAID
 * (nothing of it fits), ORDER_AWAITED (as much waits for the order as may).
 */
export async function refundOrder(
  work: Work,
  ref: MemberRef,
  refund: Refund,
): Promise<EventAnswer> {
  checkMoment("refundedAt", refund.refundedAt, work.now);
  const account = await openAccount(work, ref);
  const { order, actions } = await knownOrder(work, account, refund.orderId);
  if (order.memberId !== account.member.id) {
    throw new DomainError("DUPLICATE_REFERENCE", { orderId: refund.orderId, differs: "member" });
  }
  if (order.paidAt !== null) prefetchProspects(work, order.memberId, order.paidAt);
  const earlier = await book.refundByReference(work.tx, refund.refundId);
  if (earlier) return repeated(earlier, order, refund);
  const waits = order.paidAmountMinor === null;
  if (waits) await requireRoomToPark(work, order);
  await rememberReturn(work, order, refund);
  const { amountMinor, shippingMinor = 0, otherMinor = 0 } = refund;
  const row = {
    ...{ ...refund, shippingMinor, otherMinor, countedMinor: 0, leftOverMinor: 0 },
    orderRowId: order.id,
    memberId: order.memberId,
  };
  if (waits) {
    book.insertRefund(work.tx, { ...row, status: "PARKED" }, work.now);
    return parked(actions);
  }
  const fit = fitOf(order, amountMinor, await roomFor(work, order));
  if (fit.isRefused) throw exceeds(order, amountMinor);
  const cancelled = order.cancelledAt !== null;
  const status = cancelled ? "RECORDED" : "APPLIED";
  book.insertRefund(work.tx, { ...row, ...fit.figures, status }, work.now);
  if (cancelled) return { actions: recordOnly(work, order, fit), duplicate: false };
  actions.push(...(await applyRefund(work, account, order, { ...row, ...fit.figures, fit })));
  actions.push(...(await followUps(work, account, order)));
  return { actions: actions.length > 0 ? actions : none("NO_POINTS"), duplicate: false };
}

function repeated(earlier: book.RefundRow, order: OrderRow, refund: Refund): EventAnswer {
  const same =
    earlier.orderRowId === order.id &&
    earlier.amountMinor === refund.amountMinor &&
    earlier.shippingMinor === (refund.shippingMinor ?? 0) &&
    earlier.otherMinor === (refund.otherMinor ?? 0);
  if (!same) throw new DomainError("DUPLICATE_REFERENCE", { refundId: refund.refundId });
  if (earlier.status === "PARKED") return { parked: true };
  return { actions: none("DUPLICATE"), duplicate: true };
}

/** A refund that comes before the return it ends: the late request will freeze nothing. */
async function rememberReturn(work: Work, order: OrderRow, refund: Refund): Promise<void> {
  const { returnId, amountMinor, refundedAt: requestedAt } = refund;
  if (returnId === null) return;
  const known = await returnByReference(work.tx, returnId);
  if (known && known.orderRowId !== order.id) {
    throw new DomainError("DUPLICATE_REFERENCE", { returnId, differs: "orderId" });
  }
  if (known) return;
  const { id: orderRowId, memberId } = order;
  const row = { returnId, orderRowId, memberId, amountMinor, openMinor: 0, requestedAt };
  await insertReturn(work.tx, { ...row, status: "ENDED_EARLY" }, work.now);
}
