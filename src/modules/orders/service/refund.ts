import type { MemberRef } from "@/platform/auth";
import { DomainError, invariant } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { type Account, openAccount } from "../../points/service/account";
import { takeBack, undoneShare } from "../../points/service/claw-back";
import { restoreForOrder } from "../../points/service/redeem";
import type { Action, EventAnswer } from "../schema";
import * as store from "../store";
import { checkMoment, moveSpend } from "./spend";

export interface Refund {
  orderId: string;
  refundId: string;
  amountMinor: number;
  refundedAt: Date;
  returnId: string | null;
}

/**
 * Part or all of an order was refunded: spend goes down, points it earned are clawed back and points
 * redeemed on it restored, pro rata and cumulative. Before its order it waits.
 *
 * Refusals in order: VALIDATION_FAILED (refundedAt lies ahead), MEMBER_NOT_FOUND,
 * DUPLICATE_REFERENCE (the refund or its order is known otherwise), REFUND_EXCEEDS_PAID.
 */
export async function refundOrder(work: Work, ref: MemberRef, refund: Refund): Promise<EventAnswer> {
  checkMoment("refundedAt", refund.refundedAt, work.now);
  const account = await openAccount(work, ref);
  const memberId = account.member.id;
  const shell = {
    orderId: refund.orderId,
    memberId,
    paidAmountMinor: null,
    paidAt: null,
    pointsEarned: 0,
  };
  const known = await store.lockOrder(work.tx, refund.orderId);
  const order = known ?? (await store.insertOrLockOrder(work.tx, shell, work.now)).order;
  const earlier = await store.refundByReference(work.tx, refund.refundId);
  if (earlier) return repeated(earlier, order, refund);
  if (order.memberId !== memberId) {
    throw new DomainError("DUPLICATE_REFERENCE", { orderId: refund.orderId, differs: "member" });
  }
  const parked = order.paidAmountMinor === null;
  if (!parked) checkFits(order, refund.amountMinor);
  const row = { ...refund, orderRowId: order.id, memberId, status: parked ? "PARKED" : "APPLIED" };
  store.insertRefund(work.tx, row as store.NewRefund, work.now);
  if (parked) return { parked: true };
  return { actions: await apply(work, account, order, refund), duplicate: false };
}

function repeated(earlier: store.RefundRow, order: store.OrderRow, refund: Refund): EventAnswer {
  const same = earlier.orderRowId === order.id && earlier.amountMinor === refund.amountMinor;
  if (!same) throw new DomainError("DUPLICATE_REFERENCE", { refundId: refund.refundId });
  if (earlier.status === "PARKED") return { parked: true };
  return { actions: [{ action: "NONE", reason: "DUPLICATE" }], duplicate: true };
}

function checkFits(order: store.OrderRow, amountMinor: number): void {
  const paidAmountMinor = order.paidAmountMinor ?? 0;
  const refundedMinor = order.refundedMinor + amountMinor;
  if (refundedMinor <= paidAmountMinor) return;
  throw new DomainError("REFUND_EXCEEDS_PAID", {
    orderId: order.orderId,
    paidAmountMinor,
    refundedMinor,
  });
}

/** Refunds that came before their order, by event time; one that does not fit never fails the order. */
export async function applyParked(
  work: Work,
  account: Account,
  order: store.OrderRow,
): Promise<Action[]> {
  const actions: Action[] = [];
  for (const parked of await store.parkedRefunds(work.tx, order.id)) {
    if (order.refundedMinor + parked.amountMinor > (order.paidAmountMinor ?? 0)) {
      store.settleParked(work.tx, parked.id, "REFUSED", "REFUND_EXCEEDS_PAID");
      continue;
    }
    const refund = { ...parked, orderId: order.orderId };
    actions.push(...(await apply(work, account, order, refund)));
    store.settleParked(work.tx, parked.id, "APPLIED", null);
  }
  return actions;
}

/** Moves order, spend, tier and points by one refund that fits. */
async function apply(
  work: Work,
  account: Account,
  order: store.OrderRow,
  refund: Pick<Refund, "orderId" | "refundId" | "amountMinor">,
): Promise<Action[]> {
  const { paidAmountMinor: paid, paidAt } = order;
  invariant(paid !== null && paidAt !== null, "a refund is applied to a complete order");
  order.refundedMinor += refund.amountMinor;
  const reference = { type: "REFUND", id: refund.refundId };
  const breakdown = {
    orderId: refund.orderId,
    refundId: refund.refundId,
    paidAmountMinor: paid,
    refundedMinor: order.refundedMinor,
  };
  const actions: Action[] = [];
  const points = undoneShare(order.pointsEarned, paid, order.refundedMinor) - order.pointsClawed;
  if (points > 0) {
    order.pointsClawed += points;
    const { orderId } = refund;
    const entryId = await takeBack(work, account, { points, orderId, reference, breakdown });
    actions.push({ action: "POINTS_CLAWED_BACK", points, transactionId: String(entryId) });
  }
  const share = { paidMinor: paid, refundedMinor: order.refundedMinor };
  const restored = await restoreForOrder(work, account, refund.orderId, share, reference);
  if (restored.entryId !== null) {
    const transactionId = String(restored.entryId);
    actions.push({ action: "POINTS_RESTORED", points: restored.points, transactionId });
  }
  // The rolling sum reads the order's row, so it must say what is refunded before the tier is told.
  store.saveRefunded(work.tx, order);
  const { amountMinor, orderId } = refund;
  const move = await moveSpend(work, account, { cause: "REFUND", orderId, amountMinor, paidAt });
  if (move) actions.push({ action: "TIER_CHANGED", ...move });
  if (actions.length === 0) actions.push({ action: "NONE", reason: "NO_POINTS" });
  return actions;
}
