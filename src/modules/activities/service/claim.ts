import type { Work } from "@/platform/work";
import * as store from "../store/activities";
import { tellPacesOf } from "./pace";

export interface Demand {
  places: 0 | 1;
  points: number;
}

/**
 * Takes a place and points of an activity, or neither. A limit is decided at once by the row itself;
 * where there is none it is only counted, with the last statements of the work, because everybody's
 * orders meet on that row. Whoever claims of several does so in one order (those that add to each order,
 * by id, then the others by id), and the limited ones come first: two orders can't deadlock on them.
 */
export async function claim(
  work: Work,
  activity: store.ActivityRow,
  demand: Demand,
): Promise<boolean> {
  const all = { activityId: activity.id, ...demand };
  if (activity.capacity !== null || activity.pointsBudget !== null) {
    const isGiven = await store.claim(work.tx, all);
    if (isGiven) await tellPacesOf(work, activity, demand.points);
    return isGiven;
  }
  work.atEnd(() => store.count(work.tx, all));
  return true;
}

/** What was given is undone: room in the budget again, where there is one at once, else it is only counted. */
export function giveBackPoints(
  work: Work,
  activity: Pick<store.ActivityRow, "id" | "pointsBudget">,
  points: number,
): void {
  if (points === 0) return;
  const write = () => store.giveBackPoints(work.tx, activity.id, points);
  if (activity.pointsBudget === null) work.atEnd(write);
  else write();
}
