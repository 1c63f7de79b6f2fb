import type { View } from "@/platform/view";
import type { MergeFault } from "../../members/schema";
import type { Pair } from "../../members/service/merge";
import { programOf } from "../../program/service";
import { ladderOf } from "../../tiers/service/ladder";
import { holderOf, usedBy } from "./holder";

export { countRows as countOfBenefits, moveUses } from "../store";

/** Benefits that both used in the running period of a quota, more often together than it lets one. */
export async function faultsOfBenefits(
  view: View & { now: Date },
  { from, into }: Pair,
): Promise<MergeFault[]> {
  const [program, ladder] = await Promise.all([programOf(view), ladderOf(view)]);
  const { benefits } = program.rules;
  const holder = holderOf(into, program, ladder, view.now);
  const [goes = new Map(), stays = new Map()] = await Promise.all(
    [from, into].map(({ id }) => usedBy(view.db, id, benefits, holder)),
  );
  return benefits.flatMap(({ id, quota }): MergeFault[] => {
    const [one, other] = [goes.get(id) ?? 0, stays.get(id) ?? 0];
    if (quota === null || quota.per === "order" || one === 0 || other === 0) return [];
    return one + other > quota.limit ? [{ reason: "BENEFIT_OVER_QUOTA", about: id }] : [];
  });
}
