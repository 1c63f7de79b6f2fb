import type { MemberRef } from "@/platform/auth";
import { asDomainError, DomainError, invariant } from "@/platform/errors";
import { flatText } from "@/platform/texts";
import type { Work } from "@/platform/work";
import { takeCouponsBack } from "../../coupons/service/give";
import { findMember } from "../../members/service/members";
import { type Account, openAccount } from "../../points/service/account";
import { restoreSpending } from "../../points/service/spend";
import { rewardEvent } from "../events";
import { checkStep } from "../rules";
import type { Shipment } from "../schema/managed";
import { eraseAddresses } from "../store/addresses";
import { removeGoal } from "../store/goals";
import * as store from "../store/redemptions";
import { returnStock } from "../store/rewards";

/**
 * The redemption with its member locked: nothing else happens to it until the work ends.
 *
 * @param owner whom the caller acts for; somebody else's redemption is not there for them
 */
async function openRedemption(work: Work, id: number, owner: MemberRef | null = null) {
  const seen = await store.redemptionById(work.tx, id);
  const { memberId: self } = work.caller;
  const named = owner && (await findMember(work.tx, owner));
  if (owner && !named) throw new DomainError("MEMBER_NOT_FOUND");
  const whose = named?.id ?? self ?? seen?.memberId;
  if (!seen || seen.memberId !== whose) throw new DomainError("REDEMPTION_NOT_FOUND");
  const account = await openAccount(work, { memberId: seen.memberId });
  const redemption = await store.redemptionById(work.tx, id);
  invariant(redemption, "a redemption stays");
  return { account, redemption };
}

function eventData(row: store.RedemptionRow, { member }: Account) {
  return {
    externalId: member.externalId,
    redemptionId: row.id,
    rewardId: row.rewardId,
    ...flatText("rewardName", row.rewardName),
    quantity: row.quantity,
  };
}

/**
 * Calls a redemption off before it is shipped, or while its coupons are unused, which are void then:
 * points and stock go back, once. A second time answers
 * the same. Points that have expired meanwhile come back for a while where the shop calls it off; where
 * the member does they stay expired.
 *
 * Refusals in order: MEMBER_NOT_FOUND, REDEMPTION_NOT_FOUND, REDEMPTION_STATUS_INVALID (it is on its way
 * or was given, a coupon of it is used or set aside; for the member also where it ended).
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
  if (redemption.status !== "CANCELLED") await callOff(work, account, redemption, reason);
  return {
    redemptionId: id,
    status: "CANCELLED" as const,
    pointsRestored: redemption.pointsCost,
    available: account.member.available,
  };
}

async function callOff(
  work: Work,
  account: Account,
  row: store.RedemptionRow,
  reason: string | null,
): Promise<void> {
  await takeBack(work, row, reason === null ? "member" : "shop");
  invariant(row.entryId !== null, "a redemption has its entry");
  const { quantity } = row;
  const called = flatText("rewardName", row.rewardName);
  const redemptionId = String(row.id);
  row.restoreEntryId = await restoreSpending(work, account, {
    entryId: row.entryId,
    points: row.pointsCost,
    byShop: reason !== null,
    reference: { type: "REDEMPTION", id: redemptionId },
    reason,
    // It is asked for as words that the member reads.
    memberNote: reason,
    breakdown: { redemptionId, rewardId: String(row.rewardId), ...called, quantity },
  });
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
  returnStock(work.tx, row.rewardId, quantity);
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
  store.eraseParcels(work.tx, id);
  eraseAddresses(work.tx, id);
  removeGoal(work.tx, id);
}

/**
 * Parcels are on their way. Each is judged for itself: one that cannot be shipped names its code, the
 * others go. The same shipment again answers the same.
 */
export async function shipRedemptions(work: Work, shipments: readonly Shipment[]) {
  const ids = shipments.map(({ redemptionId }) => redemptionId);
  const seen = await store.redemptionsById(work.tx, ids);
  const memberOf = new Map(seen.map(({ id, memberId }) => [id, memberId]));
  // Locked in member-id order: two lists cannot deadlock.
  const inOrder = [...shipments].sort(
    (a, b) => (memberOf.get(a.redemptionId) ?? 0) - (memberOf.get(b.redemptionId) ?? 0),
  );
  const answers = new Map<number, Awaited<ReturnType<typeof shipOne>>>();
  for (const shipment of inOrder) {
    answers.set(shipment.redemptionId, await shipOne(work, shipment));
  }
  return { items: shipments.flatMap(({ redemptionId }) => answers.get(redemptionId) ?? []) };
}

async function shipOne(work: Work, shipment: Shipment) {
  const { redemptionId, carrier, trackingCode } = shipment;
  try {
    const { account, redemption: row } = await openRedemption(work, redemptionId);
    const again =
      row.status === "SHIPPED" && row.carrier === carrier && row.trackingCode === trackingCode;
    if (!again) ship(work, account, row, { carrier, trackingCode });
    return { redemptionId, status: row.status, code: null };
  } catch (error) {
    // Refused before it wrote anything, so the parcels around it go.
    const code = asDomainError(error)?.domainCode;
    if (code === undefined) throw error;
    return { redemptionId, status: null, code };
  }
}

function ship(
  work: Work,
  account: Account,
  row: store.RedemptionRow,
  parcel: { carrier: string; trackingCode: string },
): void {
  checkStep(row.status, "SHIPPED");
  const before = { status: row.status };
  Object.assign(row, parcel);
  row.status = "SHIPPED";
  row.shippedAt = work.now;
  store.saveProgress(work.tx, row);
  work.emit(rewardEvent("reward.shipped", row.memberId, { ...eventData(row, account), ...parcel }));
  const target = `redemption:${row.id}`;
  const after = { status: row.status, ...parcel };
  work.audit({ action: "rewards.ship", memberId: row.memberId, target, before, after });
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
