import type { Effect } from "../schema/activity";

/** What bounds an activity's points. */
export interface Bounds {
  effect: Effect;
  capacity: number | null;
  pointsBudget: number | null;
}

/**
 * The most points that an activity can bring, or null without bound. Example: 100 points for each of 50
 * members with a budget of 2,000 → 2,000.
 */
export function exposureOf({ effect, capacity, pointsBudget }: Bounds): number | null {
  const ofMembers =
    effect.kind === "POINTS_MULTIPLIER" || capacity === null ? null : capacity * effect.points;
  if (ofMembers === null || pointsBudget === null) return ofMembers ?? pointsBudget;
  return Math.min(ofMembers, pointsBudget);
}

/**
 * Points that a published activity can bring more than before, or null where there is no bound to them.
 * Where nothing that bounds it changes there are none.
 *
 * @param before null for one that nobody could take part in yet
 */
export function addedExposure(before: Bounds | null, after: Bounds): number | null {
  const said = ({ effect, capacity, pointsBudget }: Bounds) =>
    JSON.stringify([effect, capacity, pointsBudget]);
  if (before && said(before) === said(after)) return 0;
  const exposure = exposureOf(after);
  if (exposure === null) return null;
  return Math.max(0, exposure - ((before && exposureOf(before)) ?? 0));
}
