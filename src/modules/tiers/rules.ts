import { invariant } from "@/platform/errors";
import type { Ladder, Rung } from "./schema";

/**
 * Reaching the threshold exactly reaches the tier.
 * Example: with BRONZE from ¥500, tierFor(ladder, 50000) is BRONZE and tierFor(ladder, 49999) is not.
 */
export function tierFor(ladder: Ladder, qualifyingMinor: number): Rung {
  let reached = ladder[0];
  for (const rung of ladder) {
    if (qualifyingMinor >= rung.thresholdMinor) reached = rung;
  }
  return reached;
}

export function rungOf(ladder: Ladder, code: string): Rung {
  const rung = ladder.find((candidate) => candidate.code === code);
  invariant(rung, `the ladder has ${code}`);
  return rung;
}

/** The rung above, or undefined at the top. */
export function nextRung(ladder: Ladder, code: string): Rung | undefined {
  const { rank } = rungOf(ladder, code);
  return ladder.find((rung) => rung.rank > rank);
}

/**
 * An order lifts at once, and may jump several tiers; it never lowers.
 * Example: a registered member whose spend comes to ¥2,000 becomes SILVER.
 *
 * @returns the tier reached, or null where nothing changes
 */
export function afterSpend(ladder: Ladder, currentCode: string, qualifyingMinor: number) {
  const reached = tierFor(ladder, qualifyingMinor);
  return reached.rank > rungOf(ladder, currentCode).rank ? reached : null;
}

export interface RefundFacts {
  currentCode: string;
  qualifyingBeforeMinor: number;
  qualifyingAfterMinor: number;
  /** A tier set by hand that still holds. */
  floorCode: string | null;
}

/**
 * A refund lowers a tier at once if the spend before it supported that tier and the spend after it
 * does not: a tier bought with refunded money was never earned. Otherwise protection stands.
 * Example: SILVER with ¥2,100 and a refund of ¥200 → BRONZE; SILVER by protection with ¥600 spend
 * and a refund of ¥200 → still SILVER.
 *
 * @returns the tier to fall to, never below the floor, or null where nothing changes
 */
export function afterRefund(ladder: Ladder, facts: RefundFacts): Rung | null {
  const current = rungOf(ladder, facts.currentCode);
  const supported = facts.qualifyingBeforeMinor >= current.thresholdMinor;
  if (!supported || facts.qualifyingAfterMinor >= current.thresholdMinor) return null;
  const left = tierFor(ladder, facts.qualifyingAfterMinor);
  const floor = facts.floorCode === null ? left : rungOf(ladder, facts.floorCode);
  const target = floor.rank > left.rank ? floor : left;
  return target.rank < current.rank ? target : null;
}

/** What is wrong with a ladder, or null: thresholds rise with rank, discounts never get worse. */
export function ladderFault(ladder: readonly Rung[]): string | null {
  if (ladder[0]?.thresholdMinor !== 0) return "the first tier starts at 0";
  for (const [index, rung] of ladder.entries()) {
    const below = ladder[index - 1];
    if (!below) continue;
    if (rung.rank <= below.rank) return `${rung.code}: ranks rise`;
    if (rung.thresholdMinor <= below.thresholdMinor)
      return `${rung.code}: thresholds rise with rank`;
    if (rung.discountRateBps > below.discountRateBps)
      return `${rung.code}: the discount gets worse`;
  }
  return null;
}
