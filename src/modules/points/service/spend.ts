import { endOfDayAfterDays } from "@/platform/business-time";
import type { Work } from "@/platform/work";
import { pointsEvent } from "../events";
import { checkAvailable } from "../rules/redeem";
import { restorePoints } from "../rules/refund";
import { NO_CHANGE } from "../rules/types";
import * as lots from "../store/lots";
import { type Account, post, settle } from "./account";
import { takeAvailable } from "./available";
import { keepNothing } from "./forfeit";

export interface Spending {
  points: number;
  reference: { type: "REDEMPTION" | "MAKE_UP"; id: string };
  breakdown: Record<string, unknown>;
}

/**
 * Spends available points on something else than an order, earliest expiry first.
 *
 * Refusals: INSUFFICIENT_POINTS.
 *
 * @returns the entry's id
 */
export async function spendPoints(
  work: Work,
  account: Account,
  spending: Spending,
): Promise<number> {
  const { member } = account;
  const { points, reference, breakdown } = spending;
  checkAvailable(points, member.available);
  const entryId = await post(work, account, {
    type: "REDEEM",
    deltas: { ...NO_CHANGE, available: -points },
    touches: await takeAvailable(work, account, points),
    reference,
    effectiveAt: work.now,
    breakdown,
  });
  work.emit(
    pointsEvent("points.redeemed", member.id, {
      externalId: member.externalId,
      transactionId: entryId,
      points,
      referenceType: reference.type,
      referenceId: reference.id,
      available: member.available,
    }),
  );
  return entryId;
}

/**
 * Gives back all that one spending took, to the lots it came from. What expired meanwhile comes back
 * with the grace of a restore where the shop gives back; where the member does it expires at once, or
 * spending and calling off would be a way to keep points for ever.
 *
 * @returns the entry's id
 */
export async function restoreSpending(
  work: Work,
  account: Account,
  spent: Spending & {
    reference: { type: "REDEMPTION" };
    entryId: number;
    byShop: boolean;
    reason: string | null;
    memberNote?: string | null;
  },
): Promise<number> {
  const { member, program } = account;
  const { points, reference, reason, memberNote = null, breakdown } = spent;
  const { restoreGraceDays } = program.rules.redeem;
  const plan = restorePoints({
    parts: await lots.allocationsOf(work.tx, spent.entryId),
    alreadyRestored: 0,
    points,
    owed: member.owed,
    now: work.now,
    graceEndsAt: spent.byShop
      ? endOfDayAfterDays(work.now, restoreGraceDays, program.timeZone)
      : null,
  });
  const entryId = await post(work, account, {
    type: "RESTORE",
    ...plan,
    reference,
    reason,
    memberNote,
    effectiveAt: work.now,
    breakdown,
  });
  work.emit(
    pointsEvent("points.restored", member.id, {
      externalId: member.externalId,
      transactionId: entryId,
      points,
      referenceType: reference.type,
      referenceId: reference.id,
      available: member.available,
    }),
  );
  await settle(work, account, work.now);
  await keepNothing(work, account);
  return entryId;
}
