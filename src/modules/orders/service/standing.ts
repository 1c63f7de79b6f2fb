import type { Reader } from "@/platform/db";
import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { isUndone, undoneOf, worthBeforePoints } from "../rules/standing";
import type { Standing } from "../schema/book";
import * as store from "../store/facts";

/**
 * The one question to the order book that every act on an order asks: whose it is, what was paid, which
 * share of it is undone, and whether it was cancelled. Orders write the book; everybody before them
 * reads it here.
 */

export type { Standing } from "../schema/book";
export {
  buyersAmong,
  firstWorth,
  keptByOrders,
  ordersKnown,
  paidOrder,
  reachedAt,
  SPEND_SINCE_BY_MEMBER,
  spendSince,
} from "../store/facts";

/** What the book says of an order; undefined while nobody told of it. */
export function standingOf(db: Reader, orderId: string): Promise<Standing | undefined> {
  return store.standingOf(db, orderId);
}

/** What an act says of the order that it is about. */
export interface Act {
  orderId: string;
  memberId: number;
  /** The order's amount as the act says it. */
  orderAmountMinor: number;
}

/**
 * @throws DomainError DUPLICATE_REFERENCE for an order that is another member's (never whose), was
 * cancelled or is refunded in full
 */
export function requireStanding(order: Standing | undefined, act: Act): void {
  if (!order) return;
  const { orderId } = act;
  if (order.memberId !== act.memberId) {
    throw new DomainError("DUPLICATE_REFERENCE", { orderId, differs: "member" });
  }
  if (order.cancelledAt !== null) {
    throw new DomainError("DUPLICATE_REFERENCE", { orderId, cancelled: true });
  }
  if (isUndone(undoneOf(order, act.orderAmountMinor))) {
    throw new DomainError("DUPLICATE_REFERENCE", { orderId, refunded: true });
  }
}

/**
 * Asked again once the act has written its claim on an order that the book did not know: the order's
 * first event, which looks for claims after it has written the order, and the act can't miss each
 * other.
 *
 * @throws DomainError as requireStanding
 */
export async function confirmStanding(
  work: Work,
  before: Standing | undefined,
  act: Act,
): Promise<void> {
  if (!before) requireStanding(await store.lockStanding(work.tx, act.orderId), act);
}

/** The amount that a cap is a share of: as said, but no more than the order is worth if it is known. */
export function amountForCap(
  order: Standing | undefined,
  orderAmountMinor: number,
  discountMinor: number,
): number {
  const known = order && worthBeforePoints(order, discountMinor);
  return Math.min(orderAmountMinor, known ?? orderAmountMinor);
}
