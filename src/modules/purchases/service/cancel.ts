import type { MemberRef } from "@/platform/auth";
import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { prefetchProspects } from "../../activities/service/prospects";
import { reviewGifts } from "../../automations/service/take-back";
import { releaseForOrder as releaseBenefits } from "../../benefits/service/end";
import { releaseForOrder as releaseCoupons } from "../../coupons/service/end";
import { keptOf } from "../../orders/rules/currency";
import * as store from "../../orders/service/book";
import { returnsOf, saveReturn } from "../../orders/service/book";
import { type Account, openAccount } from "../../points/service/account";
import { releaseForOrder } from "../../points/service/release";
import { type Action, type EventAnswer, none } from "../schema/answers";
import { followUps } from "./follow-ups";
import { knownOrder } from "./known-order";
import { undoPoints } from "./refunding";
import { ReturnsBook } from "./returns-book";
import { moveSpend } from "./spend";
import { tellCancelled } from "./tell";

/**
 * An order was cancelled, for good: spend and earned points are undone, what was redeemed on it is
 * restored, a living hold let go, its returns closed. One that nobody told of yet is remembered.
 *
 * Refusals in order: MEMBER_NOT_FOUND, DUPLICATE_REFERENCE (the order is another member's).
 */
export async function cancelOrder(
  work: Work,
  ref: MemberRef,
  orderId: string,
): Promise<EventAnswer> {
  const account = await openAccount(work, ref);
  const { order, actions } = await knownOrder(work, account, orderId);
  if (order.memberId !== account.member.id) {
    throw new DomainError("DUPLICATE_REFERENCE", { orderId, differs: "member" });
  }
  if (order.paidAt !== null) prefetchProspects(work, order.memberId, order.paidAt);
  if (order.cancelledAt !== null) return { actions: none("DUPLICATE"), duplicate: true };
  order.cancelledAt = work.now;
  store.saveCancelled(work.tx, order);
  await releaseForOrder(work, account, orderId);
  actions.push(...(await undo(work, account, order)));
  await releaseBenefits(work, account, orderId);
  await releaseCoupons(work, account, orderId);
  await reviewGifts(work, account);
  actions.push(...(await followUps(work, account, order)));
  return { actions: actions.length > 0 ? actions : none("NO_POINTS"), duplicate: false };
}

async function undo(work: Work, account: Account, order: store.OrderRow): Promise<Action[]> {
  const { orderId, paidAmountMinor: paid, paidAt } = order;
  const how = {
    reference: { type: "CANCEL" as const, id: orderId },
    breakdown: { orderId, cancelled: true },
  };
  const book = await ReturnsBook.open(work, order);
  const actions = await undoPoints(work, account, order, { book, returnId: null, ...how });
  await book.afterRefund(account, order, { amountMinor: 0, returnId: null, lineIds: [] }, how);
  store.saveRefunded(work.tx, order);
  if (paid === null || paidAt === null) {
    await closeParked(work, order);
    return actions;
  }
  tellCancelled(work, account, order);
  account.member.orderCount -= 1;
  const amountMinor = keptOf(order);
  const move = await moveSpend(work, account, { cause: "REFUND", orderId, amountMinor, paidAt });
  if (move) actions.push({ action: "TIER_CHANGED", ...move });
  return actions;
}

/** Returns that wait for their order end with it. */
async function closeParked(work: Work, order: store.OrderRow): Promise<void> {
  for (const { id } of await returnsOf(work.tx, order.id, "PARKED")) {
    saveReturn(work.tx, { id, openMinor: 0, status: "CLOSED" });
  }
}
