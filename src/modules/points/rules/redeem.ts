import { DomainError } from "@/platform/errors";
import { maxPointsFor, type RedeemTerms, worthMinor } from "./order-figures";

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
