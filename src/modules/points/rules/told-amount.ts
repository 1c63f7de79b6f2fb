import { fromProgram, originalOf } from "../../orders/rules/currency";
import { otherCurrency, type Rate } from "../../orders/schema/currency";

/** What an act says of an order's amount, in the program's currency and as it was told: pure. */
export interface ToldAmount {
  orderAmountMinor: number;
  /** Null in the program's own, as the two below. */
  currency: string | null;
  rate: Rate;
  ownAmountMinor: number | null;
}

export interface Telling {
  orderAmountMinor: number;
  currency?: string | undefined;
}

/** Whether it is told again as it was, whatever the currency is worth by now. */
export function sameAmount(kept: ToldAmount, again: Telling): boolean {
  const own = kept.ownAmountMinor ?? kept.orderAmountMinor;
  return kept.currency === otherCurrency(again.currency) && own === again.orderAmountMinor;
}

/**
 * What is taken off in the order's own currency: rounded down, and all of it where all is taken.
 * Example: ¥7.00 off $20.00 at 7.1 → $0.98.
 */
export function discountIn(kept: ToldAmount, discountMinor: number): number {
  const { orderAmountMinor, ownAmountMinor, rate } = kept;
  const whole = ownAmountMinor ?? orderAmountMinor;
  if (discountMinor <= 0) return 0;
  if (discountMinor >= orderAmountMinor) return whole;
  return Math.min(whole, fromProgram(discountMinor, rate));
}

/** What is left to pay in the order's own currency. Example: ¥70.00 left of $20.00 (¥142.00) at 7.1 → $9.86. */
export function leftIn(kept: ToldAmount, leftMinor: number): number {
  const whole = kept.ownAmountMinor ?? kept.orderAmountMinor;
  return whole - discountIn(kept, kept.orderAmountMinor - leftMinor);
}

/** For the answer, in the order's currency where that is another one. */
export function originalDiscount(kept: ToldAmount, discountMinor: number) {
  const amountMinor = kept.ownAmountMinor ?? kept.orderAmountMinor;
  return originalOf(kept, { amountMinor, discountMinor: discountIn(kept, discountMinor) });
}
