import { DomainError, invariant } from "@/platform/errors";
import { flatText } from "@/platform/texts";
import type { Work } from "@/platform/work";
import { takeGrant } from "../../access/service/grants";
import type { Account } from "../../points/service/account";
import { restoreSpending } from "../../points/service/spend";
import type { RedemptionRow } from "../store/redemptions";

/**
 * What was said to be on its way and is said to be here again gives its points back on somebody's word alone: of the
 * staff it counts on their day. A service speaks for the warehouse.
 *
 * @throws DomainError LIMIT_REACHED
 */
export async function countGivenBack(
  work: Work,
  { program: { rules, timeZone } }: Account,
  { pointsCost: amount }: RedemptionRow,
): Promise<void> {
  if (work.caller.kind === "service") return;
  const day = { limit: rules.limits.pointsPerDay, timeZone };
  const { granted, limit, used, resetsAt } = await takeGrant(work, { kind: "points", amount }, day);
  if (!granted) throw new DomainError("LIMIT_REACHED", { limit, used, resetsAt });
}

/** Gives the points of a redemption back. @param reason of the shop, which the member reads; null: the member's own wish */
export async function givePointsBack(
  work: Work,
  account: Account,
  row: RedemptionRow,
  reason: string | null,
): Promise<void> {
  invariant(row.entryId !== null, "a redemption has its entry");
  const redemptionId = String(row.id);
  const { quantity } = row;
  const called = flatText("rewardName", row.rewardName);
  row.restoreEntryId = await restoreSpending(work, account, {
    entryId: row.entryId,
    points: row.pointsCost,
    byShop: reason !== null,
    reference: { type: "REDEMPTION", id: redemptionId },
    reason,
    memberNote: reason,
    breakdown: { redemptionId, rewardId: String(row.rewardId), ...called, quantity },
  });
}
