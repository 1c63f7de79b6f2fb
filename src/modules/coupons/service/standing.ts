import type { Reader } from "@/platform/db";
import type { View } from "@/platform/view";
import type { Member } from "../../members/service/members";
import { ladderOf } from "../../tiers/service/ladder";
import type { Discount, Goods } from "../rules/discount";
import { judgeCoupon, NO_OTHERS, type OtherCoupons, type Standing } from "../rules/judge";
import { type CouponRow, couponById } from "../store/coupons";
import { countUses, type UseRow, usesOnOrder } from "../store/uses";
import { isEnabled, versionOf, versionsOf } from "./definitions";

/** What is known of a coupon when somebody wants to use it. */

/** A reservation past its moment counts as nothing, whether a job has marked it or not. */
export function hasLapsed(
  { status, expiresAt }: Pick<UseRow, "status" | "expiresAt">,
  now: Date,
): boolean {
  return status === "RESERVED" && expiresAt !== null && expiresAt <= now;
}

export async function standingOf(db: Reader, coupon: CouponRow, now: Date): Promise<Standing> {
  return { ...coupon, usesLeft: coupon.uses - (await countUses(db, coupon.id, now)) };
}

/** What else a member uses or has set aside on an order. */
export async function othersOn(
  db: Reader,
  { memberId, orderId, couponId }: { memberId: number; orderId: string; couponId: number },
  now: Date,
): Promise<OtherCoupons> {
  const all = await usesOnOrder(db, memberId, orderId);
  const others = all.filter((use) => use.couponId !== couponId && !hasLapsed(use, now));
  if (others.length === 0) return NO_OTHERS;
  const byLine = new Map<string, number>();
  for (const { lineId, discountMinor } of others.flatMap(({ lines }) => lines)) {
    byLine.set(lineId, (byLine.get(lineId) ?? 0) + discountMinor);
  }
  return {
    count: others.length,
    combinable: await areCombinable(db, others),
    byLine,
    allMinor: others.reduce((sum, { discountMinor }) => sum + discountMinor, 0),
  };
}

async function areCombinable(db: Reader, others: readonly UseRow[]): Promise<boolean> {
  const rows = await Promise.all(others.map(({ couponId }) => couponById(db, couponId)));
  const ids = rows.flatMap((row) => row?.versionId ?? []);
  const known = await versionsOf(db, ids);
  return ids.every((id) => known.get(id)?.terms.combinable);
}

export interface Asked {
  coupon: CouponRow;
  standing: Standing;
  member: Pick<Member, "status" | "tierCode">;
  goods: Goods;
  others: OtherCoupons;
  /** The moment that counts: of an order the one at which it was paid. */
  at: Date;
}

export async function judged(view: View, asked: Asked): Promise<Discount> {
  const { coupon, member, ...facts } = asked;
  const { terms } = await versionOf(view.db, coupon.versionId);
  const enabled = await isEnabled(view.db, coupon.definitionId);
  const ladder = await ladderOf(view);
  const { status, tierCode } = member;
  return judgeCoupon({ ...facts, terms, enabled, holder: { status, tierCode, ladder } });
}
