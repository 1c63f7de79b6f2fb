import { floorShare } from "@/platform/arithmetic";
import { MONEY_MINOR_MAX } from "@/platform/scalars";

/** What an order earns, takes and is worth: figures alone, by which pages work out examples too. */

export interface PurchaseFacts {
  /** Money only, after discounts and points, minor units. */
  paidAmountMinor: number;
  pointsPerYuan: number;
  /** The tier before the order. */
  multiplierPct: number;
  /** The highest of 100 and the activity and benefit multipliers that apply. */
  boostPct: number;
  /** What of it earns, where that is not what was paid. */
  goods?: Goods;
  /** What is added to some of it beside. */
  raised?: Raised;
  /** No more than these. */
  pointsMax?: number;
}

/** What activities add: percent on some of the weight, and points whatever the tier. */
export interface Raised {
  /** Of each part its weight times the percent beyond the boost, summed up. */
  extraWeight: bigint;
  /** Of all parts. */
  ofWeight: bigint;
  points: number;
}

const UNRAISED: Raised = { extraWeight: 0n, ofWeight: 0n, points: 0 };

/** What earns of an order: minor units times percent, and points whatever the tier. */
export interface Goods {
  weight: number;
  fixedPoints: number;
}

/**
 * An order earns floor(base × tier multiplier × boost), base being the points of the whole yuan.
 * Example: ¥339.60 at GOLD (×1.5) → base 339 → 508 points. Where ¥100 of it earns twice and 20 points are
 * fixed: ¥439.60 → base 439 → 658 + 20 points. What is raised is rounded with all the rest, once.
 */
export function orderPoints(facts: PurchaseFacts): { base: number; points: number } {
  const { multiplierPct, boostPct, pointsMax = Number.POSITIVE_INFINITY } = facts;
  const { extraWeight, ofWeight, points: bonus } = facts.raised ?? UNRAISED;
  const { weight, fixedPoints } = facts.goods ?? {
    weight: 100 * facts.paidAmountMinor,
    fixedPoints: 0,
  };
  const base = Math.floor(weight / 10_000) * facts.pointsPerYuan;
  const multiplied =
    ofWeight === 0n
      ? floorShare(base, multiplierPct * boostPct, 10_000)
      : Number(
          (BigInt(base) * BigInt(multiplierPct) * (BigInt(boostPct) * ofWeight + extraWeight)) /
            (10_000n * ofWeight),
        );
  return { base, points: Math.min(multiplied + fixedPoints + bonus, pointsMax) };
}

/**
 * The least that a single order comes to which earns so many points without any boost; null where orders
 * earn nothing, or none is so large. Example: 161 points at 1 a yuan and ×1.5 → ¥108.
 */
export function spendFor(
  points: number,
  { pointsPerYuan, multiplierPct }: Pick<PurchaseFacts, "pointsPerYuan" | "multiplierPct">,
): number | null {
  if (points <= 0) return 0;
  if (pointsPerYuan === 0 || multiplierPct === 0) return null;
  const base = Math.ceil((points * 100) / multiplierPct);
  const minor = 100 * Math.ceil(base / pointsPerYuan);
  return minor > MONEY_MINOR_MAX ? null : minor;
}

/** What activities add to an order: a percentage for each of its parts, and points beside them. */
export interface Raise {
  pcts: readonly number[];
  bonus: number;
}

/** The order's points with so much added. */
export function raisedPoints(
  facts: PurchaseFacts,
  parts: readonly Pick<Goods, "weight">[],
  { pcts, bonus }: Raise,
): number {
  const raised = { extraWeight: 0n, ofWeight: 0n, points: bonus };
  for (const [at, { weight }] of parts.entries()) {
    raised.ofWeight += BigInt(weight);
    raised.extraWeight += BigInt(weight) * BigInt((pcts[at] ?? 0) - facts.boostPct);
  }
  return orderPoints({ ...facts, raised }).points;
}

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
