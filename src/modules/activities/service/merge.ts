import type { Reader } from "@/platform/db";
import type { Work } from "@/platform/work";
import type { MergeFault } from "../../members/schema";
import type { Pair } from "../../members/service/merge";
import * as activities from "../store/activities";
import * as store from "../store/participations";
import { moveUses } from "../store/uses";

export { countParts } from "../store/participations";

/** An activity gives one person one award: of two that were given nobody takes one back by merging. */
export async function faultsOfActivities(db: Reader, { from, into }: Pair): Promise<MergeFault[]> {
  const joined = await store.joinedByBoth(db, from.id, into.id);
  return joined
    .filter(({ fromAwards, intoAwards }) => fromAwards > 0 && intoAwards > 0)
    .map(({ activityId }) => ({ reason: "ACTIVITY_AWARDED_TWICE", about: String(activityId) }));
}

/** Who took part twice takes part once: the award stays where there is one, and the other place is free again. */
export async function mergeParts(work: Work, { from, into }: Pair): Promise<void> {
  for (const both of await store.joinedByBoth(work.tx, from.id, into.id)) {
    store.removePart(work.tx, both.fromAwards > 0 ? both.intoPart : both.fromPart);
    activities.giveBackPlace(work.tx, both.activityId);
  }
  store.moveParts(work.tx, from.id, into.id);
  moveUses(work.tx, from.id, into.id);
}
