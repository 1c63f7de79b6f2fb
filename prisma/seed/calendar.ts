import type { NewActivity } from "@/modules/activities/schema/activity";
import type { Terms } from "@/modules/activities/schema/terms";
import type { CouponName } from "./coupons";

type Planned = Pick<NewActivity, "title" | "titleEn" | "description" | "descriptionEn" | "effect"> &
  Partial<Pick<NewActivity, "image" | "minTierCode" | "capacity" | "pointsBudget">> & {
    name: string;
    /** Days ago it starts and ends; below zero is ahead. */
    from: number;
    to: number;
  };

/** What runs, what comes and what is over, in every kind there is. */
export const CALENDAR = [
  {
    name: "double-week",
    title: "双倍积分周",
    titleEn: "Double points week",
    description: "银牌及以上会员报名后，每一单积分翻倍，和等级倍数一起算。",
    descriptionEn:
      "Silver members and above: join to earn double points on every order, on top of your tier.",
    effect: { kind: "POINTS_MULTIPLIER", multiplierPct: 200 },
    minTierCode: "SILVER",
    pointsBudget: 500_000,
    from: 5,
    to: -3,
  },
  {
    name: "three-orders",
    title: "三单挑战",
    titleEn: "Three-order challenge",
    description: "活动期间完成三单，每单满 ¥99，奖励积分一次到账。",
    descriptionEn: "Complete three orders of ¥99 or more and get the points all at once.",
    effect: { kind: "CHALLENGE", goal: "ORDERS", target: 3, points: 500, orderMinimumMinor: 9_900 },
    pointsBudget: 200_000,
    from: 20,
    to: -10,
  },
  {
    name: "first-order",
    image: "/rewards/sachet.svg",
    title: "暖冬首单礼",
    titleEn: "Winter first-order bonus",
    description: "报名后的首单满 ¥199，多送 80 积分。",
    descriptionEn: "Get 80 bonus points on your first order of ¥199 or more after joining.",
    effect: { kind: "BONUS_POINTS", on: "FIRST_ORDER", points: 80, orderMinimumMinor: 19_900 },
    capacity: 500,
    from: 8,
    to: -14,
  },
  {
    name: "winter-welcome",
    image: "/rewards/incense.svg",
    title: "入冬问候",
    titleEn: "Winter greeting",
    description: "点击报名，30 积分立即到账。名额有限，先到先得。",
    descriptionEn: "Join and get 30 points instantly. Limited spots, first come, first served.",
    effect: { kind: "BONUS_POINTS", on: "JOIN", points: 30, orderMinimumMinor: 0 },
    capacity: 200,
    from: 2,
    to: -20,
  },
  {
    name: "winter-coupon",
    image: "/rewards/coupon.svg",
    title: "冬日领券",
    titleEn: "Winter coupon",
    description: "报名即得一张满 200 减 30 优惠券，可与其他优惠同用。",
    descriptionEn: "Join and get a coupon: ¥30 off ¥200 or more. Combines with other offers.",
    effect: { kind: "BONUS_POINTS", on: "JOIN", points: 0, orderMinimumMinor: 0 },
    capacity: 300,
    from: 7,
    to: -21,
  },
  {
    name: "tea-tasting",
    image: "/rewards/celadon-cup.svg",
    title: "老友品茶会",
    titleEn: "Tea tasting with friends",
    description: "十二席小茶会，报名即送 100 积分。",
    descriptionEn: "A tea tasting for twelve. Join and get 100 points.",
    effect: { kind: "BONUS_POINTS", on: "JOIN", points: 100, orderMinimumMinor: 0 },
    capacity: 12,
    from: 12,
    to: -6,
  },
  {
    name: "triple-day",
    title: "金牌三倍积分日",
    titleEn: "Gold triple points day",
    description: "一年一次，金牌及以上会员每单三倍积分。",
    descriptionEn: "Once a year: triple points on every order for Gold members and above.",
    effect: { kind: "POINTS_MULTIPLIER", multiplierPct: 300 },
    minTierCode: "GOLD",
    from: -9,
    to: -11,
  },
  {
    name: "new-year",
    image: "/rewards/birthday-cake.svg",
    title: "新年满额礼",
    titleEn: "New Year spend challenge",
    description: "活动期间累计消费满 ¥1,000，送 800 积分。",
    descriptionEn: "Spend ¥1,000 during the activity and get 800 points.",
    effect: {
      kind: "CHALLENGE",
      goal: "SPEND",
      target: 100_000,
      points: 800,
      orderMinimumMinor: 0,
    },
    pointsBudget: 400_000,
    from: -16,
    to: -46,
  },
  {
    name: "autumn-double",
    title: "秋日双倍积分",
    titleEn: "Autumn double points",
    description: "金秋一周，每单双倍积分。",
    descriptionEn: "Double points on every order for a week.",
    effect: { kind: "POINTS_MULTIPLIER", multiplierPct: 200 },
    from: 40,
    to: 33,
  },
  {
    name: "autumn-spend",
    title: "中秋满额礼",
    titleEn: "Mid-Autumn spend challenge",
    description: "活动期间累计消费满 ¥800，送 300 积分。",
    descriptionEn: "Spend ¥800 during the activity and get 300 points.",
    effect: { kind: "CHALLENGE", goal: "SPEND", target: 80_000, points: 300, orderMinimumMinor: 0 },
    pointsBudget: 100_000,
    from: 75,
    to: 60,
  },
  {
    name: "wednesday-tea",
    image: "/rewards/tea-tin.svg",
    title: "周三茶时光",
    titleEn: "Wednesday tea time",
    description: "每周三晚间，茶叶和茶具双倍积分，与其他活动叠加。",
    descriptionEn:
      "Wednesday evenings: double points on tea and teaware, on top of other activities.",
    effect: { kind: "POINTS_MULTIPLIER", multiplierPct: 200 },
    pointsBudget: 100_000,
    from: 14,
    to: -28,
  },
] as const satisfies readonly Planned[];

export type ActivityName = (typeof CALENDAR)[number]["name"];

/** Which coupon some of them give, beside the points or instead of them. */
export const COUPONS: Partial<Record<ActivityName, CouponName>> = { "winter-coupon": "off-30" };

/** Which goods some of them are about, and when. */
export const TERMS: Partial<Record<ActivityName, Terms>> = {
  "wednesday-tea": {
    scope: {
      include: { categories: ["茶叶", "茶具"], brands: [], skus: [] },
      exclude: { categories: [], brands: [], skus: [] },
      channels: [],
      stores: [],
    },
    hours: [{ weekdays: [3], from: "18:00", until: "22:00" }],
    frequency: { limit: 1, per: "day" },
    stacking: { mode: "ALL" },
    segmentId: null,
  },
};
