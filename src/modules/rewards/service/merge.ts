import type { View } from "@/platform/view";
import type { MergeFault } from "../../members/schema";
import type { Pair } from "../../members/service/merge";
import { programOf } from "../../program/service";
import { monthOf } from "../rules";
import * as store from "../store/redemptions";

export { countRedemptions, moveRedemptions } from "../store/redemptions";

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
