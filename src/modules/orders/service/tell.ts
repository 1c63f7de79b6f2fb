import { invariant } from "@/platform/errors";
import type { Work } from "@/platform/work";
import type { Account } from "../../points/service/account";
import type { OrderRow, RefundRow } from "../store/orders";

/** What the world is told of an order whose spend moves. */

function paymentOf({ orderId, paidAmountMinor: amountMinor, paidAt }: OrderRow) {
  invariant(amountMinor !== null && paidAt !== null, "what counts was paid");
  return { orderId, amountMinor, paidAt: paidAt.toISOString() };
}

/** Told before its spend is counted, so that the tier is the one that decided its points. */
export function tellCompleted(work: Work, { member }: Account, order: OrderRow): void {
  const { externalId, tierCode } = member;
  work.emit("order.completed", member.id, { externalId, ...paymentOf(order), tierCode });
}

export function tellRefunded(
  work: Work,
  { member }: Account,
  refund: Pick<RefundRow, "refundId" | "amountMinor" | "refundedAt"> & { orderId: string },
): void {
  const { orderId, refundId, amountMinor } = refund;
  const refundedAt = refund.refundedAt.toISOString();
  const { externalId, tierCode } = member;
  const data = { externalId, orderId, refundId, amountMinor, refundedAt, tierCode };
  work.emit("order.refunded", member.id, data);
}

export function tellCancelled(work: Work, { member }: Account, order: OrderRow): void {
  const { externalId, tierCode } = member;
  work.emit("order.cancelled", member.id, { externalId, ...paymentOf(order), tierCode });
}
