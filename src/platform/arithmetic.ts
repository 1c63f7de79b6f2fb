/**
 * The one place where amounts are rounded: always down. Products of points and money pass 2^53, so
 * they are taken in BigInt and brought back.
 */

/** floor(a × b ÷ divisor), exact. All ≥ 0. Example: floorShare(599, 150, 100) = 898. */
export function floorShare(a: number, b: number, divisor: number): number {
  return Number((BigInt(a) * BigInt(b)) / BigInt(divisor));
}

/** Percentage reached, 0–100, floor. Example: progressPct(876000, 1000000) = 87. */
export function progressPct(part: number, whole: number): number {
  if (whole <= 0) return 100;
  return Math.min(100, floorShare(part, 100, whole));
}
