import type { ProgramRules } from "@/modules/program/schema/rules";
import { publishRulesInput } from "@/modules/program/schema/versions";
import { shownGoods } from "./goods-draft";
import { shownRates } from "./rate-draft";

/** How a rule is written and what it counts. */
export type RuleUnit =
  | "points"
  | "times"
  | "days"
  | "months"
  | "minutes"
  | "percent"
  | "pieces"
  | "yuan"
  | "toggle"
  | "period"
  | "goods"
  | "rates";

export const ruleUnits = {
  earn: {
    pointsPerYuan: "points",
    pendingDays: "days",
    expiryMonths: "months",
    checkInEnabled: "toggle",
    checkInPoints: "points",
    streakDays: "days",
    streakPoints: "points",
    makeUpsPerMonthMax: "times",
    makeUpCostPoints: "points",
    reviewEnabled: "toggle",
    reviewPoints: "points",
    reviewsPerDayMax: "times",
    shareEnabled: "toggle",
    sharePoints: "points",
    sharesPerDayMax: "times",
    birthdayEnabled: "toggle",
    birthdayPoints: "points",
    birthdayNeedsOrder: "toggle",
    beforeOrderMax: "points",
    orderStandsDays: "days",
    referralEnabled: "toggle",
    referralPoints: "points",
    referralsPerMonthMax: "times",
    referralMinimumMinor: "yuan",
    referralWaitDays: "days",
  },
  goods: {
    minimumMinor: "yuan",
    orderPointsMax: "points",
    dayPointsMax: "points",
    monthPointsMax: "points",
    yearPointsMax: "points",
    discountsEarn: "toggle",
    taxEarns: "toggle",
    freightEarns: "toggle",
    giftCardsEarn: "toggle",
    rules: "goods",
  },
  redeem: {
    pointsPerYuanOff: "points",
    orderShareMaxBps: "percent",
    holdTtlSeconds: "minutes",
    restoreGraceDays: "days",
  },
  tiers: { qualifyingPeriod: "period", protectionMonths: "months" },
  adjust: { approvalAbovePoints: "points" },
  limits: {
    pointsPerDay: "points",
    rewardCostMin: "points",
    rewardPiecesPerDay: "pieces",
    tierLiftsPerDay: "times",
  },
  currencies: { rates: "rates" },
  coupons: { noticeDays: "days" },
  till: { fixedCodeEnabled: "toggle" },
} as const satisfies {
  [Section in
    | "earn"
    | "goods"
    | "redeem"
    | "tiers"
    | "adjust"
    | "limits"
    | "currencies"
    | "coupons"
    | "till"]: Record<keyof ProgramRules[Section], RuleUnit>;
};

export type RuleSection = keyof typeof ruleUnits;
export const ruleSections = Object.keys(ruleUnits) as RuleSection[];

/** Every rule by its place: "earn.pointsPerYuan". */
export type RulePath = {
  [Section in RuleSection]: `${Section}.${keyof (typeof ruleUnits)[Section] & string}`;
}[RuleSection];

export const rulePaths = ruleSections.flatMap((section) =>
  Object.keys(ruleUnits[section]).map((name) => `${section}.${name}` as RulePath),
);

export function unitOf(path: RulePath): RuleUnit {
  const [section = "", name = ""] = path.split(".");
  return (ruleUnits as Record<string, Record<string, RuleUnit>>)[section]?.[name] ?? "points";
}

export function ruleValue(rules: ProgramRules, path: RulePath): number | boolean | string {
  if (path === "currencies.rates") return shownRates(rules.currencies.rates);
  if (path === "goods.rules") return shownGoods(rules.goods.rules);
  const [section = "", name = ""] = path.split(".");
  return (rules as unknown as Record<string, Record<string, number>>)[section]?.[name] ?? 0;
}

/** The least and the most that the API takes, in the rule's own unit. */
export function boundsOf(path: RulePath): { min: number; max: number } {
  const [section = "", name = ""] = path.split(".");
  const shape = publishRulesInput.shape[section as RuleSection].unwrap().shape;
  const field = (shape as Record<string, { minValue?: number | null; maxValue?: number | null }>)[
    name
  ];
  return { min: field?.minValue ?? 0, max: field?.maxValue ?? Number.MAX_SAFE_INTEGER };
}
