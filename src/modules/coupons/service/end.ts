import { DomainError, invariant } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { requireNotClosed } from "../../members/rules";
import {
  confirmStanding,
  standingOf as orderStanding,
  requireStanding,
} from "../../orders/service/standing";
import { type Account, openAccount } from "../../points/service/account";
import { couponEvent } from "../events";
import { stateOf } from "../rules/judge";
import type { UseAnswer } from "../schema/coupons";
import * as coupons from "../store/coupons";
import * as store from "../store/uses";
import { versionOf } from "./definitions";
import { aboutOf } from "./issue";
import { hasLapsed, standingOf } from "./standing";
import { answer, tell } from "./use";

export { claimantsOn } from "../store/uses";

/** How what was set aside or used ends, and how a coupon does. */

/** The use, its member and its coupon, locked. @throws DomainError USAGE_NOT_FOUND */
async function openUse(work: Work, useId: number) {
  const seen = await store.oneUse(work.tx, useId);
  if (!seen) throw new DomainError("USAGE_NOT_FOUND");
  const account = await openAccount(work, { memberId: seen.memberId });
  return { account, ...(await lockedUse(work, seen)) };
}

/** What a use is by now, under its coupon's lock. */
async function lockedUse(work: Work, seen: Pick<store.UseRow, "id" | "couponId">) {
  const coupon = await coupons.lockCoupon(work.tx, seen.couponId);
  const use = await store.oneUse(work.tx, seen.id);
  invariant(coupon && use, "a use and its coupon stay");
  const status = hasLapsed(use, work.now) ? ("EXPIRED" as const) : use.status;
  return { coupon, use: { ...use, status } };
}

/** @throws DomainError USAGE_NOT_ACTIVE */
function requireLiving({ status }: store.UseRow, ...living: store.UseRow["status"][]): void {
  if (!living.includes(status)) throw new DomainError("USAGE_NOT_ACTIVE", { usageStatus: status });
}

/**
 * Uses what was set aside, whatever became of the coupon's terms. The same again answers the same.
 *
 * Refusals in order: USAGE_NOT_FOUND, USAGE_NOT_ACTIVE (it ran out, its coupon was voided, its order was
 * cancelled), DUPLICATE_REFERENCE (the order is another member's, cancelled or refunded),
 * MEMBER_STATUS_INVALID (closed).
 */
export async function commitUse(work: Work, useId: number): Promise<UseAnswer> {
  const { account, coupon, use } = await openUse(work, useId);
  requireLiving(use, "RESERVED", "USED");
  if (use.status === "USED") return answer(work, coupon, use);
  const { orderId, memberId, goodsMinor } = use;
  const act = { orderId, memberId, orderAmountMinor: goodsMinor };
  const order = await orderStanding(work.tx, orderId);
  requireStanding(order, act);
  requireNotClosed(account.member.status);
  const used = await commit(work, account, coupon, use);
  await confirmStanding(work, order, act);
  return answer(work, coupon, used);
}

export async function commit(
  work: Work,
  account: Account,
  coupon: coupons.CouponRow,
  use: store.UseRow,
): Promise<store.UseRow> {
  store.commitUse(work.tx, use);
  const used = { ...use, status: "USED" as const };
  await tell(work, account, "coupon.used", used, coupon);
  return used;
}

/**
 * Takes a use back, set aside or used. The same again answers the same.
 *
 * Refusals in order: USAGE_NOT_FOUND, USAGE_NOT_ACTIVE (a reservation that ran out).
 */
export async function cancelUse(work: Work, useId: number): Promise<UseAnswer> {
  const { account, coupon, use } = await openUse(work, useId);
  requireLiving(use, "RESERVED", "USED", "CANCELLED");
  if (use.status !== "CANCELLED") await undo(work, account, coupon, use);
  return answer(work, coupon, { ...use, status: "CANCELLED" });
}

async function undo(
  work: Work,
  account: Account,
  coupon: coupons.CouponRow,
  use: store.UseRow,
): Promise<void> {
  store.endUse(work.tx, use.id, { status: "CANCELLED", endedAt: work.now });
  if (use.status === "USED") await tell(work, account, "coupon.returned", use, coupon);
}

/**
 * An order was cancelled, refunded in full, or is somebody else's: what is set aside for it is let go, and
 * what was used on it comes back where its terms say so.
 *
 * @param whose `another`: the order never was this member's, so every use comes back
 * @returns what each use took off
 */
export async function releaseForOrder(
  work: Work,
  account: Account,
  orderId: string,
  { whose = "own", upToMinor = Number.POSITIVE_INFINITY }: Releasing = {},
): Promise<number[]> {
  const released: number[] = [];
  for (const seen of await store.usesOnOrder(work.tx, account.member.id, orderId)) {
    if (seen.goodsMinor > upToMinor) continue;
    const { coupon, use } = await lockedUse(work, seen);
    if (use.status !== "USED" && use.status !== "RESERVED") continue;
    const { terms } = await versionOf(work.tx, coupon.versionId);
    if (use.status === "USED" && whose === "own" && !terms.givesBack) continue;
    await undo(work, account, coupon, use);
    released.push(use.discountMinor);
  }
  return released;
}

interface Releasing {
  whose?: "own" | "another";
  /** Only what said that the goods come to at most so much. */
  upToMinor?: number;
}

/** A member closes: what they had set aside ends, their coupons are void, and their codes are nobody's. */
export async function endForClosing(work: Work, account: Account): Promise<void> {
  const { id } = account.member;
  for (const seen of await store.livingReservations(work.tx, id, work.now)) {
    const { coupon, use } = await lockedUse(work, seen);
    if (use.status === "RESERVED") await undo(work, account, coupon, use);
  }
  coupons.voidForClosing(work.tx, id, work.now);
}

/**
 * Voids a coupon: nobody uses it any more. What was used stays used, what is set aside ends. A second time
 * answers the same.
 *
 * Refusals in order: COUPON_NOT_FOUND.
 */
export async function voidCoupon(work: Work, couponId: number, reason: string) {
  const coupon = await coupons.lockCoupon(work.tx, couponId);
  if (!coupon) throw new DomainError("COUPON_NOT_FOUND");
  const { memberId, issueId } = coupon;
  if (coupon.status !== "VOIDED") {
    const before = stateOf(await standingOf(work.tx, coupon, work.now), work.now);
    await coupons.voidCoupon(work.tx, couponId, work.now);
    store.endReservations(work.tx, couponId, work.now);
    const version = await versionOf(work.tx, coupon.versionId);
    const about = { ...aboutOf(version), couponId, issueId, count: 1 };
    work.emit(couponEvent("coupon.voided", memberId, about));
    work.audit({
      action: "coupons.void",
      memberId,
      target: `coupon:${couponId}`,
      reason,
      before: { state: before },
      after: { state: "VOIDED" },
    });
  }
  return { couponId, state: "VOIDED" as const };
}
