import type { Ladder, Rung } from "../schema";
import { rungOf, tierFor } from "./ladder";

/** A tier as somebody holds it. */
export interface HeldTier {
  code: string;
  protectedUntil: Date | null;
  /** Set by hand, as long as it holds. */
  floor: { code: string; until: Date } | null;
}

export interface MergedTier {
  rung: Rung;
  /** The spend of both reaches it. */
  isReached: boolean;
  /** The longest protection of whoever held it. */
  protectedUntil: Date | null;
  floor: HeldTier["floor"];
}

const later = (a: Date | null, b: Date | null) => (a === null || (b !== null && b > a) ? b : a);

/** The higher one; of two alike the one that holds longer. */
function better(ladder: Ladder, one: HeldTier["floor"], other: HeldTier["floor"]) {
  if (one === null || other === null) return one ?? other;
  const byRank = rungOf(ladder, one.code).rank - rungOf(ladder, other.code).rank;
  const isOne = byRank === 0 ? one.until >= other.until : byRank > 0;
  return isOne ? one : other;
}

/**
 * The tier of two who become one: what the spend of both reaches, and never less than either had.
 * Example: BRONZE with ¥1,200 and REGISTERED with ¥800 → SILVER.
 */
export function mergedTier(
  ladder: Ladder,
  held: readonly [HeldTier, HeldTier],
  qualifyingMinor: number,
): MergedTier {
  const reached = tierFor(ladder, qualifyingMinor);
  const rungs = held.map(({ code }) => rungOf(ladder, code));
  const rung = [reached, ...rungs].reduce((best, next) => (next.rank > best.rank ? next : best));
  const holders = held.filter((_, at) => rungs[at]?.rank === rung.rank);
  return {
    rung,
    isReached: reached.rank === rung.rank,
    protectedUntil: holders.reduce<Date | null>((end, one) => later(end, one.protectedUntil), null),
    floor: better(ladder, held[0].floor, held[1].floor),
  };
}
