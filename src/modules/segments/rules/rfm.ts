import type { Fifths } from "./moment";

/**
 * Scores from 1 to 5 of whoever ordered within 365 days; nobody else has any. Recency by days and frequency
 * by orders have fixed steps, so that a score says the same next month; spend has none that suits
 * every shop, and goes by fifths of those who have scores.
 */

const RECENCY_DAYS = [30, 60, 90, 180, 364] as const;
const FREQUENCY_FROM = [1, 2, 4, 6, 10] as const;

/** Days since the last order, from and to. Example: 5 → up to 30; 4 → 31 to 60. */
export function recencyDays(score: number): { min?: number; max: number } {
  const at = 5 - score;
  const before = RECENCY_DAYS[at - 1];
  const max = RECENCY_DAYS[at] ?? 0;
  return before === undefined ? { max } : { min: before + 1, max };
}

/** Orders within 365 days; no end for the highest. Example: 3 → 4 to 5. */
export function frequencyOrders(score: number): { min: number; max: number | null } {
  const next = FREQUENCY_FROM[score];
  return { min: FREQUENCY_FROM[score - 1] ?? 0, max: next === undefined ? null : next - 1 };
}

/** Spend within 365 days: from, and below. No end for the highest. */
export function spendRange(score: number, fifths: Fifths): { from: number; below: number } {
  return { from: fifths[score - 2] ?? 0, below: fifths[score - 1] ?? Infinity };
}
