import { MONEY_MINOR_MAX } from "@/platform/scalars";
import type { OrderLine } from "../schema/cart";
import { lineAmountMinor, linePaidMinor } from "../schema/check";
import { RATE_DECIMALS, type Rate } from "../schema/currency";

/** Money of a currency in the program's: pure, exact, and always rounded down. */

const ONE = 10n ** BigInt(RATE_DECIMALS);

/** Example: "7.1" → 710000000 of a hundred millionth. */
function scaled(rate: string): bigint {
  const [whole = "0", decimals = ""] = rate.split(".");
  return BigInt(whole) * ONE + BigInt(decimals.padEnd(RATE_DECIMALS, "0"));
}

/** Whether a rate says more than another one. */
export const isDearer = (before: string, after: string): boolean => scaled(after) > scaled(before);

/** Example: 1999 cents at 7.1234 → floor(14239.67…) = 14239 fen. */
export function toProgram(minor: number, rate: Rate): number {
  if (rate === null) return minor;
  return Number((BigInt(minor) * scaled(rate)) / ONE);
}

/** What money of the program comes to in a currency. Example: 1000 fen at 7.1234 → 140 cents. */
export function fromProgram(minor: number, rate: Rate): number {
  if (rate === null) return minor;
  return Number((BigInt(minor) * ONE) / scaled(rate));
}

interface Money {
  /** In the order's currency. */
  paidAmountMinor: number | null;
  refundedMinor: number;
  rate: Rate;
}

export interface Counted {
  paidMinor: number;
  refundedMinor: number;
}

/**
 * What an order counts in the program's currency. What is kept of it is rounded down, and what is
 * refunded is the rest: any split of a refund ends at the same, and all of the money takes all of it.
 * Example: 1000 cents at 7.123 count 7123; 333 of them refunded → keeps floor(667 × 7.123) = 4751, takes 2372.
 */
export function countedOf({ paidAmountMinor, refundedMinor, rate }: Money): Counted {
  const paid = paidAmountMinor ?? 0;
  const paidMinor = toProgram(paid, rate);
  if (rate === null) return { paidMinor, refundedMinor };
  return { paidMinor, refundedMinor: paidMinor - toProgram(paid - refundedMinor, rate) };
}

/** The same of what is left of it. */
export function keptOf(money: Money): number {
  const { paidMinor, refundedMinor } = countedOf(money);
  return paidMinor - refundedMinor;
}

/** The first of some amounts that no figure of the program's holds. */
export function tooMuch(amounts: Readonly<Record<string, number>>, rate: Rate): string | undefined {
  if (rate === null) return undefined;
  return Object.keys(amounts).find((name) => toProgram(amounts[name] ?? 0, rate) > MONEY_MINOR_MAX);
}

/** Each gets what the sum up to it brings, so that all of them come to what their sum is. */
function apportioned(amounts: readonly number[], rate: Rate): number[] {
  let before = 0;
  let told = 0;
  return amounts.map((amount) => {
    told += amount;
    const until = toProgram(told, rate);
    const own = until - before;
    before = until;
    return own;
  });
}

/**
 * Lines with their amounts in the program's currency, which come to what all of them together are
 * there. The price of one is rounded up, and what that is too much is taken off as a discount.
 */
export function linesInProgram(lines: readonly OrderLine[], rate: Rate): OrderLine[] {
  if (rate === null) return [...lines];
  const amounts = apportioned(lines.map(lineAmountMinor), rate);
  const paid = apportioned(lines.map(linePaidMinor), rate);
  const taxes = apportioned(
    lines.map(({ taxMinor = 0 }) => taxMinor),
    rate,
  );
  return lines.map((line, index) => {
    const { quantity, unitAmountMinor, taxMinor } = line;
    const unit = Number((BigInt(unitAmountMinor) * scaled(rate) + ONE - 1n) / ONE);
    return {
      ...line,
      unitAmountMinor: unit,
      discountMinor: quantity * unit - (amounts[index] ?? 0),
      paidMinor: paid[index] ?? 0,
      ...(taxMinor !== undefined && { taxMinor: taxes[index] ?? 0 }),
    };
  });
}

/** Amounts in the order's own currency under the name by which everybody is told of them; nothing in the program's. */
export function originalOf<Amounts extends object>(
  { currency, rate }: { currency: string | null; rate: Rate },
  amounts: Amounts,
): { original?: { currency: string; rate: string } & Amounts } {
  if (currency === null || rate === null) return {};
  return { original: { currency, rate, ...amounts } };
}
