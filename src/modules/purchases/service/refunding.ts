import { invariant } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { releaseForOrder as releaseBenefits } from "../../benefits/service/end";
import { releaseForOrder as releaseCoupons } from "../../coupons/service/end";
import { countedOf, originalOf } from "../../orders/rules/currency";
import { isUndone, pointsUndone, undoneInProgram, undoneOf } from "../../orders/rules/standing";
import type { RefundRow } from "../../orders/service/book";
import * as store from "../../orders/service/book";
import { earnedByOrder } from "../../points/rules/reference";
import { undonePoints } from "../../points/rules/refund";
import type { Reference } from "../../points/schema/references";
import type { Account } from "../../points/service/account";
import { takeBack } from "../../points/service/claw-back";
import { amountByRedemption, restoreForOrder } from "../../points/service/redemption";
import { releaseForOrder } from "../../points/service/release";
import { type Action, none } from "../schema/answers";
import { ReturnsBook } from "./returns-book";
import { type Fit, moveBy } from "./room";
import { moveSpend } from "./spend";
import { tellRefunded } from "./tell";

/** What a refund moves, once it is known how much of it fits. */

export type Fitted = Pick<
  RefundRow,
  | "refundId"
  | "countedMinor"
  | "spendMinor"
  | "leftOverMinor"
  | "refundedAt"
  | "returnId"
  | "amountMinor"
> & { fit: Fit };

function leftOver({ refundId }: Pick<RefundRow, "refundId">, { figures }: Fit): Action[] {
  const { countedMinor, leftOverMinor } = figures;
  if (leftOverMinor === 0) return [];
  return [{ action: "REFUND_LEFT_OVER", refundId, countedMinor, leftOverMinor }];
}

/** What was paid and refunded by now, for whoever asks what points went back for. */
function moneySaid(order: store.OrderRow, paid: number): Record<string, unknown> {
  const { paidMinor: paidAmountMinor, refundedMinor } = countedOf(order);
  const own = { amountMinor: paid, refundedMinor: order.refundedMinor };
  return { paidAmountMinor, refundedMinor, ...originalOf(order, own) };
}

/** A refund after the cancellation: all of it is undone already. */
export function recordOnly(work: Work, order: store.OrderRow, fit: Fit): Action[] {
  moveBy(work, order, fit);
  store.saveRefunded(work.tx, order);
  return none("ORDER_CANCELLED");
}

/** Moves order, spend, tier and points by what of one refund fits. */
export async function applyRefund(
  work: Work,
  account: Account,
  order: store.OrderRow,
  refund: Fitted,
): Promise<Action[]> {
  const { paidAmountMinor: paid, paidAt, orderId } = order;
  invariant(paid !== null && paidAt !== null, "a refund is applied to a complete order");
  const { refundId, returnId, countedMinor, fit } = refund;
  const spendMinor = refund.spendMinor ?? countedMinor;
  moveBy(work, order, fit);
  tellRefunded(work, account, order, refund);
  const how = {
    reference: { type: "REFUND" as const, id: refundId },
    breakdown: { orderId, refundId, ...moneySaid(order, paid) },
  };
  const book = await ReturnsBook.open(work, order);
  const actions = await undoPoints(work, account, order, { book, returnId, ...how });
  // What is of the order as a whole may be of any return.
  const isNamed = fit.named.namedMinor === fit.movesMinor;
  const lineIds = isNamed ? fit.parts.map(({ part }) => part.lineId) : [];
  await book.afterRefund(account, order, { amountMinor: fit.movesMinor, returnId, lineIds }, how);
  // The rolling sum reads the order's row, so it must say what is refunded before the tier is told.
  store.saveRefunded(work.tx, order);
  const spend = { cause: "REFUND", orderId, amountMinor: spendMinor, paidAt } as const;
  const move = await moveSpend(work, account, spend);
  if (move) actions.push({ action: "TIER_CHANGED", ...move });
  await letGo(work, account, order);
  return [...actions, ...leftOver(refund, fit)];
}

/** Nothing is left of the order: what is set aside for it and used on it counts no more. */
export async function letGo(work: Work, account: Account, order: store.OrderRow): Promise<void> {
  const { orderId } = order;
  const orderAmountMinor =
    order.paidAmountMinor === 0 ? await amountByRedemption(work, orderId) : null;
  if (isUndone(undoneOf(order, orderAmountMinor ?? 0))) {
    await releaseForOrder(work, account, orderId);
    await releaseBenefits(work, account, orderId);
    await releaseCoupons(work, account, orderId);
    return;
  }
  // Nobody but the acts themselves says what an order was worth that no money was paid for.
  if (order.paidAmountMinor !== 0 || order.amountMinor !== null) return;
  const upToMinor = undoneInProgram(order);
  await releaseForOrder(work, account, orderId, upToMinor);
  await releaseBenefits(work, account, orderId, upToMinor);
  await releaseCoupons(work, account, orderId, { upToMinor });
}

export interface Undoing {
  book: ReturnsBook;
  returnId: string | null;
  reference: Reference<"CLAW_BACK"> & Reference<"RESTORE">;
  breakdown: Record<string, unknown>;
}

/** Claws back what the order no longer keeps and restores what was redeemed on that share of it. */
export async function undoPoints(
  work: Work,
  account: Account,
  order: store.OrderRow,
  { book, returnId, reference, breakdown }: Undoing,
): Promise<Action[]> {
  const { orderId, pointsEarned } = order;
  const actions: Action[] = [];
  const points = undonePoints(pointsEarned, pointsUndone(order)) - order.pointsClawed;
  if (points > 0) {
    order.pointsClawed += points;
    const frozen = book.takeForClawBack(points, returnId);
    const earnedBy = earnedByOrder(orderId, order.changeCount);
    const claw = { points, orderId, earnedBy, reference, breakdown, frozen };
    const entryId = await takeBack(work, account, claw);
    actions.push({ action: "POINTS_CLAWED_BACK", points, transactionId: entryId });
  }
  const restored = await restoreForOrder(work, account, order, reference);
  if (restored.entryId !== null) {
    const transactionId = restored.entryId;
    actions.push({ action: "POINTS_RESTORED", points: restored.points, transactionId });
  }
  return actions;
}
