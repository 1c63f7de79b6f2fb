import type { Work } from "@/platform/work";
import * as store from "../store/activities";

export interface Demand {
  places: 0 | 1;
  points: number;
}

/**
 * Takes a place and points of an activity, or neither. A limit is decided at once by the row itself;
 * where there is none it is only counted, with the last statements of the work, because everybody's
 * orders meet on that row. Whoever claims of several does so in one order (multipliers, then the
 * others by id), and the limited ones come first: two orders can't deadlock on them.
 */
export async function claim(
  work: Work,
  activity: store.ActivityRow,
  demand: Demand,
): Promise<boolean> {
  const all = { activityId: activity.id, ...demand };
  if (activity.capacity !== null || activity.pointsBudget !== null) {
    return store.claim(work.tx, all);
  }
  work.atEnd(() => store.count(work.tx, all));
  return true;
}
