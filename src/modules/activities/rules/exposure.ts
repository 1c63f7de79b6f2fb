import type { Effect, Joining } from "../schema/activity";
import type { Terms } from "../schema/terms";
import { isPerOrder } from "./per-order";
import { awardCost } from "./window";

/** What bounds an activity's points. */
export interface Bounds extends Terms {
  effect: Effect;
  /** The coupon as it is announced, and what one is worth at most in points; null without a bound. */
  couponVersionId: number | null;
  couponPoints: number | null;
  capacity: number | null;
  pointsBudget: number | null;
  /** Who takes part, and when: what bounds one that has neither places nor a budget. */
  startsAt: Date;
  endsAt: Date;
  minTierCode: string | null;
  joining: Joining;
}

/**
 * The most points that an activity can bring, coupons counted as points, or null without bound. Example: 100 points for each of 50
 * members with a budget of 2,000 → 2,000.
 */
export function exposureOf(bounds: Bounds): number | null {
  const { pointsBudget, couponVersionId, couponPoints } = bounds;
  // What a coupon without a greatest worth takes off no budget bounds, nor places.
  if (couponVersionId !== null && couponPoints === null) return null;
  const ofMembers = mostOfMembers(bounds);
  if (ofMembers === null || pointsBudget === null) return ofMembers ?? pointsBudget;
  return Math.min(ofMembers, pointsBudget);
}

/** What its places bound: each member once, or where every order counts as often as any may. */
function mostOfMembers(bounds: Bounds): number | null {
  const { effect, capacity, frequency } = bounds;
  if (effect.kind === "POINTS_MULTIPLIER" || capacity === null) return null;
  if (!isPerOrder(effect)) return capacity * awardCost(bounds);
  return frequency?.per === "lifetime" ? capacity * frequency.limit * effect.points : null;
}

const termsIn = ({ scope, hours, frequency, stacking, segmentId }: Terms) =>
  JSON.stringify([scope, hours, frequency, stacking, segmentId]);

/** Whether an activity without bound has more time, or others take part in it. */
function isWider(before: Bounds, after: Bounds): boolean {
  return (
    after.startsAt < before.startsAt ||
    after.endsAt > before.endsAt ||
    after.minTierCode !== before.minTierCode ||
    after.joining !== before.joining ||
    termsIn(after) !== termsIn(before)
  );
}

/**
 * Points that a published activity can bring more than before, or null where there is no bound to them.
 * Where nothing that bounds it changes there are none; where nothing bounds it, its time and who takes
 * part do.
 *
 * @param before null for one that nobody could take part in yet
 */
export function addedExposure(before: Bounds | null, after: Bounds): number | null {
  const fingerprint = (bounds: Bounds) => {
    const { effect, couponVersionId, couponPoints, capacity, pointsBudget, frequency } = bounds;
    return JSON.stringify([
      effect,
      couponVersionId,
      couponPoints,
      capacity,
      pointsBudget,
      frequency,
    ]);
  };
  const exposure = exposureOf(after);
  const isSame = before !== null && fingerprint(before) === fingerprint(after);
  if (isSame && (exposure !== null || !isWider(before, after))) return 0;
  if (exposure === null) return null;
  return Math.max(0, exposure - ((before && exposureOf(before)) ?? 0));
}
