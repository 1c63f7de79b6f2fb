import type { MemberRef } from "@/platform/auth";
import { businessDate } from "@/platform/business-time";
import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import {
  confirmStanding,
  standingOf as orderStanding,
  requireStanding,
} from "../../orders/service/standing";
import { originalDiscount, sameAmount, type ToldAmount } from "../../points/rules/told-amount";
import { type Account, openAccount } from "../../points/service/account";
import { couponEvent } from "../events";
import type { Goods } from "../rules/discount";
import type { UseAnswer, UseInput } from "../schema/coupons";
import { type CouponRow, couponByHash, lockCoupon } from "../store/coupons";
import * as store from "../store/uses";
import { typedHash } from "./codes";
import { versionOf } from "./definitions";
import { type CouponName, isFor, isOwn } from "./find";
import { goodsOf, inProgram } from "./goods";
import { aboutOf } from "./issue";
import { hasLapsed, judged, othersOn, standingOf } from "./standing";

export type UseRequest = Pick<
  UseInput,
  "code" | "couponId" | "orderId" | "reserve" | "ttlSeconds"
> &
  Parameters<typeof goodsOf>[0];

/**
 * Uses a coupon on an order, or sets it aside for a while. One use for each coupon and order: the same
 * call again answers the same. Whoever calls has looked the code up before, where wrong ones are counted.
 *
 * Refusals in order: VALIDATION_FAILED (the goods contradict themselves), MEMBER_NOT_FOUND,
 * COUPON_NOT_FOUND (or another member's), DUPLICATE_REFERENCE (used on the order otherwise),
 * CURRENCY_WITHOUT_RATE, DUPLICATE_REFERENCE (the order is
 * another member's, was cancelled or is refunded in full), COUPON_UNAVAILABLE with the reason.
 */
export async function useCoupon(
  work: Work,
  ref: MemberRef,
  request: UseRequest,
): Promise<UseAnswer> {
  const told = goodsOf(request);
  const account = await openAccount(work, ref);
  const { member } = account;
  const coupon = await lockNamed(work, request, member.id);
  const { orderId, reserve, currency } = request;
  const known = await store.activeUse(work.tx, coupon.id, orderId);
  if (known && !hasLapsed(known, work.now)) {
    const isSame =
      known.memberId === member.id &&
      sameAmount(amountOfUse(known), { orderAmountMinor: told.amountMinor, currency }) &&
      (known.expiresAt !== null) === reserve;
    if (!isSame) throw new DomainError("DUPLICATE_REFERENCE", { orderId });
    return answer(work, coupon, known);
  }
  const { goods, amount } = inProgram(account.program, request, told);
  const act = { orderId, memberId: member.id, orderAmountMinor: goods.amountMinor };
  const order = await orderStanding(work.tx, orderId);
  requireStanding(order, act);
  const discount = await worthOn(work, account, { coupon, goods, orderId, at: work.now });
  if (!discount.usable) {
    const { reason, facts } = discount;
    throw new DomainError("COUPON_UNAVAILABLE", { reason, ...facts });
  }
  if (known) store.endUse(work.tx, known.id, { status: "EXPIRED", endedAt: work.now });
  const use = await record(work, account, { ...request, couponId: coupon.id, amount, discount });
  await confirmStanding(work, order, act);
  if (!reserve) await tell(work, account, "coupon.used", use, coupon);
  member.lastActiveAt = work.now;
  return answer(work, coupon, use);
}

/**
 * The coupon that is named, locked after its member.
 *
 * @throws DomainError COUPON_NOT_FOUND for one of nobody's, and for one of another member
 */
export async function lockNamed(
  work: Work,
  { code, couponId }: CouponName,
  memberId: number,
): Promise<CouponRow> {
  if (code !== undefined) return lockByCode(work, code, memberId);
  const coupon = couponId === undefined ? undefined : await lockCoupon(work.tx, couponId);
  if (!coupon || !isOwn(coupon, memberId)) throw new DomainError("COUPON_NOT_FOUND");
  return coupon;
}

async function lockByCode(work: Work, code: string, memberId: number): Promise<CouponRow> {
  const seen = await couponByHash(work.tx, await typedHash(work.tx, code));
  const coupon = seen && isFor(seen, memberId) ? await lockCoupon(work.tx, seen.id) : undefined;
  if (!coupon) throw new DomainError("COUPON_NOT_FOUND");
  return coupon;
}

export interface OnOrder {
  coupon: CouponRow;
  goods: Goods;
  orderId: string;
  at: Date;
}

/**
 * What a coupon, locked, takes off an order beside the others on it. What is past its moment is marked
 * first: whoever waits behind this act to commit it goes by an earlier moment, and must not find it.
 */
export async function worthOn(work: Work, { member }: Account, on: OnOrder) {
  const { coupon, goods, orderId, at } = on;
  await store.endLapsed(work.tx, { couponId: coupon.id, memberId: member.id, orderId }, work.now);
  const others = await othersOn(
    work.tx,
    { memberId: member.id, orderId, couponId: coupon.id },
    work.now,
  );
  const standing = await standingOf(work.tx, coupon, work.now);
  return judged(work, { coupon, standing, member, goods, others, at });
}

interface Using extends Pick<UseRequest, "orderId" | "reserve" | "ttlSeconds"> {
  couponId: number;
  amount: ToldAmount;
  discount: { discountMinor: number; lines: store.UseRow["lines"] };
}

export async function record(
  work: Work,
  { member, program }: Account,
  using: Using,
): Promise<store.UseRow> {
  const { couponId, orderId, amount, discount, reserve } = using;
  const ttlSeconds = using.ttlSeconds ?? program.rules.redeem.holdTtlSeconds;
  const use = {
    couponId,
    memberId: member.id,
    orderId,
    status: reserve ? ("RESERVED" as const) : ("USED" as const),
    goodsMinor: amount.orderAmountMinor,
    currency: amount.currency,
    rate: amount.rate,
    ownGoodsMinor: amount.ownAmountMinor,
    discountMinor: discount.discountMinor,
    lines: discount.lines,
    usedOn: businessDate(work.now, program.timeZone),
    expiresAt: reserve ? new Date(work.now.getTime() + ttlSeconds * 1000) : null,
    createdAt: work.now,
  };
  return { ...use, id: await store.insertUse(work.tx, use) };
}

/** What a use said of its goods. */
function amountOfUse({ goodsMinor, currency, rate, ownGoodsMinor }: store.UseRow): ToldAmount {
  return { orderAmountMinor: goodsMinor, currency, rate, ownAmountMinor: ownGoodsMinor };
}

export async function tell(
  work: Work,
  { member }: Account,
  type: "coupon.used" | "coupon.returned",
  use: store.UseRow,
  { versionId }: Pick<CouponRow, "versionId">,
): Promise<void> {
  const version = await versionOf(work.tx, versionId);
  const { id: useId, couponId, orderId, discountMinor, usedOn } = use;
  const data = { ...aboutOf(version), couponId, useId, orderId, discountMinor, usedOn };
  work.emit(couponEvent(type, member.id, { externalId: member.externalId, ...data }));
}

/** What is left is counted after all that is written by now. */
export async function answer(work: Work, coupon: CouponRow, use: store.UseRow): Promise<UseAnswer> {
  await work.tx.arrive();
  const { usesLeft } = await standingOf(work.tx, coupon, work.now);
  const { status } = use;
  return {
    useId: use.id,
    couponId: coupon.id,
    status,
    discountMinor: use.discountMinor,
    ...originalDiscount(amountOfUse(use), use.discountMinor),
    lines: use.lines,
    usesLeft,
    expiresAt: status === "RESERVED" ? use.expiresAt : null,
  };
}
