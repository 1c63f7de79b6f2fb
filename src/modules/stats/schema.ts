import { z } from "zod";
import {
  calendarDate,
  insideId,
  instant,
  listOf,
  moneyFigure,
  outsideId,
  page,
  pointsFigure,
  who,
} from "@/platform/scalars";
import { activityKind } from "../activities/schema/activity";
import { benefitId } from "../program/schema/rules";
import { tierBrief, tierCode } from "../tiers/schema";

const reportDate = calendarDate.refine((date) => date >= "2000-01-01" && date <= "2099-12-31", {
  error: "2000-01-01 … 2099-12-31",
});

export const rangeInput = z.strictObject({
  from: reportDate
    .optional()
    .describe("the first business day; 29 days before the last by default"),
  to: reportDate.optional().describe("the last business day; today by default"),
});
export type RangeInput = z.output<typeof rangeInput>;

const count = z.int();

const granularity = z
  .enum(["DAY", "MONTH"])
  .describe("ranges of more than 400 days are told by the month");

const range = {
  from: calendarDate,
  to: calendarDate,
  granularity,
  upToDate: z.boolean().describe("false while published events are still to be counted"),
};

export const overview = z.object({
  members: count.describe("at the end of the range"),
  enrolled: count,
  closed: count,
  activeMembers: count.describe("did something within the 30 days that end with the range"),
  pointsEarned: pointsFigure,
  pointsRedeemed: pointsFigure,
  pointsExpired: pointsFigure,
  pointsClawedBack: pointsFigure,
  pointsRestored: pointsFigure,
  pointsAdjusted: pointsFigure,
  pointsForfeited: pointsFigure,
  pointsOutstanding: pointsFigure.describe("at the end of the range"),
  orders: count,
  spendMinor: moneyFigure.describe("paid on the days of the range"),
  refundedMinor: moneyFigure.describe("refunded on the days of the range"),
});
export type Overview = z.output<typeof overview>;

const tierCount = z.object({
  tierCode,
  name: z.string().nullable().describe("null for a tier that is no more"),
  members: count,
});

export const trendPoint = z.object({
  date: calendarDate.describe("the day, or the first of the month"),
  members: count,
  enrolled: count,
  closed: count,
  activeMembers: count,
  pointsEarned: pointsFigure,
  pointsRedeemed: pointsFigure,
  pointsExpired: pointsFigure,
  pointsOutstanding: pointsFigure,
  orders: count,
  spendMinor: moneyFigure,
  refundedMinor: moneyFigure,
  tiers: z.array(z.object({ tierCode, members: count })),
});
export type TrendPoint = z.output<typeof trendPoint>;

const expiring = z.object({
  month: calendarDate.describe("the first of the last month in which they can be spent"),
  points: pointsFigure,
  worthMinor: moneyFigure,
});

const liability = z
  .object({
    pointsOutstanding: pointsFigure.describe("available, pending and frozen"),
    worthMinor: moneyFigure,
    pointsOwed: pointsFigure,
    expiringByMonth: z.array(expiring).describe("all that is outstanding, by month"),
  })
  .describe("as of now, whatever the range");

export const statistics = z.object({
  ...range,
  overview,
  tierDistribution: z.array(tierCount).describe("at the end of the range, the lowest tier first"),
  trends: z.array(trendPoint),
  liability,
});

/** What the console shows beside it. */
export const dashboard = statistics.extend({
  before: overview.extend({ from: calendarDate, to: calendarDate }),
  ledger: z
    .object({
      ok: z.boolean(),
      members: count.describe("whose accounts it looked at"),
      accounts: count.describe("that there are by now"),
      finishedAt: instant,
    })
    .nullable(),
});

const benefitFigures = {
  uses: count,
  members: count.describe("different ones"),
  valueMinor: moneyFigure,
  points: pointsFigure,
};

const benefitEffect = z.object({
  benefitId,
  type: z.string().nullable().describe("null for a benefit that is no more"),
  name: z.string().nullable(),
  ...benefitFigures,
  orders: count,
  byTier: z.array(z.object({ tierCode, ...benefitFigures })),
  byDay: z.array(z.object({ date: calendarDate, uses: count, valueMinor: moneyFigure })),
});

const activityFigures = {
  participants: count.describe("who joined within the range"),
  pointsGiven: pointsFigure,
  orders: count.describe("of participants, paid in the activity’s window and in the range"),
  spendMinor: moneyFigure.describe("paid minus refunded"),
};

const activityEffect = z.object({
  activityId: insideId,
  kind: activityKind,
  title: z.string(),
  ...activityFigures,
  byTier: z.array(z.object({ tierCode, ...activityFigures })),
  byDay: z.array(z.object({ date: calendarDate, ...activityFigures })),
});

export const effects = z.object({
  ...range,
  benefits: z.array(benefitEffect),
  activities: z.array(activityEffect),
});

const flowTier = z.object({ code: tierCode, name: z.string().nullable() });
const tierMove = z.object({
  from: flowTier.nullable().describe("null for changes told without the tier before"),
  to: flowTier,
  direction: z
    .enum(["UP", "DOWN", "OTHER"])
    .describe("by the ladder as it is; OTHER where one of the two is no more"),
  changes: count,
});
export type TierMove = z.output<typeof tierMove>;

export const tierFlow = z.object({
  from: calendarDate,
  to: calendarDate,
  up: count,
  down: count,
  moves: z.array(tierMove).describe("the most changes first; a member counts with each of theirs"),
});

/** What happened to the program itself, beside its figures. */
export const landmarks = z.object({
  from: calendarDate,
  to: calendarDate,
  landmarks: z.array(
    z.object({
      date: calendarDate,
      kind: z.enum(["PUBLISHED", "ACTIVITY"]),
      id: insideId,
      title: z.string().describe("why it was published, or what the activity is called"),
    }),
  ),
});
export type Landmark = z.output<typeof landmarks>["landmarks"][number];

/** More definitions, categories or brands than these are not told. */
export const SHOWN_MAX = 100;

export const couponEffectsInput = rangeInput.extend({
  definitionId: insideId
    .optional()
    .describe("whose coupons `all` and `trends` are about; all coupons by default"),
});
export type CouponEffectsInput = z.output<typeof couponEffectsInput>;

const couponFigures = {
  issued: count.describe("coupons, on the day of issue"),
  used: count.describe("uses, on the day that each counts on; one that came back does not count"),
  expired: count.describe("uses that were left when the last day of their coupon was over"),
  voided: count.describe("uses that were left when their coupon was voided"),
  discountMinor: moneyFigure,
  orders: count.describe("paid with a coupon, on the day of payment"),
  spendMinor: moneyFigure.describe("paid minus refunded for these orders"),
};

export const couponEffects = z.object({
  ...range,
  all: z.object(couponFigures),
  trends: z.array(
    z.object({
      date: calendarDate.describe("the day, or the first of the month"),
      ...couponFigures,
    }),
  ),
  coupons: z
    .array(z.object({ definitionId: insideId, name: z.string(), ...couponFigures }))
    .describe(`what took off most first, ${SHOWN_MAX} at most`),
});

const sale = z.object({
  name: z.string().nullable().describe("null for goods without one"),
  orders: count,
  spendMinor: moneyFigure.describe("paid minus refunded, on the day of payment"),
  points: pointsFigure.describe("earned minus clawed back"),
});

export const sales = z.object({
  ...range,
  categories: z
    .array(sale)
    .describe(`goods of two categories count in both; the most money first, ${SHOWN_MAX} at most`),
  brands: z.array(sale).describe(`the most money first, ${SHOWN_MAX} at most`),
});

export const rebuildInput = z.strictObject({});
export const rebuildOutput = z.object({ started: z.boolean() });

/** What the tier's price took off, coupons, shipping that was free, and points that were paid with. */
export const savingKind = z.enum(["PRICE", "COUPON", "SHIPPING", "POINTS"]);
export type SavingKind = z.output<typeof savingKind>;

export const savingsInput = z.strictObject({ ...who });
export const savings = z.object({
  year: z.int(),
  from: calendarDate.describe("the first day that is counted"),
  totalMinor: moneyFigure,
  parts: z
    .array(z.object({ kind: savingKind, count, valueMinor: moneyFigure }))
    .describe("only what there is"),
  next: z
    .object({
      tier: tierBrief,
      moreMinor: moneyFigure.describe("what it would save beside the member’s own tier"),
      basis: z.enum(["LAST_YEAR", "THIS_YEAR"]).describe("whose orders it is reckoned by"),
      spendMinor: moneyFigure.describe("what these came to"),
    })
    .nullable(),
});

/** Where a page of lines ended: "2026-05-01.COUPON.17". */
export const savingCursor = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}\.[A-Z]{5,7}\.[1-9]\d{0,14}$/)
  .refine((text) => calendarDate.safeParse(text.slice(0, 10)).success);

export const savingLinesInput = z.strictObject({
  ...who,
  limit: page.limit,
  cursor: savingCursor.optional(),
});
export const savingLines = listOf(
  z.object({
    lineId: z.string(),
    kind: savingKind,
    name: z.string().nullable().describe("of the benefit or the coupon"),
    orderId: outsideId,
    day: calendarDate,
    valueMinor: moneyFigure,
  }),
);
