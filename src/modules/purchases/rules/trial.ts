import { floorShare } from "@/platform/arithmetic";
import { linesInProgram, toProgram } from "../../orders/rules/currency";
import type { OrderLine } from "../../orders/schema/cart";
import type { Rate } from "../../orders/schema/currency";
import type { Earning } from "../../points/rules/goods";

/** Figures of orders that are priced by rules that did not decide them: pure. */

interface Goods {
  lines: readonly OrderLine[];
  /** In the order's own currency, as all of these. */
  amountMinor: number | null;
  paidAmountMinor: number;
}

/**
 * What an order's goods cost before anything was taken off, in the program's currency: by its lines, else as
 * it was told; where neither was told, no more is known than what was paid.
 * Example: 2 × 5000 of which 4000 were taken off → 10000.
 */
export function goodsBeforeMinor(
  { lines, amountMinor, paidAmountMinor }: Goods,
  rate: Rate,
): { goodsMinor: number; isKnown: boolean } {
  if (lines.length > 0) {
    const priced = linesInProgram(
      lines.map((line) => ({ ...line, discountMinor: 0 })),
      rate,
    );
    const goodsMinor = priced.reduce(
      (sum, { quantity, unitAmountMinor, discountMinor }) =>
        sum + quantity * unitAmountMinor - discountMinor,
      0,
    );
    return { goodsMinor, isKnown: true };
  }
  const told = amountMinor ?? paidAmountMinor;
  return { goodsMinor: toProgram(told, rate), isKnown: amountMinor !== null };
}

/**
 * How an order's points lie on its lines, for whoever compares two prices of it: by what each weighs, those
 * of fixed lines first, the last line with what is left over by rounding.
 * Example: 100 points on lines that weigh 2 and 1 → 66 and 34.
 */
export function pointsByLine({ lines }: Pick<Earning, "lines">, points: number): number[] {
  const fixed = lines.reduce((sum, line) => sum + line.fixedPoints, 0);
  const weight = lines.reduce((sum, line) => sum + line.weight, 0);
  const byWeight = Math.max(0, points - fixed);
  const given = lines.map((line) => {
    const own = weight === 0 ? 0 : floorShare(byWeight, line.weight, weight);
    return own + Math.min(line.fixedPoints, points);
  });
  const last = lines.findLastIndex((line) => line.weight > 0 || line.fixedPoints > 0);
  const left = points - given.reduce((sum, one) => sum + one, 0);
  return given.map((one, at) => (at === last ? one + left : one));
}
