import { defaultLocale } from "@/i18n/config";
import type { Reader } from "@/platform/db";
import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import {
  type GiftView,
  giftOf,
  giftPoints,
  giftsOf,
  usedOfActivity,
} from "../../coupons/service/give";
import { programOf } from "../../program/service";
import { couponOf, NO_COUPON, type Pinned, type Settings } from "../rules/change";
import type { ManagedActivity } from "../schema/activity";
import type { ActivityRow } from "../store/activities";

/** The coupon that an activity is announced with. */

/**
 * What an activity gives once it is saved. A draft names its coupon as that is by now; what is published
 * keeps the one that was announced. One that is not issued any more can stay in a draft.
 *
 * @throws DomainError NOT_FOUND, COUPON_UNAVAILABLE (switched off, over)
 */
export async function pinned(
  work: Work,
  settings: Settings,
  { before, publishes }: { before: ActivityRow | null; publishes: boolean },
): Promise<Pinned> {
  const definitionId = couponOf(settings);
  if (definitionId === null) return NO_COUPON;
  const isAsBefore = before !== null && couponOf(before) === definitionId;
  const { couponVersionId = null, couponPoints = null } = before ?? {};
  const kept = { couponVersionId, couponPoints };
  if (isAsBefore && before.status !== "DRAFT") return kept;
  try {
    const gift = await giftOf(work, definitionId);
    return { couponVersionId: gift.versionId, couponPoints: await pointsOf(work, gift) };
  } catch (error) {
    if (isAsBefore && !publishes && error instanceof DomainError) return kept;
    throw error;
  }
}

async function pointsOf(work: Work, gift: GiftView): Promise<number | null> {
  const { rules } = await programOf(work);
  return giftPoints(gift, 1, rules.redeem.pointsPerYuanOff);
}

type Gifts = Awaited<ReturnType<typeof giftsOf>>;

export function giftsOfActivities(
  view: Parameters<typeof giftsOf>[0],
  rows: readonly Pinned[],
): Promise<Gifts> {
  return giftsOf(
    view,
    rows.flatMap(({ couponVersionId }) => couponVersionId ?? []),
  );
}

/** The coupon of an activity as operators see it. */
export function couponShown(row: ActivityRow, gifts: Gifts): ManagedActivity["coupon"] {
  const gift = gifts.get(row.couponVersionId ?? 0);
  if (!gift) return null;
  const { definitionId, name, worthMinor, isOver } = gift;
  const { couponPoints: worthPoints, couponsGiven, couponsReturned, couponsMissed } = row;
  return {
    ...{ definitionId, name, worthMinor, worthPoints, isOver },
    ...{ given: couponsGiven, returned: couponsReturned, used: null, missed: couponsMissed },
  };
}

/** The same with how many were used. */
export async function withUsed(db: Reader, activity: ManagedActivity): Promise<ManagedActivity> {
  const { coupon, activityId } = activity;
  if (!coupon) return activity;
  return { ...activity, coupon: { ...coupon, used: await usedOfActivity(db, activityId) } };
}

/** What a second person is shown of the coupon: its name, and what it takes off at most. */
export async function couponChanges(work: Work, before: Pinned | null, after: Pinned) {
  const gifts = await giftsOfActivities(work, [before ?? NO_COUPON, after]);
  if (gifts.size === 0) return [];
  const giftIn = (one: Pinned | null) => gifts.get(one?.couponVersionId ?? 0);
  const nameIn = (one: Pinned | null) => giftIn(one)?.name[defaultLocale] ?? null;
  const worthIn = (one: Pinned | null) => giftIn(one)?.worthMinor?.toString() ?? null;
  return [
    { field: "coupon" as const, before: nameIn(before), after: nameIn(after) },
    { field: "worthMinor" as const, before: worthIn(before), after: worthIn(after) },
  ];
}
