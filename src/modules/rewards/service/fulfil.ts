import type { MemberRef } from "@/platform/auth";
import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { takeCouponsBack } from "../../coupons/service/give";
import type { Account } from "../../points/service/account";
import { rewardEvent } from "../events";
import { checkStep } from "../rules/rewards";
import { eraseAddresses } from "../store/addresses";
import { removeGoal } from "../store/goals";
import { eraseParcels, labelsOf } from "../store/parcels";
import * as store from "../store/redemptions";
import { returnStock } from "../store/rewards";
import { countGivenBack, givePointsBack } from "./give-back";
import { eventData, openRedemption } from "./open";

/**
 * Calls a redemption off before it is shipped, or while its coupons are unused, which are void then:
 * points and stock go back, once. A second time answers
 * the same. Points that have expired meanwhile come back for a while where the shop calls it off; where
 * the member does they stay expired.
 *
 * Refusals in order: MEMBER_NOT_FOUND, REDEMPTION_NOT_FOUND, REDEMPTION_STATUS_INVALID (it is on its way
 * or was given, a coupon of it is used or set aside; for the member also where it ended, or was on its way
 * before), LIMIT_REACHED (of what was on its way before: points that one of the staff gives back a day).
 *
 * @param reason of an operator; null where the member or their service does it
 * @param owner whom a service acts for, where it says so
 */
export async function cancelRedemption(
  work: Work,
  id: number,
  reason: string | null,
  owner: MemberRef | null = null,
) {
  const { account, redemption } = await openRedemption(work, id, owner);
  if (redemption.status !== "CANCELLED") {
    await requireTheirs(work, account, redemption, reason);
    await callOff(work, account, redemption, reason);
  }
  return {
    redemptionId: id,
    status: "CANCELLED" as const,
    pointsRestored: redemption.pointsCost,
    available: account.member.available,
  };
}

/**
 * Of a parcel that was on its way before, one of the staff said that it is here: what they said gives no more than
 * any other return. So the shop alone calls it off, and whoever does has it on their day.
 */
async function requireTheirs(
  work: Work,
  account: Account,
  row: store.RedemptionRow,
  reason: string | null,
): Promise<void> {
  if (row.status !== "PENDING" || (await labelsOf(work.tx, [row.id])).length === 0) return;
  if (reason === null) {
    throw new DomainError("REDEMPTION_STATUS_INVALID", { redemptionStatus: row.status });
  }
  await countGivenBack(work, account, row);
}

async function callOff(
  work: Work,
  account: Account,
  row: store.RedemptionRow,
  reason: string | null,
): Promise<void> {
  await takeBack(work, row, reason === null ? "member" : "shop");
  await givePointsBack(work, account, row, reason);
  const before = { status: row.status };
  row.status = "CANCELLED";
  row.endedBy = work.actor;
  row.reason = reason;
  row.endedAt = work.now;
  store.saveProgress(work.tx, row);
  const points = row.pointsCost;
  work.emit(
    rewardEvent("reward.cancelled", row.memberId, {
      ...eventData(row, account),
      points,
      byShop: reason !== null,
    }),
  );
  const target = `redemption:${row.id}`;
  const after = { status: row.status, points };
  const { memberId } = row;
  work.audit({ action: "rewards.cancel", memberId, target, reason, before, after });
  // Shared with other members, so it is taken last.
  returnStock(work.tx, row.rewardId, row.quantity);
}

/**
 * What goes back for its points: a parcel that is not on its way, coupons that nobody used.
 *
 * @throws DomainError REDEMPTION_STATUS_INVALID
 */
async function takeBack(
  work: Work,
  { status, couponIssueId }: store.RedemptionRow,
  by: "member" | "shop",
): Promise<void> {
  if (couponIssueId !== null && (await takeCouponsBack(work, couponIssueId, by))) return;
  checkStep(status, "CANCELLED");
}

/** What a closing member did not get yet is called off; neither addresses nor the number of a parcel are kept. */
export async function endForClosing(work: Work, account: Account): Promise<void> {
  const { id } = account.member;
  for (const row of await store.pendingOf(work.tx, id)) await callOff(work, account, row, null);
  eraseParcels(work.tx, id);
  eraseAddresses(work.tx, id);
  removeGoal(work.tx, id);
}

/**
 * The codes of a coupon, for whoever must hand them out; who saw them and why is in the audit log, the
 * codes are not.
 *
 * @throws DomainError REDEMPTION_NOT_FOUND
 */
export async function revealCodes(work: Work, id: number, reason: string) {
  const row = await store.redemptionById(work.tx, id);
  if (!row) throw new DomainError("REDEMPTION_NOT_FOUND");
  const coupons = await store.couponsOf(work.tx, [id]);
  const { memberId } = row;
  work.audit({ action: "rewards.reveal", memberId, target: `redemption:${id}`, reason });
  return { redemptionId: id, couponCodes: coupons.map(({ code }) => code) };
}

/** It has arrived. Refusals in order: REDEMPTION_NOT_FOUND, REDEMPTION_STATUS_INVALID. */
export async function finishRedemption(work: Work, id: number) {
  const { redemption: row } = await openRedemption(work, id);
  if (row.status !== "DONE") {
    checkStep(row.status, "DONE");
    row.status = "DONE";
    row.endedBy = work.actor;
    row.endedAt = work.now;
    store.saveProgress(work.tx, row);
    const target = `redemption:${id}`;
    const after = { status: row.status };
    work.audit({ action: "rewards.finish", memberId: row.memberId, target, after });
  }
  return { redemptionId: id, status: "DONE" as const };
}
