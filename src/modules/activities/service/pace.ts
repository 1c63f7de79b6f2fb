import type { Work } from "@/platform/work";
import { activityEvent } from "../events";
import { newPaces } from "../rules/pace";
import * as store from "../store/activities";
import { insertNotice } from "../store/notices";

/**
 * Tells what a budget has newly reached: to the world, and to operators. The row is locked by whoever has
 * just taken of it, so every step is told by one act alone.
 *
 * @param row as it is with what was taken
 */
export function tellPaces(work: Work, row: store.ActivityRow): void {
  const { pointsBudget } = row;
  const paces = newPaces(row);
  const last = paces.at(-1);
  if (pointsBudget === null || last === undefined) return;
  store.savePaced(work.tx, row.id, last);
  const figures = { pointsGiven: row.pointsGiven, pointsBudget };
  for (const pct of paces) {
    insertNotice(work.tx, { activityId: row.id, pct, ...figures, createdAt: work.now });
    const told = { activityId: row.id, kind: row.kind, reachedPct: pct, ...figures };
    work.emit(activityEvent("activity.budget_reached", null, told));
  }
}

/** The same after points were taken by a statement of the store. */
export async function tellPacesOf(
  work: Work,
  activity: Pick<store.ActivityRow, "id" | "pointsBudget">,
  points: number,
): Promise<void> {
  if (activity.pointsBudget === null || points === 0) return;
  const row = await store.lock(work.tx, activity.id);
  if (row) tellPaces(work, row);
}
