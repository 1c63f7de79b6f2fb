import type { Lying, Share, Standing, Undone } from "../schema/book";
import { toProgram } from "./currency";

/** What an order still takes: pure, over the figures that the book has of it. */

const NOTHING: Share = { wholeMinor: 1, undoneMinor: 0 };
const EVERYTHING: Share = { wholeMinor: 1, undoneMinor: 1 };

/** What refunds undid of an order that no money was paid for, as acts on it say its amount. */
export function undoneInProgram({
  undoneMinor,
  rate,
}: Pick<Standing, "undoneMinor" | "rate">): number {
  return toProgram(undoneMinor, rate);
}

/**
 * The share of an order that refunds and its cancellation undid: of the money paid, or of its amount
 * where no money was paid.
 * Example: 17000 paid, 8500 refunded → half. Nothing paid on 20000, 5000 refunded → a quarter.
 *
 * @param orderAmountMinor the amount as an act on the order said it, where the order itself did not: in
 * the program's currency
 */
export function undoneOf(order: Standing, orderAmountMinor = 0): Share {
  const { paidAmountMinor: paid, refundedMinor, undoneMinor } = order;
  if (order.cancelledAt !== null) return EVERYTHING;
  if (paid === null) return NOTHING;
  if (paid > 0) return { wholeMinor: paid, undoneMinor: refundedMinor };
  const [wholeMinor, gone] =
    order.amountMinor === null
      ? [orderAmountMinor, undoneInProgram(order)]
      : [order.amountMinor, undoneMinor];
  if (wholeMinor === 0) return NOTHING;
  return { wholeMinor, undoneMinor: Math.min(gone, wholeMinor) };
}

/** Beside what is undone, what will be. */
export interface More {
  minor: number;
  namedMinor: number;
  namedWeight: number;
}

const NO_MORE: More = { minor: 0, namedMinor: 0, namedWeight: 0 };

/** How far the points of an order are undone, or would be by so much more. */
export function pointsUndone(order: Standing & Lying, more = NO_MORE): Undone {
  const { wholeMinor, undoneMinor } = undoneOf(order);
  const undone = { wholeMinor, undoneMinor: Math.min(wholeMinor, undoneMinor + more.minor) };
  if (order.earnWeight === null) return { ...undone, weights: null };
  const named = Math.min(order.earnWeight, order.namedWeight + more.namedWeight);
  const namedMinor = order.namedMinor + more.namedMinor;
  return { ...undone, weights: { all: order.earnWeight, namedMinor, named } };
}

export const isUndone = ({ wholeMinor, undoneMinor }: Share) => undoneMinor >= wholeMinor;

/**
 * What refunds of the order may still come to; null where nobody knows its amount in its own currency.
 *
 * @param orderAmountMinor as for undoneOf
 */
export function roomOf(order: Standing, orderAmountMinor: number | null = null): number | null {
  const { paidAmountMinor: paid, refundedMinor, undoneMinor } = order;
  if (paid !== null && paid > 0) return paid - refundedMinor;
  const whole = order.amountMinor ?? (order.rate === null ? orderAmountMinor : null);
  return whole === null ? null : Math.max(0, whole - undoneMinor);
}

/**
 * What an order is worth before points: as the shop told it, else the money paid and what points took
 * off it, in the program's currency. Null where the book can't say.
 * Example: 17000 paid beside 3000 points at 100 for ¥1 → 20000.
 */
export function worthBeforePoints(
  order: Pick<Standing, "amountMinor" | "paidAmountMinor" | "rate">,
  discountMinor: number,
): number | null {
  const { amountMinor, paidAmountMinor: paid, rate } = order;
  if (amountMinor !== null) return toProgram(amountMinor, rate);
  return paid === null || paid === 0 ? null : toProgram(paid, rate) + discountMinor;
}
