import { defaultLocale } from "@/i18n/config";
import type { Work } from "@/platform/work";
import { type GiftView, giftOf, giftPoints, giftsOf } from "../../coupons/service/give";
import { programOf } from "../../program/service";
import type { Ladder } from "../../tiers/schema";
import { higherTier, type Offer, type RewardFacts } from "../rules/rewards";
import type { NewReward } from "../schema/managed";
import type { RewardRow } from "../store/rewards";

/** Rewards that issue coupons. */

type Gifts = Awaited<ReturnType<typeof giftsOf>>;
type Named = Partial<Pick<RewardRow, "couponVersionId">> | null;

/** What coupons some rewards issue. */
export function giftsOfRewards(
  view: Parameters<typeof giftsOf>[0],
  rewards: readonly Named[],
): Promise<Gifts> {
  return giftsOf(
    view,
    rewards.flatMap((reward) => reward?.couponVersionId ?? []),
  );
}

/** A coupon that is not issued any more is nothing to pay for, nor one whose tier is out of reach. */
export function whyNoCoupon(
  { couponVersionId, minTier }: RewardRow,
  gifts: Gifts,
  ladder: Ladder,
): Pick<RewardFacts, "uselessCoupon" | "minTier"> {
  const gift = couponVersionId === null ? undefined : gifts.get(couponVersionId);
  if (!gift) return { uselessCoupon: null, minTier };
  return {
    uselessCoupon: gift.isOver ? gift.definitionId : null,
    minTier: higherTier(ladder, minTier, gift.minTier),
  };
}

type Wanted = Pick<NewReward, "onShelf"> & { couponDefinitionId?: number | null };
type Before = Pick<RewardRow, "couponDefinitionId" | "couponVersionId">;

/**
 * What a reward issues once it is saved: its definition as that is by now. Off the shelf, what it named
 * before may be gone.
 *
 * @throws DomainError NOT_FOUND, COUPON_UNAVAILABLE (switched off, over)
 */
export async function couponNamed(work: Work, wanted: Wanted, before: Before | null) {
  const definitionId = wanted.couponDefinitionId ?? null;
  const none = { couponDefinitionId: null, couponVersionId: null };
  if (definitionId === null) return none;
  const isAsBefore = before?.couponDefinitionId === definitionId;
  if (isAsBefore && !wanted.onShelf) {
    return { couponDefinitionId: definitionId, couponVersionId: before.couponVersionId };
  }
  const { versionId } = await giftOf(work, definitionId);
  return { couponDefinitionId: definitionId, couponVersionId: versionId };
}

/**
 * What so many coupons give beyond their price in points, which counts on the same day's sum as coupons
 * that are issued by hand. Null: more than one person gives at once.
 */
export async function couponsGiven(
  work: Work,
  offer: Pick<Offer, "couponVersionId" | "pointsCost">,
  pieces: number | null,
): Promise<number | null> {
  const gift = (await giftsOfRewards(work, [offer])).get(offer.couponVersionId ?? 0);
  if (!gift || pieces === 0) return 0;
  const { rules } = await programOf(work);
  const given = giftBeyondPrice(gift, offer.pointsCost, pieces, rules.redeem.pointsPerYuanOff);
  return given === null || given > rules.adjust.approvalAbovePoints ? null : given;
}

/** What the coupon of a reward takes off at most, in money: 0 without a coupon, null without bound. */
export async function couponWorth(work: Work, offer: Pick<Offer, "couponVersionId">) {
  const gift = (await giftsOfRewards(work, [offer])).get(offer.couponVersionId ?? 0);
  return gift ? gift.worthMinor : 0;
}

function giftBeyondPrice(
  gift: GiftView,
  pointsCost: number,
  pieces: number | null,
  pointsPerYuanOff: number,
): number | null {
  const each = giftPoints(gift, 1, pointsPerYuanOff);
  if (each === null) return null;
  const beyond = Math.max(0, each - pointsCost);
  // As many as are asked for of what is not worth more than its price give nothing.
  if (beyond === 0) return 0;
  return pieces === null ? null : beyond * pieces;
}

/** What a second person is shown of a coupon, changed or not: its name, and what it takes off at most. */
export async function couponChanges(work: Work, before: Named, after: Named) {
  const gifts = await giftsOfRewards(work, [before, after]);
  if (gifts.size === 0) return [];
  const giftIn = (reward: Named) => gifts.get(reward?.couponVersionId ?? 0);
  const nameIn = (reward: Named) => giftIn(reward)?.name[defaultLocale] ?? null;
  const worthIn = (reward: Named) => giftIn(reward)?.worthMinor?.toString() ?? null;
  return [
    { field: "coupon" as const, before: nameIn(before), after: nameIn(after) },
    { field: "worthEachMinor" as const, before: worthIn(before), after: worthIn(after) },
  ];
}
