import type { MemberRef } from "@/platform/auth";
import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { prefetchProspects } from "../../activities/service/prospects";
import { reviewGifts } from "../../automations/service/take-back";
import { type Parts, partsOf, saidMinor } from "../../orders/rules/parts";
import type { Telling } from "../../orders/schema/check";
import * as book from "../../orders/service/book";
import { insertReturn, type OrderRow, returnByReference } from "../../orders/service/book";
import { openAccount } from "../../points/service/account";
import { type EventAnswer, none, parked } from "../schema/answers";
import { requireCurrencyOf } from "./currency";
import { followUps } from "./follow-ups";
import { knownOrder } from "./known-order";
import { counted, type KeptPart, namesTheSame, waiting } from "./named";
import { applyRefund, recordOnly } from "./refunding";
import { fitOf, refusalOf, requireRoomToPark } from "./room";
import { checkMoment } from "./spend";

/** Of the goods: an amount, lines, or both. */
export interface Refund extends Telling {
  orderId: string;
  refundId: string;
  shippingMinor?: number | undefined;
  otherMinor?: number | undefined;
  refundedAt: Date;
  returnId: string | null;
  /** Default the order's own. */
  currency?: string | undefined;
}

/**
 * Part or all of an order was refunded: spend goes down, points it earned are clawed back and points
 * redeemed on it restored, pro rata and cumulative. What is more than the order still takes is left over,
 * and said. Before its order it waits; after a cancellation it is only recorded.
 *
 * Refusals in order: VALIDATION_FAILED (refundedAt lies ahead), MEMBER_NOT_FOUND,
 * DUPLICATE_REFERENCE (the order is another member's), VALIDATION_FAILED (another currency than the
 * order's), DUPLICATE_REFERENCE (the refund or its return is known otherwise), LINE_UNKNOWN (the order
 * has no such line), REFUND_EXCEEDS_PAID (nothing of it fits), ORDER_AWAITED (as much waits for the order
 * as may).
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
  requireCurrencyOf(order, refund.currency);
  if (order.paidAt !== null) prefetchProspects(work, order.memberId, order.paidAt);
  const earlier = await book.refundByReference(work.tx, refund.refundId);
  if (earlier) return repeated(work, earlier, order, refund);
  const waits = order.paidAmountMinor === null;
  if (waits) await requireRoomToPark(work, order);
  const told = partsOf(refund);
  const row = asRow(order, refund, told);
  await rememberReturn(work, order, row);
  if (waits) {
    keep(work, { ...row, status: "PARKED" }, waiting(told));
    return parked(actions);
  }
  const fit = await fitOf(work, order, told);
  const refusal = refusalOf(order, fit);
  if (refusal) throw refusal;
  const cancelled = order.cancelledAt !== null;
  const status = cancelled ? "RECORDED" : "APPLIED";
  keep(work, { ...row, ...fit.figures, status }, counted(fit));
  if (cancelled) return { actions: recordOnly(work, order, fit), duplicate: false };
  actions.push(...(await applyRefund(work, account, order, { ...row, ...fit.figures, fit })));
  await reviewGifts(work, account);
  actions.push(...(await followUps(work, account, order)));
  return { actions: actions.length > 0 ? actions : none("NO_POINTS"), duplicate: false };
}

function asRow(order: OrderRow, refund: Refund, told: Parts): Omit<book.NewRefund, "status"> {
  const { refundId, refundedAt, returnId, shippingMinor = 0, otherMinor = 0 } = refund;
  return {
    refundId,
    ...{ orderRowId: order.id, memberId: order.memberId },
    ...{ amountMinor: saidMinor(told) ?? 0, countedMinor: 0, leftOverMinor: 0, spendMinor: null },
    ...{ shippingMinor, otherMinor, refundedAt, returnId },
    currency: refund.currency ?? null,
  };
}

function keep(work: Work, row: book.NewRefund, parts: readonly KeptPart[]): void {
  const { refundId: reference, orderRowId, memberId } = row;
  book.insertRefund(work.tx, row, work.now);
  book.insertParts(work.tx, { kind: "REFUND", reference, orderRowId, memberId }, parts);
}

async function repeated(
  work: Work,
  earlier: book.RefundRow,
  order: OrderRow,
  refund: Refund,
): Promise<EventAnswer> {
  const same =
    earlier.orderRowId === order.id &&
    (refund.amountMinor ?? earlier.amountMinor) === earlier.amountMinor &&
    (await namesTheSame(work, "REFUND", refund.refundId, refund)) &&
    (refund.currency ?? earlier.currency) === earlier.currency &&
    earlier.shippingMinor === (refund.shippingMinor ?? 0) &&
    earlier.otherMinor === (refund.otherMinor ?? 0);
  if (!same) throw new DomainError("DUPLICATE_REFERENCE", { refundId: refund.refundId });
  if (earlier.status === "PARKED") return { parked: true };
  return { actions: none("DUPLICATE"), duplicate: true };
}

/** A refund that comes before the return it ends: the late request will freeze nothing. */
async function rememberReturn(
  work: Work,
  order: OrderRow,
  refund: Pick<book.RefundRow, "returnId" | "amountMinor" | "refundedAt" | "currency">,
): Promise<void> {
  const { returnId, amountMinor, refundedAt: requestedAt, currency } = refund;
  if (returnId === null) return;
  const known = await returnByReference(work.tx, returnId);
  if (known && known.orderRowId !== order.id) {
    throw new DomainError("DUPLICATE_REFERENCE", { returnId, differs: "orderId" });
  }
  if (known) return;
  const { id: orderRowId, memberId } = order;
  const row = { returnId, orderRowId, memberId, amountMinor, openMinor: 0, requestedAt };
  const named = { namedMinor: 0, namedWeight: 0, currency };
  await insertReturn(work.tx, { ...row, ...named, status: "ENDED_EARLY" }, work.now);
}
