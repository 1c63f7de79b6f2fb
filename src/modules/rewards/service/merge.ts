import type { View } from "@/platform/view";
import type { Work } from "@/platform/work";
import type { MergeFault } from "../../members/schema";
import type { Pair } from "../../members/service/merge";
import { programOf } from "../../program/service";
import { monthOf } from "../rules/rewards";
import { addressesOf, moveAddresses } from "../store/addresses";
import { moveGoal } from "../store/goals";
import * as store from "../store/redemptions";

export { countRedemptions } from "../store/redemptions";

/** What the one who goes took, where they have parcels sent and, where the other has none, their goal. */
export async function moveRewards({ tx }: Work, fromId: number, intoId: number): Promise<void> {
  store.moveRedemptions(tx, fromId, intoId);
  const kept = await addressesOf(tx, intoId);
  moveAddresses(tx, fromId, intoId, kept.length > 0);
  moveGoal(tx, fromId, intoId);
}

/** Rewards of which two had more in the running month than one may have. */
export async function faultsOfRewards(
  view: View & { now: Date },
  { from, into }: Pair,
): Promise<MergeFault[]> {
  const { timeZone } = await programOf(view);
  const { month } = monthOf(view.now, timeZone);
  const over = await store.overLimitTogether(view.db, from.id, into.id, month);
  return over.map(({ rewardId }) => ({ reason: "REWARD_OVER_LIMIT", about: String(rewardId) }));
}
