import type { Work } from "@/platform/work";
import type { Account } from "../../points/service/account";
import type { Action } from "../schema";
import * as store from "../store/orders";
import { type ReturnRow, returnsOf, saveReturn } from "../store/returns";
import { applyRefund, recordOnly } from "./refund";
import { openParked } from "./returns";

/**
 * What came before its order, by event time: returns are opened and refunds applied. One that does
 * not fit is marked REFUSED and never fails the order.
 */
export async function applyParked(
  work: Work,
  account: Account,
  order: store.OrderRow,
): Promise<Action[]> {
  const [refunds, returns] = await Promise.all([
    store.parkedRefunds(work.tx, order.id),
    returnsOf(work.tx, order.id, "PARKED"),
  ]);
  const waiting = [
    ...returns.map((row) => ({
      at: row.requestedAt,
      apply: async () => (row.status === "PARKED" ? openParked(work, account, order, row) : []),
    })),
    ...refunds.map((row) => ({
      at: row.refundedAt,
      apply: () => applyParkedRefund(work, account, order, row, returns),
    })),
  ].sort((a, b) => a.at.getTime() - b.at.getTime());
  const actions: Action[] = [];
  for (const { apply } of waiting) actions.push(...(await apply()));
  return actions;
}

async function applyParkedRefund(
  work: Work,
  account: Account,
  order: store.OrderRow,
  parked: store.RefundRow,
  returns: ReturnRow[],
): Promise<Action[]> {
  if (order.refundedMinor + parked.amountMinor > (order.paidAmountMinor ?? 0)) {
    store.settleParked(work.tx, parked.id, "REFUSED", "REFUND_EXCEEDS_PAID");
    return [];
  }
  if (order.cancelledAt !== null) {
    store.settleParked(work.tx, parked.id, "RECORDED", null);
    recordOnly(work, order, parked.amountMinor);
    return [];
  }
  store.settleParked(work.tx, parked.id, "APPLIED", null);
  // By event time the return it names was asked for later: its ending came first.
  const late = returns.find((row) => row.returnId === parked.returnId);
  if (late && late.requestedAt > parked.refundedAt) {
    late.status = "REFUNDED";
    saveReturn(work.tx, { id: late.id, openMinor: 0, status: late.status });
  }
  return applyRefund(work, account, order, { ...parked, orderId: order.orderId });
}
