import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import * as book from "../../orders/service/book";
import type { Account } from "../../points/service/account";
import type { Action } from "../schema/answers";
import { isOtherThan } from "./currency";
import { counted, toldBy } from "./named";
import { type Fit, fitOf, moveBy } from "./room";
import { refused, tellRefunded } from "./tell";

/** What an edited order's refunds come to anew. */
export interface Recounted {
  actions: Action[];
  /** Refunds that counted before, of which more or less fits now. */
  changed: { refundId: string; refundedAt: Date; changeMinor: number }[];
}

interface Recounting {
  order: book.OrderRow;
  parts: readonly book.PartRow[];
  changedAt: Date;
  into: Recounted;
}

/**
 * Counts an order's refunds once more, by event time, as if they had come after the edit: so it does not
 * matter which came first. An edit that was made after a refund and takes away what was refunded is a
 * fault of its sender.
 *
 * @throws DomainError CHANGE_BELOW_REFUNDED
 */
export async function recountRefunds(
  work: Work,
  account: Account,
  order: book.OrderRow,
  { parts, changedAt }: Pick<Recounting, "parts" | "changedAt">,
): Promise<Recounted> {
  const into: Recounted = { actions: [], changed: [] };
  const recounting = { order, parts, changedAt, into };
  const told = await book.settledRefunds(work.tx, order.id);
  for (const refund of told) await recount(work, account, refund, recounting);
  return into;
}

async function recount(
  work: Work,
  account: Account,
  refund: book.RefundRow,
  { order, parts, changedAt, into }: Recounting,
): Promise<void> {
  const { refundId: reference, refundedAt } = refund;
  if (isOtherThan(order, refund.currency)) return;
  const kept = { kind: "REFUND", reference, amountMinor: refund.amountMinor } as const;
  const fit = await fitOf(work, order, toldBy(parts, kept));
  const counts = refund.status !== "REFUSED";
  if (counts && refundedAt <= changedAt) requireFit(order, refund, fit);
  const changeMinor = await settle(work, account, refund, { order, fit, into });
  if (counts && changeMinor !== 0) {
    into.changed.push({ refundId: reference, refundedAt, changeMinor });
  }
}

/** @throws DomainError CHANGE_BELOW_REFUNDED where less of a refund fits than before */
function requireFit(
  { orderId, paidAmountMinor }: book.OrderRow,
  { refundId, amountMinor, leftOverMinor }: book.RefundRow,
  { fault, figures }: Fit,
): void {
  const refundedMinor = amountMinor - leftOverMinor;
  if (!fault && figures.amountMinor - figures.leftOverMinor >= refundedMinor) return;
  const lineId = fault?.lineId;
  throw new DomainError("CHANGE_BELOW_REFUNDED", {
    ...{ orderId, refundId, refundedMinor, paidAmountMinor: paidAmountMinor ?? 0 },
    ...(lineId !== undefined && { lineId }),
  });
}

/** In the program's currency. */
const spendOf = ({
  spendMinor,
  countedMinor,
}: Pick<book.RefundRow, "spendMinor" | "countedMinor">) => spendMinor ?? countedMinor;

/** @returns how much more of it counts than before */
async function settle(
  work: Work,
  account: Account,
  refund: book.RefundRow,
  { order, fit, into }: Pick<Recounting, "order" | "into"> & { fit: Fit },
): Promise<number> {
  const { refundId, status: before } = refund;
  const isCancelled = order.cancelledAt !== null;
  const { fault, figures } = fit;
  if (fault) {
    if (before === "REFUSED") return 0;
    const { reason } = fault;
    const none = { countedMinor: 0, leftOverMinor: refund.amountMinor, spendMinor: null };
    book.settleParked(work.tx, { ...refund, ...none, status: "REFUSED" }, reason);
    const what = { kind: "REFUND" as const, id: refundId, amountMinor: refund.amountMinor };
    into.actions.push(...refused(work, account, order, { ...what, reason }));
    return -spendOf(refund);
  }
  const status = before === "REFUSED" ? (isCancelled ? "RECORDED" : "APPLIED") : before;
  book.settleParked(work.tx, { ...refund, ...figures, status }, null);
  book.saveCounted(work.tx, "REFUND", refundId, counted(fit));
  moveBy(work, order, fit);
  if (before === "REFUSED" && !isCancelled)
    tellRefunded(work, account, order, { ...refund, ...figures });
  const { countedMinor: now, leftOverMinor } = figures;
  if (leftOverMinor > refund.leftOverMinor) {
    const left = { refundId, countedMinor: now, leftOverMinor };
    into.actions.push({ action: "REFUND_LEFT_OVER", ...left });
  }
  return spendOf(figures) - spendOf(refund);
}
