import { z } from "zod";

export const approvalKind = z.enum([
  "ADJUSTMENT",
  "BATCH",
  "RULES",
  "ADMIN",
  "KEY",
  "ACTIVITY",
  "REWARD",
  "COUPON",
  "POLICY",
  "AUTOMATION",
  "IMPORT",
]);
export type ApprovalKind = z.output<typeof approvalKind>;

export const approvalStatus = z.enum([
  "WAITING",
  "APPROVED",
  "REJECTED",
  "WITHDRAWN",
  "EXPIRED",
  "VOID",
]);
export type ApprovalStatus = z.output<typeof approvalStatus>;

/** How a request ends: VOID where what it was about had changed by the time it was approved. */
export const approvalEnd = approvalStatus.exclude(["WAITING"]);
export type ApprovalEnd = z.output<typeof approvalEnd>;

/** What a request would change, field by field; null stands for no limit. */
export const approvalField = z.enum([
  "role",
  "disabled",
  "scopes",
  "pointsPerDayMax",
  "approvalAbovePoints",
  "pointsPerDay",
  "rewardCostMin",
  "protectionMonths",
  "rewardPiecesPerDay",
  "tierLiftsPerDay",
  "actionPoints",
  "actionPointsPerDay",
  "beforeOrderPoints",
  "referralPointsPerMonth",
  "referralWorthBps",
  "giveBackBps",
  "tierWorthBps",
  "membersLifted",
  "giftPoints",
  "giftPointsPerDay",
  "giftMinor",
  "giftMinorPerDay",
  "useMinorMax",
  "rateBps",
  "pointsPerYuanOff",
  "currencyRate",
  "pointsPerYuan", // what requests of before call pointsPerYuanOff
  "points",
  "multiplierPct",
  "capacity",
  "pointsBudget",
  "startsAt",
  "endsAt",
  "minTierCode",
  "joining",
  "orderScope",
  "hours",
  "frequency",
  "stacking",
  "effect",
  "pointsGiven",
  "pointsTaken",
  "rows",
  "members",
  "largestRow",
  "spendMinor",
  "name",
  "pointsCost",
  "stock",
  "onShelf",
  "benefitId",
  "passUses",
  "passDays",
  "coupon",
  "coupons",
  "uses",
  "worthMinor",
  "worthEachMinor",
  "trigger",
  "conditions",
  "againAfterDays",
  "available",
  "programPart",
  "policyAlways",
  "policyAboveMinor",
  "policyDayMinor",
  "policyDecidedBy",
  "policyWaitDays",
]);
export const approvalChange = z.object({
  field: approvalField,
  before: z.string().nullable(),
  after: z.string().nullable(),
});
export type ApprovalChange = z.output<typeof approvalChange>;
