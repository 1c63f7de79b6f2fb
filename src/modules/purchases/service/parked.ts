import type { Work } from "@/platform/work";
import * as book from "../../orders/service/book";
import { type OrderRow, type ReturnRow, returnsOf, saveReturn } from "../../orders/service/book";
import type { Account } from "../../points/service/account";
import type { Action } from "../schema";
import { applyRefund, recordOnly } from "./refunding";
import { openParked } from "./returns";
import { fitOf, roomFor } from "./room";
import { refused } from "./tell";

/**
 * What came before its order, by event time: returns are opened and refunds applied, as far as they fit.
 * One of which nothing fits is marked REFUSED, told to the world, and never fails the order.
 */
export async function applyParked(
  work: Work,
  account: Account,
  order: OrderRow,
): Promise<Action[]> {
  const [refunds, returns] = await Promise.all([
    book.parkedRefunds(work.tx, order.id),
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
  order: OrderRow,
  waiting: book.RefundRow,
  returns: ReturnRow[],
): Promise<Action[]> {
  const { refundId, amountMinor } = waiting;
  const fit = fitOf(order, amountMinor, await roomFor(work, order));
  const settle = (status: book.RefundRow["status"], refusal: string | null) =>
    book.settleParked(work.tx, { ...waiting, ...fit.figures, status }, refusal);
  if (fit.isRefused) {
    const reason = "REFUND_EXCEEDS_PAID";
    settle("REFUSED", reason);
    return refused(work, account, order, { kind: "REFUND", id: refundId, amountMinor, reason });
  }
  if (order.cancelledAt !== null) {
    settle("RECORDED", null);
    recordOnly(work, order, fit);
    return [];
  }
  settle("APPLIED", null);
  // By event time the return it names was asked for later: its ending came first.
  const late = returns.find((row) => row.returnId === waiting.returnId);
  if (late && late.requestedAt > waiting.refundedAt) {
    late.status = "REFUNDED";
    saveReturn(work.tx, { id: late.id, openMinor: 0, status: late.status });
  }
  return applyRefund(work, account, order, { ...waiting, ...fit.figures, fit });
}
