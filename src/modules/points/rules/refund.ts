import { floorShare } from "@/platform/arithmetic";
import type { Undone } from "../../orders/schema/book";
import type { Accounts } from "../schema/ledger";
import { type HeldPart, splitHeld } from "./hold";
import { type Lot, mergeTouches, type NewLot, type Touch } from "./types";

/**
 * What an order takes back in all after refunds of so much: cumulative, so that any split of a
 * refund ends at the same figure and a full refund takes everything.
 * Example: 100 earned on ¥99.99, ¥33.33 refunded → keeps floor(100 × 6666 ÷ 9999) = 66, takes 34.
 */
export function undoneShare(points: number, paidMinor: number, refundedMinor: number): number {
  if (paidMinor === 0) return 0;
  return points - floorShare(points, paidMinor - refundedMinor, paidMinor);
}

/**
 * The same where lines earn unlike their money. What names a line takes what lies on it, and what names
 * none is pro rata of what lies on what is left: sums alone, so any order and any split end at the same
 * figure, and all of the money takes all of the points.
 * Example: 100 earned on ¥100, all by one line of ¥50; that line refunded → takes 100. ¥50 refunded of
 * the order as a whole → takes 50; then the line → the rest.
 */
export function undonePoints(points: number, undone: Undone): number {
  const { kept, whole } = keptOf(undone);
  return points - Number((BigInt(points) * kept) / whole);
}

/**
 * What of an order's points is undone for certain: rounded the other way, so that a budget never gets back
 * more than was taken. Example: 100 on ¥99.99, ¥33.33 refunded → 33, where 34 are taken.
 */
export function surelyUndone(points: number, undone: Undone): number {
  const { kept, whole } = keptOf(undone);
  return Number((BigInt(points) * (whole - kept)) / whole);
}

/** The share of an order's points that it keeps. */
function keptOf({ wholeMinor, undoneMinor, weights }: Undone): { kept: bigint; whole: bigint } {
  if (wholeMinor === 0) return { kept: 1n, whole: 1n };
  const isSimple =
    !weights || undoneMinor >= wholeMinor || weights.all === 0 || weights.namedMinor >= wholeMinor;
  if (isSimple) return { kept: BigInt(wholeMinor - undoneMinor), whole: BigInt(wholeMinor) };
  const { all, namedMinor, named } = weights;
  return {
    kept: BigInt(all - named) * BigInt(wholeMinor - undoneMinor),
    whole: BigInt(all) * BigInt(wholeMinor - namedMinor),
  };
}

export interface SourceFacts {
  points: number;
  /** The order's own lots, the first earned first: one, and one for each edit that earned more. */
  ownLots: readonly Lot[];
  /** Other matured lots, earliest expiry first. */
  otherLots: readonly Lot[];
}

/** From the order's own lots, pending or available, then available points of other lots. */
function takeFrom(facts: SourceFacts) {
  const touches: Touch[] = [];
  const sums = { available: 0, pending: 0 };
  let left = facts.points;
  const take = (lot: Lot) => {
    const part = Math.min(left, lot.remaining);
    if (part === 0) return;
    touches.push({ lotId: lot.id, points: -part, frozen: 0 });
    sums[lot.matured ? "available" : "pending"] += part;
    left -= part;
  };
  const own = new Set(facts.ownLots.map(({ id }) => id));
  for (const lot of facts.ownLots) take(lot);
  for (const lot of facts.otherLots) if (lot.matured && !own.has(lot.id)) take(lot);
  return { touches, sums, left };
}

export interface SourcePlan {
  deltas: Accounts;
  touches: Touch[];
}

/**
 * Takes the order's return-frozen points, then what is left in its own lots, then available points of
 * other lots; the rest becomes owed. Never held points, never other lots' pending.
 * Example: claw 100 with 10 frozen, 60 in the own lot and 20 elsewhere → frozen −10, own −60,
 * other −20, owed +10.
 */
export function clawBack(facts: SourceFacts & { frozen: readonly HeldPart[] }): SourcePlan {
  const { spent } = splitHeld(facts.frozen, facts.points);
  const frozen = spent.reduce((sum, part) => sum + part.points, 0);
  const { touches, sums, left } = takeFrom({ ...facts, points: facts.points - frozen });
  const thawed = spent.map(({ lotId, points }) => ({ lotId, points: 0, frozen: -points }));
  return {
    deltas: {
      available: -sums.available || 0,
      pending: -sums.pending || 0,
      frozen: -frozen || 0,
      owed: left,
    },
    touches: mergeTouches([...thawed, ...touches]),
  };
}

/**
 * Freezes what a return might claw back, from the same sources, as far as they go: a freeze makes no
 * debt. Example: freeze 50 with 30 left anywhere → frozen +30.
 */
export function freezePoints(facts: SourceFacts): SourcePlan {
  const { touches, sums } = takeFrom(facts);
  return {
    deltas: {
      available: -sums.available || 0,
      pending: -sums.pending || 0,
      frozen: sums.available + sums.pending,
      owed: 0,
    },
    touches: touches.map((touch) => ({ ...touch, frozen: -touch.points })),
  };
}

export interface RestoreFacts {
  /** What the redemption took, in the order it was taken, with each lot's expiry. */
  parts: readonly { lotId: number; points: number; expiresAt: Date }[];
  alreadyRestored: number;
  points: number;
  owed: number;
  now: Date;
  /** When points end that come back after their lot expired; null: they are past their end, as they were. */
  graceEndsAt: Date | null;
}

export interface RestorePlan {
  deltas: Accounts;
  touches: Touch[];
  newLot?: NewLot;
  wakesAt?: Date;
}

/**
 * Restored points go back to the lots they came from, last taken first, with the same expiry; what
 * expired meanwhile comes back as one new lot, or without a grace to its lot, to expire at once. Entering
 * `available`, they first pay what is owed.
 * Example: taken a 30, b 20; restore 25 → b +20, a +5.
 */
export function restorePoints(facts: RestoreFacts): RestorePlan {
  const { owed, now, graceEndsAt } = facts;
  let debt = Math.min(owed, facts.points);
  const deltas: Accounts = {
    available: facts.points - debt,
    pending: 0,
    frozen: 0,
    owed: -debt || 0,
  };
  const touches: Touch[] = [];
  let expired = 0;
  let wakesAt: Date | undefined;
  for (const { lotId, points, expiresAt } of partsToRestore(facts)) {
    if (expiresAt <= now && graceEndsAt !== null) {
      expired += points;
      continue;
    }
    const paid = Math.min(debt, points);
    debt -= paid;
    touches.push({ lotId, points: points - paid, frozen: 0 });
    if (!wakesAt || expiresAt < wakesAt) wakesAt = expiresAt;
  }
  const plan: RestorePlan = { deltas, touches };
  if (expired > 0 && graceEndsAt !== null) {
    plan.newLot = {
      original: expired,
      debtPaid: Math.min(debt, expired),
      matured: true,
      availableAt: now,
      expiresAt: graceEndsAt,
    };
    if (!wakesAt || graceEndsAt < wakesAt) wakesAt = graceEndsAt;
  }
  if (wakesAt) plan.wakesAt = wakesAt;
  return plan;
}

/** The next points to give back, counted from the end of what was taken. */
function* partsToRestore({ parts, alreadyRestored, points }: RestoreFacts) {
  let skip = alreadyRestored;
  let left = points;
  for (const part of [...parts].reverse()) {
    const skipped = Math.min(skip, part.points);
    skip -= skipped;
    const share = Math.min(left, part.points - skipped);
    left -= share;
    if (share > 0) yield { ...part, points: share };
  }
}
