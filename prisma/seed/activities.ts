import type { NewActivity } from "@/modules/activities/schema/activity";
import { NO_TERMS } from "@/modules/activities/schema/terms";
import { joinActivity } from "@/modules/activities/service/join";
import { createActivity } from "@/modules/activities/service/manage";
import { manageActivities } from "@/modules/activities/service/managed";
import { at, daysAgo, type TimedAct, told } from "./acts";
import { type ActivityName, CALENDAR, COUPONS, TERMS } from "./calendar";
import type { CouponIds } from "./coupons";
import type { Random } from "./random";

/** The demo's activities and who takes part. All want joining: nobody else earns by them. */

export type ActivityIds = ReadonlyMap<ActivityName, number>;

const plain = {
  joining: "CHOICE",
  minTierCode: null,
  capacity: null,
  pointsBudget: null,
  image: null,
  ...NO_TERMS,
} as const;

/** Midnight in the demo's zone, eight hours before UTC's. */
const midnight = (days: number) => daysAgo(days, -480);

/** Announces what isn't there yet, each on the day before it starts or today. */
export async function announce(coupons: CouponIds): Promise<ActivityIds> {
  const ids = new Map<ActivityName, number>();
  for (const { name, from, to, ...rest } of CALENDAR) {
    const wanted: NewActivity = {
      ...plain,
      ...rest,
      ...TERMS[name],
      effect: { ...rest.effect, ...couponOf(name, coupons) },
      startsAt: midnight(from),
      endsAt: midnight(to),
    };
    const { activityId } = await at(midnight(Math.max(1, from + 1)), async (work) => {
      const { items } = await manageActivities(work, { limit: 100 });
      const known = items.find(({ titleEn }) => titleEn === wanted.titleEn);
      if (known) return known;
      told(work, "activities.create", { ...wanted, publish: true }, "definition");
      return createActivity(work, wanted, true);
    });
    ids.set(name, activityId);
  }
  return ids;
}

function couponOf(name: ActivityName, coupons: CouponIds) {
  const id = coupons.get(COUPONS[name] ?? "welcome");
  return COUPONS[name] === undefined ? {} : { couponDefinitionId: String(id) };
}

export function joining(
  ids: ActivityIds,
  name: ActivityName,
  days: number,
  minute: number,
): TimedAct {
  const activityId = ids.get(name) ?? 0;
  return {
    at: daysAgo(days, minute),
    act: {
      kind: "do",
      run: (work, ref) => {
        told(work, "activities.join", { ...ref, activityId: String(activityId) });
        return joinActivity(work, ref, activityId);
      },
    },
  };
}

/** What the shoppers of the demo take part in: activity, days ago. */
export const SHOPPERS_JOINED: Readonly<
  Record<string, readonly (readonly [ActivityName, number])[]>
> = {
  gold: [
    ["double-week", 4],
    ["three-orders", 19],
    ["winter-coupon", 5],
  ],
  silver: [["three-orders", 15]],
  diamond: [
    ["autumn-spend", 72],
    ["tea-tasting", 6],
    ["double-week", 4],
  ],
};

const OPEN_TO_CUSTOMERS: readonly [ActivityName, ...ActivityName[]] = [
  "three-orders",
  "first-order",
  "autumn-double",
  "autumn-spend",
  "tea-tasting",
];

/** Every so often somebody takes the coupon of one. */
const TAKES_COUPON = { every: 9, days: 6 };

export function customerTakesCoupon(ids: ActivityIds, number: number, joined: number): TimedAct[] {
  const { every, days } = TAKES_COUPON;
  if (number % every !== 4 || joined <= days) return [];
  return [joining(ids, "winter-coupon", 1 + (number % days), 300 + (number % 900))];
}

/** A customer joins one activity or two, on a day it runs. */
export function customerJoins(ids: ActivityIds, random: Random, joinedDays: number): TimedAct[] {
  if (!random.chance(0.45)) return [];
  const name = random.pick(OPEN_TO_CUSTOMERS);
  const { from, to } = CALENDAR.find((activity) => activity.name === name) ?? { from: 1, to: 0 };
  const first = Math.min(from - 1, joinedDays - 1);
  const last = Math.max(to + 1, 1);
  if (first < last) return [];
  return [joining(ids, name, random.between(last, first), random.between(1, 1300))];
}
