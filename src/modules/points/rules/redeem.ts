import { floorShare } from "@/platform/arithmetic";
import { DomainError } from "@/platform/errors";

export interface RedeemTerms {
  /** Points that are worth one yuan. */
  pointsPerYuanOff: number;
  orderShareMaxBps: number;
}

/** What points are worth, minor units. Example: 250 points at 100 for ¥1 → 250 (¥2.50). */
export function worthMinor(points: number, pointsPerYuanOff: number): number {
  return floorShare(points, 100, pointsPerYuanOff);
}

/**
 * The most points an order takes: those worth at most the share of its amount.
 * Example: an order of ¥100.00 at 30 % → ¥30.00 → 3000 points.
 */
export function maxPointsFor(orderAmountMinor: number, terms: RedeemTerms): number {
  const maxMinor = floorShare(orderAmountMinor, terms.orderShareMaxBps, 10_000);
  return floorShare(maxMinor, terms.pointsPerYuanOff, 100);
}

export interface RedeemFacts {
  points: number;
  available: number;
  orderAmountMinor: number;
}

/**
 * The cap is checked before the balance: a shop shows the cap to everyone.
 *
 * @throws DomainError DEDUCTION_LIMIT_EXCEEDED, INSUFFICIENT_POINTS
 */
export function checkRedemption(facts: RedeemFacts, terms: RedeemTerms): { discountMinor: number } {
  const { points, available, orderAmountMinor } = facts;
  checkCap(points, orderAmountMinor, terms);
  checkAvailable(points, available);
  return { discountMinor: worthMinor(points, terms.pointsPerYuanOff) };
}

/** @throws DomainError DEDUCTION_LIMIT_EXCEEDED with the most that the order takes */
export function checkCap(points: number, orderAmountMinor: number, terms: RedeemTerms): void {
  const maxPoints = maxPointsFor(orderAmountMinor, terms);
  if (points <= maxPoints) return;
  const maxDiscountMinor = worthMinor(maxPoints, terms.pointsPerYuanOff);
  throw new DomainError("DEDUCTION_LIMIT_EXCEEDED", {
    required: points,
    maxPoints,
    maxDiscountMinor,
  });
}

/** @throws DomainError INSUFFICIENT_POINTS with required, available, shortage */
export function checkAvailable(required: number, available: number): void {
  if (required <= available) return;
  throw new DomainError("INSUFFICIENT_POINTS", {
    required,
    available,
    shortage: required - available,
  });
}
