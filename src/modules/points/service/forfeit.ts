import type { Work } from "@/platform/work";
import { pointsEvent } from "../events";
import { forfeitLots } from "../rules/forfeit";
import { countOfType } from "../store/entries";
import { liveLots } from "../store/lots";
import { type Account, post } from "./account";

/** Lots of one entry: enough for nearly everybody, few enough for one statement. */
const LOTS_AT_ONCE = 1000;

/**
 * Takes whatever a closed member has and writes off what they owe, so that all four accounts stand at
 * nothing. An act that brings points back later, such as a refund of an order they spent some on, ends
 * with it too.
 *
 * @returns how many points were lost
 */
export async function forfeitAll(work: Work, account: Account): Promise<number> {
  const { member } = account;
  let lost = 0;
  for (;;) {
    const lots = await liveLots(work.tx, member.id, LOTS_AT_ONCE);
    if (lots.length === 0 && member.owed === 0) break;
    const plan = forfeitLots(lots, member.owed);
    lost += plan.points;
    const earlier = await countOfType(work.tx, member.id, "FORFEIT");
    const { points } = plan;
    const writtenOff = member.owed;
    const entryId = await post(work, account, {
      type: "FORFEIT",
      deltas: plan.deltas,
      touches: plan.touches,
      reference: { type: "CLOSING", id: `${member.id}:${earlier + 1}` },
      effectiveAt: work.now,
      breakdown: { forfeited: points, writtenOff },
    });
    const data = { externalId: null, transactionId: entryId, points, writtenOff };
    work.emit(pointsEvent("points.forfeited", member.id, data));
  }
  member.nextPointsEventAt = null;
  return lost;
}

/** Nothing stays with a member who is gone. */
export async function keepNothing(work: Work, account: Account): Promise<void> {
  if (account.member.status === "CLOSED") await forfeitAll(work, account);
}
