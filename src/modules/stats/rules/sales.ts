import { floorShare } from "@/platform/arithmetic";

/** What an order sold, by the shop's words for its goods: pure, over its lines. */

export const SALES_KINDS = ["CATEGORY", "BRAND"] as const;
export type SalesKind = (typeof SALES_KINDS)[number];

export interface SoldLine {
  categories: readonly string[];
  brand: string | null;
  /** What is left of what was paid for it, in the order's currency. */
  moneyLeft: number;
  /** What is left of its part of the order's points. */
  weightLeft: number;
}

export interface Sale {
  kind: SalesKind;
  /** Empty for goods without one. */
  word: string;
  spendMinor: number;
  points: number;
}

/**
 * Shares of a whole in proportion, which come to exactly the whole: each is what the sum up to it has
 * beyond the sum before it. Example: 100 over 333, 333 and 334 → 33, 33, 34.
 */
function sharesOf(whole: number, weights: readonly number[]): number[] {
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  let [before, told] = [0, 0];
  return weights.map((weight) => {
    before += weight;
    const share = (all === 0 ? 0 : floorShare(whole, before, all)) - told;
    told += share;
    return share;
  });
}

/**
 * The money and the points that an order keeps, by category and by brand. What was refunded of no line in
 * particular lowers all of them. Goods of two categories count in both, so only brands come to the whole.
 * Example: ¥90 kept of A (SHOES, ¥60) and B (no category, ¥40) → SHOES ¥54, none ¥36.
 */
export function salesOf(
  { spendMinor, points }: { spendMinor: number; points: number },
  lines: readonly SoldLine[],
): Sale[] {
  const money = sharesOf(
    Math.max(0, spendMinor),
    lines.map(({ moneyLeft }) => Math.max(0, moneyLeft)),
  );
  const earned = sharesOf(
    Math.max(0, points),
    lines.map(({ weightLeft }) => Math.max(0, weightLeft)),
  );
  const sales = new Map<string, Sale>();
  for (const [at, line] of lines.entries()) {
    for (const [kind, word] of wordsOf(line)) {
      const name = `${kind} ${word}`;
      const sale = sales.get(name) ?? { kind, word, spendMinor: 0, points: 0 };
      sale.spendMinor += money[at] ?? 0;
      sale.points += earned[at] ?? 0;
      sales.set(name, sale);
    }
  }
  return [...sales.values()];
}

function wordsOf({ categories, brand }: SoldLine): [SalesKind, string][] {
  const own = categories.length > 0 ? [...new Set(categories)] : [""];
  return [...own.map((word): [SalesKind, string] => ["CATEGORY", word]), ["BRAND", brand ?? ""]];
}
