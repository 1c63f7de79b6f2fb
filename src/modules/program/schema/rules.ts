import { z } from "zod";
import {
  humanText,
  instantText,
  MONEY_MINOR_MAX,
  POINTS_MAX,
  pointsPositive,
} from "@/platform/scalars";
import { localizedText } from "@/platform/texts";
import { orderScope } from "../../orders/schema/cart";
import { currencyRates } from "../../orders/schema/currency";

/** Upper-case words: tiers carry benefits by these ids. */
const code = z.string().regex(/^[A-Z][A-Z0-9_]{0,31}$/);
export const benefitId = code;

/** How often a member may use a benefit; without one as often as they like. */
export const benefitQuota = z.strictObject({
  limit: z.int().min(1).max(100_000),
  per: z.enum(["order", "day", "month", "year", "lifetime"]),
});
export type BenefitQuota = z.output<typeof benefitQuota>;

/** A benefit as a version has it; what its parameters mean is known to its type. */
export const benefitDefinition = z.strictObject({
  id: benefitId,
  type: code,
  name: localizedText(32),
  enabled: z.boolean(),
  validFrom: instantText.nullable(),
  validUntil: instantText.nullable(),
  quota: benefitQuota.nullable(),
  params: z.record(z.string(), z.unknown()),
});
export type BenefitDefinition = z.output<typeof benefitDefinition>;

const standing = { enabled: true, validFrom: null, validUntil: null, quota: null, params: {} };

/** The benefits of a version that was published before it named any. */
const FIRST_BENEFITS: BenefitDefinition[] = [
  {
    ...standing,
    id: "DISCOUNT",
    type: "DISCOUNT",
    name: { "zh-CN": "会员折扣", en: "Member discount" },
  },
  {
    ...standing,
    id: "BIRTHDAY_GIFT",
    type: "BIRTHDAY_GIFT",
    name: { "zh-CN": "生日礼", en: "Birthday gift" },
    quota: { limit: 1, per: "year" },
    params: { item: "生日礼物", itemEn: "A gift" },
  },
  {
    ...standing,
    id: "FREE_SHIPPING",
    type: "FREE_SHIPPING",
    name: { "zh-CN": "全场包邮", en: "Free shipping" },
  },
  {
    ...standing,
    id: "DEDICATED_SERVICE",
    type: "DEDICATED_SERVICE",
    name: { "zh-CN": "一对一客服", en: "Dedicated support" },
  },
  {
    ...standing,
    id: "PRIORITY_DISPATCH",
    type: "PRIORITY_DISPATCH",
    name: { "zh-CN": "优先出库", en: "Priority shipping" },
  },
];

/** What the lines of a scope earn: so many percent of what others earn, or points for each piece. */
const goodsRule = z.strictObject({
  label: humanText(40),
  scope: orderScope,
  gives: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("PERCENT"), percent: z.int().min(0).max(1000) }),
    z.strictObject({ kind: z.literal("PER_PIECE"), points: z.int().min(0).max(100_000) }),
  ]),
});
export type GoodsRule = z.output<typeof goodsRule>;

/** No more points than these; 0 for no bound. */
const pointsBound = z.int().min(0).max(POINTS_MAX).default(0);

/** One published state of the rules; the defaults are the first version's. */
export const programRules = z.object({
  /** Unknown customers of order events become members. */
  autoEnrol: z.boolean().default(true),
  tiers: z
    .object({
      qualifyingPeriod: z.enum(["lifetime", "rolling12Months"]).default("lifetime"),
      protectionMonths: z.int().min(0).max(60).default(6),
    })
    .prefault({}),
  earn: z
    .object({
      pointsPerYuan: z.int().min(0).max(1000).default(1),
      pendingDays: z.int().min(0).max(365).default(0),
      expiryMonths: z.int().min(1).max(240).default(24),
      reviewEnabled: z.boolean().default(true),
      reviewPoints: pointsPositive.default(10),
      reviewsPerDayMax: z.int().min(1).max(1000).default(5),
      shareEnabled: z.boolean().default(true),
      sharePoints: pointsPositive.default(5),
      sharesPerDayMax: z.int().min(1).max(1000).default(1),
      checkInEnabled: z.boolean().default(true),
      checkInPoints: pointsPositive.default(5),
      streakDays: z.int().min(2).max(31).default(7),
      streakPoints: z.int().min(0).max(100_000).default(20),
      /** Missed days that a member may make up in a calendar month; 0: none. */
      makeUpsPerMonthMax: z.int().min(0).max(31).default(0),
      /** What a day made up costs; 0: nothing. */
      makeUpCostPoints: z.int().min(0).max(100_000).default(0),
      birthdayEnabled: z.boolean().default(true),
      birthdayPoints: pointsPositive.default(100),
      /** Birthday points come once an order has stood. */
      birthdayNeedsOrder: z.boolean().default(true),
      /** Points of check-ins, reviews and sharing, all together, of who has no order that has stood. */
      beforeOrderMax: z.int().min(0).max(POINTS_MAX).default(60),
      /** How long an order must have been paid, and be worth something still, to have stood. */
      orderStandsDays: z.int().min(0).max(365).default(7),
      referralEnabled: z.boolean().default(true),
      referralPoints: pointsPositive.default(100),
      /** A referrer is rewarded at most so often in a calendar month; the invited always are. */
      referralsPerMonthMax: z.int().min(1).max(10_000).default(20),
      /** What the invited member's order must be worth, net of refunds, minor units. */
      referralMinimumMinor: z.int().min(0).max(MONEY_MINOR_MAX).default(5000),
      /** How long the order must have stood before it is rewarded. */
      referralWaitDays: z.int().min(0).max(365).default(0),
    })
    .prefault({}),
  /** What of an order earns. */
  goods: z
    .object({
      /** Goods as paid, or what discounts took off them too. */
      discountsEarn: z.boolean().default(false),
      /** The tax within what was paid for a line. */
      taxEarns: z.boolean().default(true),
      freightEarns: z.boolean().default(false),
      /** Lines that sell gift cards. */
      giftCardsEarn: z.boolean().default(false),
      /** Orders of which less was paid earn nothing. */
      minimumMinor: z.int().min(0).max(MONEY_MINOR_MAX).default(0),
      orderPointsMax: pointsBound,
      /** Of a member's orders that were paid in one business day, month and year. */
      dayPointsMax: pointsBound,
      monthPointsMax: pointsBound,
      yearPointsMax: pointsBound,
      /** The first whose scope has a line decides about it. */
      rules: z.array(goodsRule).max(30).default([]),
    })
    .prefault({}),
  redeem: z
    .object({
      /** Points that are worth one yuan. */
      pointsPerYuanOff: z.int().min(1).max(100_000).default(100),
      /** The most of an order's amount that points may pay, in basis points. */
      orderShareMaxBps: z.int().min(0).max(10_000).default(3000),
      holdTtlSeconds: z.int().min(60).max(86_400).default(900),
      restoreGraceDays: z.int().min(0).max(365).default(30),
    })
    .prefault({}),
  adjust: z
    .object({
      /** Corrections above it want a second operator. */
      approvalAbovePoints: pointsPositive.default(10_000),
    })
    .prefault({}),
  /** What one person or key may give by their own decision; beyond it a second person decides. */
  limits: z
    .object({
      /** Of all corrections, published activities and chosen numbers of a business date. */
      pointsPerDay: pointsPositive.default(50_000),
      /** The lowest price of a reward. */
      rewardCostMin: pointsPositive.default(10),
      /** Pieces put on the shelf on a business date. */
      rewardPiecesPerDay: z.int().min(1).max(1_000_000).default(1000),
      /** Members lifted by hand above what their spend reaches, on a business date. */
      tierLiftsPerDay: z.int().min(1).max(1_000_000).default(200),
    })
    .prefault({}),
  currencies: z
    .object({
      /** Orders in any other currency are refused. */
      rates: currencyRates.default([]),
    })
    .prefault({}),
  coupons: z
    .object({
      /** How long before a coupon ends its member hears of it; 0: never. */
      noticeDays: z.int().min(0).max(60).default(3),
    })
    .prefault({}),
  till: z
    .object({
      /** The code that is printed and never changes identifies a member at a till, too. */
      fixedCodeEnabled: z.boolean().default(true),
    })
    .prefault({}),
  benefits: z.array(benefitDefinition).max(60).default(FIRST_BENEFITS),
});

export type ProgramRules = z.output<typeof programRules>;

const formerRules = z.looseObject({ redeem: z.looseObject({ pointsPerYuan: z.int() }) });

/** Stored rules, or sections of them, by today's names: redeem.pointsPerYuanOff was pointsPerYuan. */
export function byNamesOfToday<Stored>(stored: Stored): Stored {
  const former = formerRules.safeParse(stored);
  if (!former.success) return stored;
  const { pointsPerYuan, ...redeem } = former.data.redeem;
  return { ...stored, redeem: { pointsPerYuanOff: pointsPerYuan, ...redeem } };
}

/** Rules as they are stored: processes of the release before read them by the former name. */
export function withFormerNames(rules: ProgramRules) {
  return { ...rules, redeem: { ...rules.redeem, pointsPerYuan: rules.redeem.pointsPerYuanOff } };
}

/** The rules of a version as it is stored, whenever it was published. */
export const storedRules = z.preprocess(byNamesOfToday, programRules);

export interface Program {
  /** The version that decides now; entries and tier changes name it. */
  versionId: number;
  rules: ProgramRules;
  /** Business dates are of this zone (IANA name). */
  timeZone: string;
}
