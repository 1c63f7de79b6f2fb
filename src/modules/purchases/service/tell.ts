import { invariant } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { countedOf, originalOf } from "../../orders/rules/currency";
import type { OrderRow, RefundRow } from "../../orders/service/book";
import type { Account } from "../../points/service/account";
import { orderEvent } from "../events";
import type { Action, ParkedFault, ParkedKind } from "../schema/answers";

/** What the world is told of an order whose spend moves. */

function paymentOf(order: OrderRow) {
  const { orderId, paidAmountMinor: own, paidAt } = order;
  invariant(own !== null && paidAt !== null, "what counts was paid");
  const { paidMinor: amountMinor } = countedOf(order);
  return { orderId, amountMinor, paidAt, ...originalOf(order, { amountMinor: own }) };
}

/** Told before its spend is counted, so that the tier is the one that decided its points. */
export function tellCompleted(
  work: Work,
  { member }: Account,
  order: OrderRow,
  how: { imported?: true } = {},
): void {
  const { externalId, tierCode } = member;
  const data = { externalId, ...paymentOf(order), tierCode, ...how };
  work.emit(orderEvent("order.completed", member.id, data));
}

export function tellChanged(
  work: Work,
  { member }: Account,
  order: OrderRow,
  change: {
    version: number;
    amountBeforeMinor: number;
    refunds: readonly { refundId: string; refundedAt: Date; changeMinor: number }[];
    changedAt: Date;
  },
): void {
  const { externalId, tierCode } = member;
  const { refundedMinor } = countedOf(order);
  const refunds = change.refunds.map((refund) => ({ ...refund }));
  const data = { ...paymentOf(order), refundedMinor, ...change, refunds, tierCode };
  work.emit(orderEvent("order.changed", member.id, { externalId, ...data }));
}

export function tellRefunded(
  work: Work,
  { member }: Account,
  order: Pick<OrderRow, "orderId" | "currency" | "rate">,
  refund: Pick<
    RefundRow,
    "refundId" | "countedMinor" | "spendMinor" | "leftOverMinor" | "refundedAt"
  >,
): void {
  const { orderId } = order;
  const { refundId, countedMinor, spendMinor, leftOverMinor, refundedAt } = refund;
  const amountMinor = spendMinor ?? countedMinor;
  const { externalId, tierCode } = member;
  const own = originalOf(order, { amountMinor: countedMinor });
  const data = { orderId, refundId, amountMinor, leftOverMinor, refundedAt, tierCode, ...own };
  work.emit(orderEvent("order.refunded", member.id, { externalId, ...data }));
}

export function tellCancelled(work: Work, { member }: Account, order: OrderRow): void {
  const { externalId, tierCode } = member;
  work.emit(
    orderEvent("order.cancelled", member.id, { externalId, ...paymentOf(order), tierCode }),
  );
}

/**
 * What waited for its order does not fit it: the sender was answered 202 and hears of it by an event of
 * ours and by the answer to the order.
 */
export function refused(
  work: Work,
  { member }: Account,
  { orderId }: Pick<OrderRow, "orderId">,
  what: { kind: ParkedKind; id: string; amountMinor: number; reason: ParkedFault },
): Action[] {
  const { externalId } = member;
  work.emit(orderEvent("order.parked_refused", member.id, { externalId, orderId, ...what }));
  const { kind, id, reason } = what;
  return [{ action: "PARKED_REFUSED", kind, id, reason }];
}
