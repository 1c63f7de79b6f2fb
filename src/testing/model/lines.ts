import { CURRENCY_RATE, type Of } from "./vocabulary";

/**
 * How orders, refunds and returns are told beyond what an operation says: with lines, in another currency,
 * with a coupon. The same choice for the same name, so that what is told again is told alike; the model
 * knows of it what it changes.
 */

const numberOf = (name: string) => [...name].reduce((sum, sign) => sum + sign.charCodeAt(0), 0);

const LINES = 3;

/** Whole figures that come to the whole: 10 → 3, 3, 4. */
export function sharesOf(whole: number): number[] {
  const upTo = (count: number) => Math.floor((whole * count) / LINES);
  return Array.from({ length: LINES }, (_, n) => upTo(n + 1) - upTo(n));
}

/** Whether an order is told with lines, where it is worth anything. */
export const hasLines = (order: string) => numberOf(order) % 3 > 0;

/** The line that a refund or return names; null where it names none. */
export function lineOf(reference: string): number | null {
  const number = numberOf(reference);
  return number % 3 > 0 ? Math.floor(number / 3) % LINES : null;
}

/** In a currency of which two are one of the program's, so that nothing is rounded. */
export const isForeign = (order: string) => numberOf(order) % 5 === 0;

const factorOf = (order: string) => (isForeign(order) ? 2 : 1);

const currencyOf = (order: string) =>
  isForeign(order) ? { currency: CURRENCY_RATE.currency } : {};

const mayHaveCoupon = (order: string) => numberOf(order) % 4 === 1;

/** Paid with a coupon that is good when it was paid. */
export const hasCoupon = ({ order, paid, paidAt, at }: Of<"complete">) =>
  mayHaveCoupon(order) && paid > 0 && paidAt >= at;

/** Where nothing was paid for it, what acts say of its amount would be in another currency, or of a coupon. */
export const isPriced = (order: string) => isForeign(order) || mayHaveCoupon(order);

type Told = Pick<Of<"complete">, "order" | "paid" | "worth">;

/** What is counted of each line: of its money, or of its price where no money was paid. */
export function linesOf({ order, paid, worth }: Told): { whole: number; gone: number }[] | null {
  const whole = paid > 0 ? paid : (worth ?? 0);
  if (!hasLines(order) || whole === 0) return null;
  return sharesOf(whole).map((share) => ({ whole: share, gone: 0 }));
}

export function goodsOf({ order, paid, worth }: Told) {
  const factor = factorOf(order);
  const said = {
    ...currencyOf(order),
    paidAmountMinor: factor * paid,
    ...(worth === null ? {} : { orderAmountMinor: factor * worth }),
  };
  const price = worth ?? paid;
  if (!hasLines(order) || price === 0) return said;
  const paidOf = sharesOf(paid);
  const lines = sharesOf(price).map((share, n) => ({
    ...LINE,
    ...{ lineId: `${n + 1}`, unitAmountMinor: factor * share },
    paidMinor: factor * (paidOf[n] ?? 0),
  }));
  return { ...said, lines };
}

const LINE = {
  ...{ sku: "ALL", categories: ["ALL"] },
  ...{ quantity: 1, discountMinor: 0, giftCard: false },
};

/** What a refund or return of an order is of. */
export function amountOf(order: string, reference: string, amount: number) {
  const amountMinor = factorOf(order) * amount;
  const said = { ...currencyOf(order), amountMinor };
  const line = lineOf(reference);
  if (line === null || amount === 0) return said;
  return { ...said, lines: [{ lineId: `${line + 1}`, amountMinor }] };
}

/** Of an order's own minor units, as the model counts. */
export const countedOf = (order: string, ownMinor: number) => ownMinor / factorOf(order);
