import { endOfDayAfterMonths, plusDays } from "@/platform/business-time";
import { DomainError } from "@/platform/errors";
import { POINTS_MAX } from "@/platform/scalars";
import type { Accounts } from "../schema/ledger";
import { orderPoints, type PurchaseFacts } from "./order-figures";
import type { NewLot, Posting } from "./types";

/**
 * What a purchase earns, for the ledger.
 *
 * @throws DomainError VALIDATION_FAILED beyond what one operation may move
 */
export function purchasePoints(facts: PurchaseFacts): { base: number; points: number } {
  const { base, points } = orderPoints(facts);
  if (points > POINTS_MAX) {
    throw new DomainError("VALIDATION_FAILED", { pointsMax: POINTS_MAX }, [
      { path: "amountMinor", message: `≤ ${POINTS_MAX} points` },
    ]);
  }
  return { base, points };
}

export interface LotTerms {
  earnedAt: Date;
  now: Date;
  pendingDays: number;
  expiryMonths: number;
  timeZone: string;
}

/** When points earned at an instant can be spent, and until when. */
export function lotMoments(terms: LotTerms): { availableAt: Date; expiresAt: Date } {
  const { earnedAt, pendingDays, expiryMonths, timeZone } = terms;
  return {
    availableAt: pendingDays === 0 ? earnedAt : plusDays(earnedAt, pendingDays, timeZone),
    expiresAt: endOfDayAfterMonths(earnedAt, expiryMonths, timeZone),
  };
}

/**
 * New points become one lot: pending until they mature, or available at once, where they first pay
 * what is owed. Example: 100 points with 30 owed → available +70, owed −30.
 */
export function newPoints(
  points: number,
  moments: { availableAt: Date; expiresAt: Date },
  owed: number,
  now: Date,
): { deltas: Accounts; newLot: NewLot; wakesAt: Date } {
  const { availableAt, expiresAt } = moments;
  const matured = availableAt <= now;
  const debtPaid = matured ? Math.min(owed, points) : 0;
  const deltas: Accounts = {
    available: matured ? points - debtPaid : 0,
    pending: matured ? 0 : points,
    frozen: 0,
    owed: -debtPaid || 0,
  };
  const newLot = { original: points, debtPaid, matured, availableAt, expiresAt };
  return { deltas, newLot, wakesAt: !matured && availableAt < expiresAt ? availableAt : expiresAt };
}

/** An EARN entry's posting, but for its reference and words. */
export function earnPosting(
  points: number,
  terms: LotTerms,
  owed: number,
): Omit<Posting, "reference" | "type"> {
  const moments = lotMoments(terms);
  const made = newPoints(points, moments, owed, terms.now);
  return { ...made, touches: [], effectiveAt: terms.earnedAt, expiresAt: moments.expiresAt };
}
