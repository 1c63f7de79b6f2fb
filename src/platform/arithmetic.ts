/**
 * The one place where amounts are rounded: down, but for worths that are told. Products of points and money may pass 2^53:
 * those are taken in BigInt and brought back.
 */

/** floor(a × b ÷ divisor), exact. All ≥ 0. Example: floorShare(599, 150, 100) = 898. */
export function floorShare(a: number, b: number, divisor: number): number {
  const product = a * b;
  // Exact as it is, and many times as fast: the remainder of whole numbers is.
  if (Number.isSafeInteger(product) && divisor > 0)
    return (product - (product % divisor)) / divisor;
  return Number((BigInt(a) * BigInt(b)) / BigInt(divisor));
}

/** The same up, where what is worth something must never be told as nothing. Example: ceilShare(1, 100, 300) = 1. */
export function ceilShare(a: number, b: number, divisor: number): number {
  return Number((BigInt(a) * BigInt(b) + BigInt(divisor) - 1n) / BigInt(divisor));
}

/** Percentage reached, 0–100, floor. Example: progressPct(876000, 1000000) = 87. */
export function progressPct(part: number, whole: number): number {
  if (whole <= 0) return 100;
  return Math.min(100, floorShare(part, 100, whole));
}
