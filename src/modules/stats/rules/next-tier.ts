import { yearWorth } from "../../tiers/rules/year-worth";
import type { PointsTerms } from "../../tiers/schema";

interface Terms {
  discountRateBps: number;
  multiplierPct: number;
}

export interface YearOfOrders {
  /** Paid and kept. */
  spendMinor: number;
  /** What the tier's price took off beside it. */
  priceOffMinor: number;
}

/** Below it nobody is told: about nothing. */
const TOLD_FROM_MINOR = 100;

/**
 * What a tier would save somebody in a year of the same orders beside the one they have, in whole yuan;
 * null where that is nothing. The goods' price is what was paid and what the tier's price is known to
 * have taken off, so of a shop that does not tell of it rather too little is said than too much.
 *
 * Example: ¥4,500 paid after ¥500 off, 10 % off and ×1.2 against 15 % and ×1.5, points at 100 for ¥1 →
 * ¥750 and 6,375 points against ¥500 and 5,400: ¥259.
 */
export function moreOnTier(
  { spendMinor, priceOffMinor }: YearOfOrders,
  own: Terms,
  next: Terms,
  points: PointsTerms,
): number | null {
  const listMinor = spendMinor + priceOffMinor;
  const moreMinor =
    yearWorth(listMinor, next, points).totalMinor - yearWorth(listMinor, own, points).totalMinor;
  return moreMinor < TOLD_FROM_MINOR ? null : moreMinor - (moreMinor % 100);
}
