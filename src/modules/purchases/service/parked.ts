import type { Work } from "@/platform/work";
import * as book from "../../orders/service/book";
import { type OrderRow, type ReturnRow, returnsOf, saveReturn } from "../../orders/service/book";
import type { Account } from "../../points/service/account";
import type { Action } from "../schema/answers";
import { isOtherThan } from "./currency";
import { counted, toldBy } from "./named";
import { applyRefund, recordOnly } from "./refunding";
import { openParked } from "./returns";
import { fitOf } from "./room";
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
  if (refunds.length + returns.length === 0) return [];
  const parts = await book.partsOfOrder(work.tx, order.id);
  const waiting = [
    ...returns.map((row) => ({
      at: row.requestedAt,
      apply: async () =>
        row.status === "PARKED" ? openParked(work, account, order, row, parts) : [],
    })),
    ...refunds.map((row) => ({
      at: row.refundedAt,
      apply: () => applyParkedRefund(work, account, order, { row, returns, parts }),
    })),
  ].sort((a, b) => a.at.getTime() - b.at.getTime());
  const actions: Action[] = [];
  for (const { apply } of waiting) actions.push(...(await apply()));
  return actions;
}

interface Waiting {
  row: book.RefundRow;
  returns: ReturnRow[];
  /** What all that is told of the order names of its lines. */
  parts: readonly book.PartRow[];
}

async function applyParkedRefund(
  work: Work,
  account: Account,
  order: OrderRow,
  { row: waiting, returns, parts }: Waiting,
): Promise<Action[]> {
  const { refundId } = waiting;
  const kept = { kind: "REFUND", reference: refundId } as const;
  const fit = await fitOf(
    work,
    order,
    toldBy(parts, { ...kept, amountMinor: waiting.amountMinor }),
  );
  const { amountMinor } = fit.figures;
  const settle = (status: book.RefundRow["status"], refusal: string | null) =>
    book.settleParked(work.tx, { ...waiting, ...fit.figures, status }, refusal);
  const isOther = isOtherThan(order, waiting.currency);
  if (isOther)
    fit.figures = { amountMinor, countedMinor: 0, leftOverMinor: amountMinor, spendMinor: null };
  if (isOther || fit.fault) {
    const reason = isOther || !fit.fault ? "CURRENCY_DIFFERS" : fit.fault.reason;
    settle("REFUSED", reason);
    return refused(work, account, order, { kind: "REFUND", id: refundId, amountMinor, reason });
  }
  book.saveCounted(work.tx, kept.kind, refundId, counted(fit));
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
