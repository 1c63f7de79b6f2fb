import { floorShare } from "@/platform/arithmetic";
import type { PointsTerms } from "../schema";

const WHOLE_BPS = 10_000;
const BASE_PCT = 100;

/** What goods of a year's list price bring on a tier; minor units, and points. */
export interface YearWorth {
  /** Taken off by the tier's price. */
  discountMinor: number;
  points: number;
  /** What those points take off later. */
  pointsMinor: number;
  totalMinor: number;
}

/**
 * What somebody saves who buys goods of a list price in a year and has the tier all along: its price,
 * and what the points of what they paid are worth. An outlook, rounded down: real orders earn each by
 * itself, in whole yuan.
 *
 * Example: ¥5,000 at 85 % and ×1.5, 1 point a yuan, 100 for ¥1 off → ¥750 off, 6,375 points worth
 * ¥63.75.
 */
export function yearWorth(
  listMinor: number,
  tier: { discountRateBps: number; multiplierPct: number },
  { perYuan, perYuanOff }: PointsTerms,
): YearWorth {
  const paidMinor = floorShare(listMinor, tier.discountRateBps, WHOLE_BPS);
  const base = floorShare(paidMinor, perYuan, 100);
  const points = floorShare(base, tier.multiplierPct, BASE_PCT);
  const pointsMinor = floorShare(points, 100, perYuanOff);
  const discountMinor = listMinor - paidMinor;
  return { discountMinor, points, pointsMinor, totalMinor: discountMinor + pointsMinor };
}
