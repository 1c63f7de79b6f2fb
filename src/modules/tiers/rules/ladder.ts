import { plusMonths } from "@/platform/business-time";
import { invariant } from "@/platform/errors";
import type { Ladder, Rung } from "../schema";

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

/** The rung of a code; one that was removed is the rung its members went to. */
export function rungOf(ladder: Ladder, code: string): Rung {
  const rung =
    ladder.find((candidate) => candidate.code === code) ??
    ladder.find((candidate) => candidate.replaces.includes(code));
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
  return lowered(ladder, current, left, facts.floorCode);
}

/** Down to what is left, never below the floor; null where that is no lower. */
function lowered(ladder: Ladder, current: Rung, left: Rung, floorCode: string | null) {
  const floor = floorCode === null ? left : rungOf(ladder, floorCode);
  const target = floor.rank > left.rank ? floor : left;
  return target.rank < current.rank ? target : null;
}

export interface ReviewFacts {
  currentCode: string;
  qualifyingMinor: number;
  /** A tier set by hand that still holds. */
  floorCode: string | null;
}

/**
 * The review at protection's end: a tier that the spend supports is renewed, else it falls at most to
 * the tier that the spend supports. Example: GOLD with ¥2,500 in the period → SILVER.
 *
 * @returns the tier to fall to, never below the floor, or null where it stays
 */
export function afterReview(ladder: Ladder, facts: ReviewFacts): Rung | null {
  const current = rungOf(ladder, facts.currentCode);
  return lowered(ladder, current, tierFor(ladder, facts.qualifyingMinor), facts.floorCode);
}

export interface Protection {
  months: number;
  timeZone: string;
}

/**
 * Until when a tier is protected that was reached at a moment: its first end that is still to come,
 * since the reviews until now would have renewed it.
 * Example: 6 months, reached on 2024-05-10 and told of on 2026-07-01 → 2026-11-10.
 */
export function protectedUntil(since: Date, now: Date, { months, timeZone }: Protection): Date {
  if (months === 0) return now;
  for (let times = 1; ; times++) {
    const until = plusMonths(since, months * times, timeZone);
    if (until > now) return until;
  }
}

export interface PublishedFacts {
  currentCode: string;
  /** What counted by the rules before: whoever is below what it reached was set there by hand. */
  qualifyingBeforeMinor: number;
  qualifyingMinor: number;
}

/**
 * What is published lifts at once whom a lowered threshold or a longer period lets reach more, and moves the
 * members of a removed tier; a raised threshold waits for the review. Somebody set below their spend by hand is
 * left there until their next order.
 * Example: GOLD from ¥5,000 to ¥3,000 → a SILVER member with ¥3,200 becomes GOLD.
 *
 * @returns the tier to move to, or null where nothing changes
 */
export function afterPublished(before: Ladder, now: Ladder, facts: PublishedFacts): Rung | null {
  const { currentCode, qualifyingMinor } = facts;
  const current = rungOf(now, currentCode);
  const known = before.find(({ code, replaces }) => [code, ...replaces].includes(currentCode));
  const byHand = known && tierFor(before, facts.qualifyingBeforeMinor).rank > known.rank;
  const reached = tierFor(now, qualifyingMinor);
  if (known && !byHand && reached.rank > current.rank) return reached;
  return current.code === currentCode ? null : current;
}

/** Members of some tiers whose spend lies in a span: from the one up to before the other. */
export interface SpendSpan {
  codes: readonly string[];
  fromMinor: number;
  toMinor: number | null;
}

/**
 * Whom a ladder would lift, put as afterPublished decides it and by spend alone: those of a tier that
 * stays whose spend reaches the rung above by the new ladder and did not by the old.
 * Example: GOLD from ¥5,000 to ¥3,000 → SILVER with ¥3,000 up to before ¥5,000.
 */
export function liftedSpans(
  before: Ladder,
  now: readonly Pick<Rung, "code" | "thresholdMinor">[],
): SpendSpan[] {
  return before.flatMap(({ code, replaces }, at): SpendSpan[] => {
    const place = now.findIndex((rung) => rung.code === code);
    const above = now[place + 1];
    if (place < 0 || !above) return [];
    const toMinor = before[at + 1]?.thresholdMinor ?? null;
    const fromMinor = above.thresholdMinor;
    if (toMinor !== null && fromMinor >= toMinor) return [];
    return [{ codes: [code, ...replaces], fromMinor, toMinor }];
  });
}

export interface LadderFault {
  /** Of the field, from the ladder's list on: `2.thresholdMinor`. */
  path: string;
  /** What it would have to be, in signs that need no translation. */
  fault: string;
}

/**
 * What is wrong with a ladder, field by field: the first tier starts at 0, thresholds rise with rank,
 * discounts never get worse. Example: GOLD at SILVER's threshold → `3.thresholdMinor` "> 200000".
 */
export function ladderFaults(ladder: readonly Rung[]): LadderFault[] {
  const [first, ...above] = ladder;
  if (!first) return [{ path: "", fault: "≥ 1" }];
  const faults: LadderFault[] = [];
  const must = (holds: boolean, path: string, fault: string) => {
    if (!holds) faults.push({ path, fault });
  };
  must(first.thresholdMinor === 0, "0.thresholdMinor", "= 0");
  let below = first;
  for (const [at, rung] of above.entries()) {
    const field = (name: keyof Rung) => `${at + 1}.${name}`;
    const isNew = ladder.findIndex(({ code }) => code === rung.code) === at + 1;
    must(isNew, field("code"), `≠ ${rung.code}`);
    must(rung.rank > below.rank, field("rank"), `> ${below.rank}`);
    const risen = rung.thresholdMinor > below.thresholdMinor;
    must(risen, field("thresholdMinor"), `> ${below.thresholdMinor}`);
    const better = rung.discountRateBps <= below.discountRateBps;
    must(better, field("discountRateBps"), `≤ ${below.discountRateBps}`);
    below = rung;
  }
  return faults;
}
