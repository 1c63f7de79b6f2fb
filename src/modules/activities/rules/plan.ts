import { POINTS_MAX } from "@/platform/scalars";
import { isAsMoney, type Lying, lyingOn } from "../../points/rules/lying";
import type { Raise } from "../../points/rules/order-figures";
import type { Stacking } from "../schema/terms";
import type { PerOrder } from "./per-order";

/** What the activities of an order's moment add to it: pure, over its parts. */

/** A line of the order, its freight, or all of an order that was told without lines. */
export interface Part {
  lineId: string | null;
  /** Minor units times percent, as the rules of earning weigh it. */
  weight: number;
  /** Of goods that earn. */
  paidMinor: number;
}

export interface Candidate {
  id: number;
  effect: PerOrder;
  stacking: Stacking;
  /** Which parts it is about, one by one. */
  hits: readonly boolean[];
  /** What is left of its budget, with what it is charged for this order. */
  room: number;
  /** What it gives the order already, where it is edited. */
  given?: number;
}

export interface Use extends Lying {
  id: number;
  /** The parts that it was given for. */
  parts: readonly number[];
}

export interface Plan extends Raise {
  uses: readonly Use[];
  /** Nothing is left on which what multiplied the order before would still count. */
  replaces: boolean;
}

export interface PlanFacts {
  parts: readonly Part[];
  /** What multiplies the order already, 100 for nothing. */
  otherPct: number;
  candidates: readonly Candidate[];
  /** The order's points with so much added. */
  pointsAt: (raise: Raise) => number;
}

const RANK = { HIGHEST: 0, PRIORITY: 1, ALL: 2 } as const;
const KIND = { POINTS_MULTIPLIER: 0, BONUS_POINTS: 1 } as const;

const heightOf = (effect: PerOrder) =>
  effect.kind === "POINTS_MULTIPLIER" ? effect.multiplierPct : effect.points;

function byWords(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The order in which they are asked; nothing of it hangs on when they were made, but among equals. */
function inTurn(a: Candidate, b: Candidate): number {
  const ranks = RANK[a.stacking.mode] - RANK[b.stacking.mode];
  if (ranks !== 0) return ranks;
  if (a.stacking.mode === "PRIORITY" && b.stacking.mode === "PRIORITY") {
    const groups = byWords(a.stacking.group, b.stacking.group);
    return groups || a.stacking.priority - b.stacking.priority || a.id - b.id;
  }
  const kinds = KIND[a.effect.kind] - KIND[b.effect.kind];
  return kinds || heightOf(b.effect) - heightOf(a.effect) || a.id - b.id;
}

/** Of those with the same name only one counts on a part. */
function groupOf({ id, effect, stacking }: Candidate): string {
  switch (stacking.mode) {
    case "HIGHEST":
      return `HIGHEST ${effect.kind}`;
    case "PRIORITY":
      return `PRIORITY ${stacking.group}`;
    case "ALL":
      return `ALL ${id}`;
  }
}

interface Bid {
  raise: Raise;
  parts: number[];
  /** By what the points lie on the parts. */
  shares: bigint[];
}

/** What a candidate would add on the parts that nobody of its group has yet; null for nothing. */
function bidOf(candidate: Candidate, free: number[], facts: PlanFacts, raise: Raise): Bid | null {
  const { effect, stacking } = candidate;
  const { parts, otherPct } = facts;
  if (effect.kind === "POINTS_MULTIPLIER") {
    // Among the highest stands what a benefit multiplies, too.
    const added = effect.multiplierPct - (stacking.mode === "HIGHEST" ? otherPct : 100);
    const on = free.filter((at) => (parts[at]?.weight ?? 0) > 0);
    if (added <= 0 || on.length === 0) return null;
    const isOn = new Set(on);
    const pcts = raise.pcts.map((pct, at) => (isOn.has(at) ? pct + added : pct));
    return {
      raise: { ...raise, pcts },
      parts: on,
      shares: parts.map(({ weight }, at) => (isOn.has(at) ? BigInt(weight) : 0n)),
    };
  }
  const on = new Set(free.filter((at) => (parts[at]?.paidMinor ?? 0) > 0));
  const shares = parts.map(({ paidMinor }, at) => (on.has(at) ? paidMinor : 0));
  const paid = shares.reduce((sum, one) => sum + one, 0);
  if (paid < Math.max(1, effect.orderMinimumMinor)) return null;
  return {
    raise: { ...raise, bonus: raise.bonus + effect.points },
    parts: [...on],
    shares: shares.map(BigInt),
  };
}

/** Freight goes back with the goods, so what lies on it lies on them. */
const onGoods = (shares: readonly bigint[], parts: readonly Part[]) =>
  shares.filter((_, at) => parts[at]?.lineId !== null);

/** All of what it adds, or where its budget has no room for more what it gives the order already. */
const allowedOf = ({ room, given = 0 }: Candidate, points: number) =>
  points <= Math.max(room, given) ? points : given;

/**
 * Which activities count on which parts of an order, and the points that each adds. They are asked one
 * after another; each gets all of what it adds or, where its budget has no room for it, nothing, and
 * leaves its parts to the next of its group.
 * Example: shoes of ¥100 and socks of ¥50; shoes ×3 and everything ×2, both of the highest → shoes ×3
 * (+200), socks ×2 (+50).
 */
export function planActivities(facts: PlanFacts): Plan {
  const { parts, otherPct, candidates, pointsAt } = facts;
  let raise: Raise = { pcts: parts.map(() => otherPct), bonus: 0 };
  let total = pointsAt(raise);
  const taken = new Map<string, Set<number>>();
  const uses: Use[] = [];
  for (const candidate of [...candidates].sort(inTurn)) {
    const group = groupOf(candidate);
    const gone = taken.get(group) ?? new Set<number>();
    const free = parts.flatMap((_, at) => (candidate.hits[at] && !gone.has(at) ? [at] : []));
    const bid = bidOf(candidate, free, facts, raise);
    if (!bid) continue;
    const raised = pointsAt(bid.raise);
    const points = raised - total;
    const allowed = allowedOf(candidate, points);
    if (allowed <= 0 || raised > POINTS_MAX) continue;
    const shares = onGoods(bid.shares, parts);
    uses.push({ id: candidate.id, points: allowed, parts: bid.parts, shares });
    taken.set(group, new Set([...gone, ...bid.parts]));
    [raise, total] = [bid.raise, raised];
  }
  const highest = taken.get("HIGHEST POINTS_MULTIPLIER") ?? new Set();
  const replaces = parts.every(({ weight }, at) => weight === 0 || highest.has(at));
  return { ...raise, uses, replaces };
}

/**
 * How a use lies on the order's lines where that is kept: null where as their money does.
 *
 * @param paid what was paid for each line; none where the order was told without lines
 */
export function keptWeights(use: Use, paid: readonly number[]): number[] | null {
  return paid.length === 0 || isAsMoney(use.shares, paid) ? null : lyingOn(use);
}
