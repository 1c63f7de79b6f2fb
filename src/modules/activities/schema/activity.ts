import { z } from "zod";
import { imageAddress } from "@/platform/picture-address";
import {
  filledIn,
  humanText,
  insideId,
  insideIdText,
  instant,
  listOf,
  MONEY_MINOR_MAX,
  moneyFigure,
  moneyMinor,
  page,
  pointsFigure,
  pointsPositive,
  reasonText,
  who,
} from "@/platform/scalars";
import { shownText, textFields } from "@/platform/texts";
import { waitsFor } from "../../access/schema/access";
import { orderScope } from "../../orders/schema/cart";
import { minimumTier, tierCode } from "../../tiers/schema";
import { frequency, HIGHEST, hours, stacking } from "./terms";

export const activityKind = z.enum(["POINTS_MULTIPLIER", "BONUS_POINTS", "CHALLENGE"]);
export type ActivityKind = z.output<typeof activityKind>;

export const activityStatus = z.enum(["DRAFT", "SCHEDULED", "RUNNING", "PAUSED", "ENDED"]);
export type ActivityStatus = z.output<typeof activityStatus>;

export const joining = z.enum(["CHOICE", "AUTOMATIC"]);
export type Joining = z.output<typeof joining>;

/** What a member earns once: points, a coupon, or both. */
const earnedOnce = {
  points: z.union([z.literal(0), pointsPositive]).describe("0 only where there is a coupon"),
  orderMinimumMinor: moneyMinor.default(0),
  couponDefinitionId: insideIdText
    .optional()
    .describe("the coupon that comes with it, once for each member; not for EACH_ORDER"),
};

/** What an activity does to points. */
export const effect = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("POINTS_MULTIPLIER"),
    multiplierPct: z.int().min(101).max(1000).describe("200 = ×2"),
  }),
  z.strictObject({
    kind: z.literal("BONUS_POINTS"),
    on: z.enum(["JOIN", "FIRST_ORDER", "EACH_ORDER"]),
    ...earnedOnce,
  }),
  z.strictObject({
    kind: z.literal("CHALLENGE"),
    goal: z.enum(["ORDERS", "SPEND"]),
    target: z.int().min(1).max(MONEY_MINOR_MAX).describe("orders, or minor units spent"),
    ...earnedOnce,
  }),
]);
export type Effect = z.output<typeof effect>;

const BUDGET_MAX = 1_000_000_000_000;

const fields = {
  ...textFields("title", humanText(64)),
  ...textFields("description", humanText(500)),
  startsAt: instant,
  endsAt: instant.describe("the first instant at which it no longer runs"),
  image: imageAddress.nullable(),
  effect,
  minTierCode: tierCode.nullable(),
  segmentId: insideIdText
    .nullable()
    .describe("a segment: who is in it may take part, and who takes part by choice stays"),
  joining,
  capacity: z.int().min(1).max(1_000_000_000).nullable().describe("null = any number of members"),
  pointsBudget: z.int().min(1).max(BUDGET_MAX).nullable().describe("null = without limit"),
  scope: orderScope.nullable().describe("which lines of which orders; null = all"),
  hours: hours.nullable().describe("recurring hours within its window; null = always"),
  frequency: frequency.nullable().describe("null = any number of orders"),
  stacking: stacking.describe(
    "of those that say HIGHEST the highest counts on a line, of a PRIORITY group the first, and ALL always; what counts adds up",
  ),
};

export const createInput = z.strictObject({
  ...fields,
  image: fields.image.default(null),
  minTierCode: fields.minTierCode.default(null),
  segmentId: fields.segmentId.default(null),
  joining: joining.default("CHOICE"),
  capacity: fields.capacity.default(null),
  pointsBudget: fields.pointsBudget.default(null),
  scope: fields.scope.default(null),
  hours: fields.hours.default(null),
  frequency: fields.frequency.default(null),
  stacking: stacking.default(HIGHEST),
  publish: z.boolean().default(false).describe("false leaves it a draft"),
});
export type NewActivity = Omit<z.output<typeof createInput>, "publish">;

export const activityAction = z.enum(["publish", "pause", "resume", "end"]);
export type ActivityAction = z.output<typeof activityAction>;

/** What of an activity is changed, also as it waits for a second person. */
export const activityChange = z.object(fields).partial();
export type ActivityChange = z.output<typeof activityChange>;

export const changeInput = z.strictObject({
  activityId: insideId,
  revision: z.int().min(1).describe("as read; another one by now is VERSION_CONFLICT"),
  action: activityAction.optional(),
  reason: reasonText.optional(),
  ...activityChange.shape,
});

/** The coupon of an activity and what became of those that it gave. */
const activityCoupon = z.object({
  definitionId: insideId,
  name: shownText,
  worthMinor: moneyFigure.nullable().describe("of one coupon at most; null without a bound"),
  worthPoints: pointsFigure.nullable().describe("what one counts in the budget"),
  isOver: z.boolean().describe("switched off, or over: nobody is awarded anything meanwhile"),
  given: z.int(),
  returned: z.int().describe("of those, void again because what earned them was undone"),
  used: z.int().nullable().describe("of the last 10,000; null in lists"),
  missed: z.int().describe("how often an award was due while it was switched off or over"),
});

/** An activity with everything that operators decide and see. */
export const managedActivity = z.object({
  activityId: insideId,
  ...fields,
  effect: filledIn(effect),
  scope: filledIn(orderScope).nullable(),
  kind: activityKind,
  status: activityStatus,
  joinedCount: z.int(),
  pointsGiven: pointsFigure,
  pointsReturned: pointsFigure.describe(
    "given beside those, and brought back to the budget by undone orders",
  ),
  budgetSpent: z.boolean(),
  coupon: activityCoupon.nullable(),
  revision: z.int(),
  createdAt: instant,
  updatedAt: instant,
});
export type ManagedActivity = z.output<typeof managedActivity>;

/** An activity after it was made or changed. */
export const savedActivity = managedActivity.extend({ approvalId: waitsFor });

export const managedList = listOf(managedActivity);

/** Running ones that somebody has to look at: they end soon, or their budget has nearly gone. */
export const attention = z.enum(["ENDING", "BUDGETS"]);

export const manageInput = z.strictObject({
  attention: attention.optional(),
  status: activityStatus.optional(),
  kind: activityKind.optional(),
  ...page,
});
export const byActivity = z.strictObject({ activityId: insideId });

export const listInput = z.strictObject({
  status: activityStatus.exclude(["DRAFT"]).optional(),
  kind: activityKind.optional(),
  ...page,
});

/** Why a member can't take part. */
export const unavailableReason = z.enum([
  "ENDED",
  "PAUSED",
  "NOT_STARTED",
  "MEMBER_STATUS_INVALID",
  "AUTOMATIC",
  "TIER_TOO_LOW",
  "NOT_IN_SEGMENT",
  "FULL",
  "BUDGET_SPENT",
  "COUPON_UNAVAILABLE",
  "KNOWN_PERSON",
]);
export type UnavailableReason = z.output<typeof unavailableReason>;

export const progress = z.object({
  orders: z.int(),
  spendMinor: moneyFigure,
  target: z.int(),
  progressPct: z.int(),
  reached: z.boolean(),
});
export type Progress = z.output<typeof progress>;

export const shownActivity = z.object({
  activityId: insideId,
  kind: activityKind,
  title: z.string(),
  description: z.string(),
  image: z.string().nullable(),
  status: activityStatus,
  startsAt: instant,
  endsAt: instant,
  effect: filledIn(effect),
  coupon: z.string().nullable().describe("the name of the coupon that it gives"),
  minTier: minimumTier.nullable(),
  joining,
  capacity: z.int().nullable(),
  remainingCapacity: z.int().nullable(),
  budgetSpent: z.boolean(),
  scope: filledIn(orderScope).nullable(),
  hours: hours.nullable(),
  frequency: frequency.nullable(),
  eligible: z.boolean().nullable().describe("null for nobody in particular"),
  reason: unavailableReason.nullable(),
  joined: z.boolean(),
  participationId: insideId.nullable(),
  joinedAt: instant.nullable(),
  pointsAwarded: pointsFigure.describe("what the member holds of its bonus"),
  couponAwarded: z.boolean().describe("whether they were given its coupon"),
  progress: progress.nullable(),
});
export const activityList = listOf(shownActivity);

export const participationsInput = z.strictObject({ ...who, ...page });
/** What a member takes or took part in, as operators see it. */
export const participationList = listOf(
  z.object({
    participationId: insideId,
    activityId: insideId,
    title: z.string(),
    kind: activityKind,
    status: activityStatus,
    joinedAt: instant,
    pointsAwarded: pointsFigure,
  }),
);
