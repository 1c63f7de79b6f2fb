import type { Effect, Joining } from "../schema/activity";

/** What bounds an activity's points. */
export interface Bounds {
  effect: Effect;
  capacity: number | null;
  pointsBudget: number | null;
  /** Who takes part, and when: what bounds one that has neither places nor a budget. */
  startsAt: Date;
  endsAt: Date;
  minTierCode: string | null;
  joining: Joining;
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

/** Whether an activity without bound has more time, or others take part in it. */
function isWider(before: Bounds, after: Bounds): boolean {
  return (
    after.startsAt < before.startsAt ||
    after.endsAt > before.endsAt ||
    after.minTierCode !== before.minTierCode ||
    after.joining !== before.joining
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
  const fingerprint = ({ effect, capacity, pointsBudget }: Bounds) =>
    JSON.stringify([effect, capacity, pointsBudget]);
  const exposure = exposureOf(after);
  const isSame = before !== null && fingerprint(before) === fingerprint(after);
  if (isSame && (exposure !== null || !isWider(before, after))) return 0;
  if (exposure === null) return null;
  return Math.max(0, exposure - ((before && exposureOf(before)) ?? 0));
}
