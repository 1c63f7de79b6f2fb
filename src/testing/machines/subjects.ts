import type { CouponTerms } from "@/modules/coupons/schema/terms";
import { couponTerms } from "@/modules/coupons/schema/terms";
import type {
  Subject,
  SubjectActivity,
  SubjectCoupon,
  SubjectReward,
} from "@/modules/machines/schema/subject";
import {
  type BenefitDefinition,
  type BenefitQuota,
  programRules,
} from "@/modules/program/schema/rules";
import type { Ladder, Rung } from "@/modules/tiers/schema";

/** Programs as tests look at them for machines: presets that are sound, and traps. */

const rung = (
  code: string,
  rank: number,
  [thresholdMinor, discountRateBps, multiplierPct]: readonly [number, number, number],
): Rung => ({
  ...{ code, rank, name: { "zh-CN": code, en: code } },
  ...{ thresholdMinor, discountRateBps, multiplierPct, benefits: [], replaces: [] },
});

/** The ladder of the first version. */
export const DEFAULT_LADDER: Ladder = [
  rung("REGISTERED", 1, [0, 10_000, 100]),
  rung("BRONZE", 2, [50_000, 9500, 100]),
  rung("SILVER", 3, [200_000, 9000, 120]),
  rung("GOLD", 4, [500_000, 8500, 150]),
  rung("DIAMOND", 5, [1_000_000, 8000, 200]),
];

export const THREE_TIERS: Ladder = [
  rung("CLASSIC", 1, [0, 10_000, 100]),
  rung("PLUS", 2, [100_000, 9500, 125]),
  rung("BLACK", 3, [600_000, 9000, 200]),
];

/** As airlines have them: by what was spent in twelve months, with points that rise steeply. */
export const AIRLINE: Ladder = [
  rung("BLUE", 1, [0, 10_000, 100]),
  rung("SILVER", 2, [2_000_000, 10_000, 125]),
  rung("GOLD", 3, [5_000_000, 10_000, 150]),
  rung("PLATINUM", 4, [10_000_000, 10_000, 200]),
];

export const AIRLINE_RULES = {
  tiers: { qualifyingPeriod: "rolling12Months", protectionMonths: 12 },
  earn: { pointsPerYuan: 5, pendingDays: 3, expiryMonths: 36, referralMinimumMinor: 20_000 },
  redeem: { pointsPerYuanOff: 500, orderShareMaxBps: 10_000 },
} as const;

export const NO_TEXT = { "zh-CN": "某项", en: "Something" };

export function subjectOf(
  rules: unknown = {},
  more: Partial<Omit<Subject, "rules">> = {},
): Subject {
  return {
    at: "2026-06-02T04:00:00.000Z",
    timeZone: "Asia/Shanghai",
    rules: programRules.parse(rules),
    ladder: DEFAULT_LADDER,
    ...{ activities: [], rewards: [], coupons: [] },
    ...more,
  };
}

export const activityOf = (changes: Partial<SubjectActivity> = {}): SubjectActivity => ({
  ...{ id: 1, title: NO_TEXT, joining: "AUTOMATIC", minTierCode: null },
  effect: { kind: "POINTS_MULTIPLIER", multiplierPct: 200 },
  ...{ placesLeft: null, pointsLeft: null, scope: null, frequency: null },
  ...{ coupon: null, couponPoints: 0 },
  stacking: { mode: "ALL" },
  ...changes,
});

export const couponOf = (
  terms: Partial<CouponTerms>,
  changes: Partial<SubjectCoupon> = {},
): SubjectCoupon => ({
  ...{ id: 1, name: NO_TEXT, isGiven: true },
  terms: couponTerms.parse({ validDays: 30, ...terms }),
  ...changes,
});

export const rewardOf = (changes: Partial<SubjectReward> = {}): SubjectReward => ({
  ...{ id: 1, name: NO_TEXT, kind: "COUPON", pointsCost: 100, stock: null, perMonth: null },
  ...{ minTier: null, benefitId: null, passUses: null, coupon: null },
  ...changes,
});

/** A benefit that is called as its type. */
export const benefitOf = (
  type: string,
  params: Record<string, unknown>,
  quota: BenefitQuota | null,
): BenefitDefinition => ({
  ...{ id: type, type, name: NO_TEXT, enabled: true },
  ...{ validFrom: null, validUntil: null, quota, params },
});

/** The default ladder, all of whose tiers have some benefits. */
export const everybodyHas = (benefits: string[]): Ladder => {
  const [first, ...others] = DEFAULT_LADDER;
  return [{ ...first, benefits }, ...others.map((one) => ({ ...one, benefits }))];
};

/** Faults of rules that members would make money by. */
export const TRAPS = {
  invitation: () => subjectOf({ earn: { referralMinimumMinor: 0 } }),
  reward: () =>
    subjectOf(
      {},
      {
        coupons: [couponOf({ effect: { kind: "AMOUNT", amountMinor: 3000 } }, { isGiven: false })],
        rewards: [rewardOf({ pointsCost: 20, coupon: 0 })],
      },
    ),
  multiplier: () =>
    subjectOf(
      { earn: { pointsPerYuan: 5 } },
      {
        activities: [
          activityOf({
            effect: { kind: "POINTS_MULTIPLIER", multiplierPct: 1000 },
            pointsLeft: 50_000,
          }),
          activityOf({ id: 2, effect: { kind: "POINTS_MULTIPLIER", multiplierPct: 500 } }),
        ],
      },
    ),
  coupon: () =>
    subjectOf(
      {},
      {
        coupons: [
          couponOf(
            { effect: { kind: "ITEM", sku: "CUP", valueMinor: 4900 }, minimumMinor: 9900 },
            { isGiven: false },
          ),
        ],
        rewards: [rewardOf({ pointsCost: 100, coupon: 0 })],
      },
    ),
  makeUp: () => subjectOf({ earn: { makeUpsPerMonthMax: 31 } }),
} satisfies Record<string, () => Subject>;
