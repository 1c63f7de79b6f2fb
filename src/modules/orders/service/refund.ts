import type { MemberRef } from "@/platform/auth";
import { DomainError, invariant } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { prospectsOf } from "../../activities/service/prospects";
import { releaseForOrder as releaseBenefits } from "../../benefits/service/end";
import { type Account, openAccount } from "../../points/service/account";
import { takeBack, undoneShare } from "../../points/service/claw-back";
import { restoreForOrder } from "../../points/service/redeem";
import { type Action, type EventAnswer, none } from "../schema";
import * as store from "../store/orders";
import { insertReturn, returnByReference } from "../store/returns";
import { followUps } from "./follow-ups";
import { knownOrder } from "./known-order";
import { ReturnsBook } from "./returns-book";
import { checkMoment, moveSpend } from "./spend";
import { tellRefunded } from "./tell";

export interface Refund {
  orderId: string;
  refundId: string;
  amountMinor: number;
  refundedAt: Date;
  returnId: string | null;
}

/**
 * Part or all of an order was refunded: spend goes down, points it earned are clawed back and points
 * redeemed on it restored, pro rata and cumulative. Before its order it waits; after a cancellation
 * it is only recorded.
 *
 * Refusals in order: VALIDATION_FAILED (refundedAt lies ahead), MEMBER_NOT_FOUND,
 * DUPLICATE_REFERENCE (the refund, its return or its order is known otherwise), REFUND_EXCEEDS_PAID.
 */
export async function refundOrder(
  work: Work,
  ref: MemberRef,
  refund: Refund,
): Promise<EventAnswer> {
  checkMoment("refundedAt", refund.refundedAt, work.now);
  const account = await openAccount(work, ref);
  const order = await knownOrder(work, account, refund.orderId);
  if (order.memberId !== account.member.id) {
    throw new DomainError("DUPLICATE_REFERENCE", { orderId: refund.orderId, differs: "member" });
  }
  if (order.paidAt !== null) prospectsOf(work, order.memberId, order.paidAt);
  const earlier = await store.refundByReference(work.tx, refund.refundId);
  if (earlier) return repeated(earlier, order, refund);
  await rememberReturn(work, order, refund);
  const parked = order.paidAmountMinor === null;
  if (!parked) checkFits(order, refund.amountMinor);
  const cancelled = order.cancelledAt !== null;
  const status = parked ? "PARKED" : cancelled ? "RECORDED" : "APPLIED";
  const row = { ...refund, orderRowId: order.id, memberId: order.memberId, status } as const;
  store.insertRefund(work.tx, row, work.now);
  if (parked) return { parked: true };
  if (cancelled) return { actions: recordOnly(work, order, refund.amountMinor), duplicate: false };
  const applied = await applyRefund(work, account, order, refund);
  const actions = [...applied, ...(await followUps(work, account, order))];
  return { actions: actions.length > 0 ? actions : none("NO_POINTS"), duplicate: false };
}

function repeated(earlier: store.RefundRow, order: store.OrderRow, refund: Refund): EventAnswer {
  const same = earlier.orderRowId === order.id && earlier.amountMinor === refund.amountMinor;
  if (!same) throw new DomainError("DUPLICATE_REFERENCE", { refundId: refund.refundId });
  if (earlier.status === "PARKED") return { parked: true };
  return { actions: none("DUPLICATE"), duplicate: true };
}

/** A refund that comes before the return it ends: the late request will freeze nothing. */
async function rememberReturn(work: Work, order: store.OrderRow, refund: Refund): Promise<void> {
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

/** @throws DomainError REFUND_EXCEEDS_PAID with both figures */
export function checkFits(order: store.OrderRow, amountMinor: number): void {
  const paidAmountMinor = order.paidAmountMinor ?? 0;
  const refundedMinor = order.refundedMinor + amountMinor;
  if (refundedMinor <= paidAmountMinor) return;
  throw new DomainError("REFUND_EXCEEDS_PAID", {
    orderId: order.orderId,
    paidAmountMinor,
    refundedMinor,
  });
}

/** A refund after the cancellation: all of it is undone already. */
export function recordOnly(work: Work, order: store.OrderRow, amountMinor: number): Action[] {
  order.refundedMinor += amountMinor;
  store.saveRefunded(work.tx, order);
  return none("ORDER_CANCELLED");
}

/** Moves order, spend, tier and points by one refund that fits. */
export async function applyRefund(
  work: Work,
  account: Account,
  order: store.OrderRow,
  refund: Refund,
): Promise<Action[]> {
  const { paidAmountMinor: paid, paidAt } = order;
  invariant(paid !== null && paidAt !== null, "a refund is applied to a complete order");
  order.refundedMinor += refund.amountMinor;
  tellRefunded(work, account, refund);
  const { orderId, refundId, amountMinor } = refund;
  const how = {
    reference: { type: "REFUND", id: refundId },
    breakdown: { orderId, refundId, paidAmountMinor: paid, refundedMinor: order.refundedMinor },
  };
  const book = await ReturnsBook.open(work, order);
  const actions = await undoPoints(work, account, order, {
    book,
    returnId: refund.returnId,
    ...how,
  });
  await book.afterRefund(account, order, refund, how);
  // The rolling sum reads the order's row, so it must say what is refunded before the tier is told.
  store.saveRefunded(work.tx, order);
  const move = await moveSpend(work, account, { cause: "REFUND", orderId, amountMinor, paidAt });
  if (move) actions.push({ action: "TIER_CHANGED", ...move });
  if (order.refundedMinor === paid) await releaseBenefits(work, account, orderId);
  return actions;
}

export interface Undoing {
  book: ReturnsBook;
  returnId: string | null;
  reference: { type: string; id: string };
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
  const cancelled = order.cancelledAt !== null;
  // A cancelled order keeps nothing, whatever was paid for it.
  const paidMinor = cancelled ? 1 : (order.paidAmountMinor ?? 0);
  const refundedMinor = cancelled ? 1 : order.refundedMinor;
  const actions: Action[] = [];
  const points = undoneShare(pointsEarned, paidMinor, refundedMinor) - order.pointsClawed;
  if (points > 0) {
    order.pointsClawed += points;
    const frozen = book.takeForClawBack(points, returnId);
    const claw = { points, orderId, reference, breakdown, frozen };
    const entryId = await takeBack(work, account, claw);
    actions.push({ action: "POINTS_CLAWED_BACK", points, transactionId: String(entryId) });
  }
  const share = { paidMinor, refundedMinor };
  const restored = await restoreForOrder(work, account, orderId, share, reference);
  if (restored.entryId !== null) {
    const transactionId = String(restored.entryId);
    actions.push({ action: "POINTS_RESTORED", points: restored.points, transactionId });
  }
  return actions;
}
