import { z } from "zod";
import {
  calendarDate,
  filledIn,
  insideId,
  instant,
  listOf,
  moneyMinor,
  outsideId,
  page,
  reasonText,
} from "@/platform/scalars";
import { localizedText, shownText } from "@/platform/texts";
import { waitsFor } from "../access/schema/access";
import { tierCode } from "../tiers/schema";

export const QUIET_DAYS_MAX = 730;
export const DAYS_BEFORE_MAX = 30;
export const AGAIN_DAYS_MAX = 3650;
export const GIFTS_MAX = 10_000_000;
/** The shortest year that lies between two birthdays. */
export const YEAR_DAYS = 365;

/** What has to happen to a member. */
export const trigger = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("JOINED") }),
  z.strictObject({
    kind: z.literal("FIRST_ORDER"),
    minimumMinor: moneyMinor.default(0).describe("what the order is worth net of refunds"),
  }),
  z.strictObject({
    kind: z.literal("TIER_REACHED"),
    tiers: z.array(tierCode).min(1).max(20).describe("reached from below, by spend or by hand"),
  }),
  z.strictObject({
    kind: z.literal("BIRTHDAY"),
    on: z.enum(["DAY", "MONTH"]).default("DAY").describe("MONTH: on the first day of the month"),
    daysBefore: z.int().min(0).max(DAYS_BEFORE_MAX).default(0),
  }),
  z.strictObject({
    kind: z.literal("QUIET"),
    days: z
      .int()
      .min(1)
      .max(QUIET_DAYS_MAX)
      .describe("since the day of the last order that stands"),
  }),
]);
export type Trigger = z.output<typeof trigger>;
export const automationKind = z.enum([
  "JOINED",
  "FIRST_ORDER",
  "TIER_REACHED",
  "BIRTHDAY",
  "QUIET",
]);
export type AutomationKind = z.output<typeof automationKind>;

/** Whom it is for, of those to whom it happens. */
export const conditions = z.strictObject({
  tiers: z.array(tierCode).max(20).default([]).describe("empty: of any tier"),
  marketingOnly: z.boolean().default(false).describe("who agreed to offers"),
  boughtOnly: z.boolean().default(false).describe("who has an order that stands"),
});
export type Conditions = z.output<typeof conditions>;

const fields = {
  name: localizedText(32),
  definitionId: insideId.describe("of which coupon; what it is good for by now is given"),
  trigger,
  conditions: conditions.default({ tiers: [], marketingOnly: false, boughtOnly: false }),
  againAfterDays: z
    .int()
    .min(1)
    .max(AGAIN_DAYS_MAX)
    .nullable()
    .default(null)
    .describe("days after which a member may get it again; null: once ever, of a tier once each"),
  totalLimit: z.int().min(1).max(GIFTS_MAX).nullable().default(null).describe("coupons in all"),
  startsAt: instant.nullable().default(null).describe("null: when it is started"),
  endsAt: instant.nullable().default(null),
};

export const createInput = z.strictObject(fields);
export type NewAutomation = z.output<typeof createInput>;

const byAutomation = { automationId: insideId };
const revision = z.int().min(1).describe("as read; another one by now is VERSION_CONFLICT");

export const updateInput = z.strictObject({ ...byAutomation, revision, ...fields });

export const automationAction = z.enum(["start", "pause", "end"]);
export type AutomationAction = z.output<typeof automationAction>;
export const actInput = z.strictObject({
  ...byAutomation,
  revision,
  action: automationAction,
  reason: reasonText.optional(),
});

export const automationState = z.enum(["DRAFT", "RUNNING", "PAUSED", "ENDED"]);
export type AutomationState = z.output<typeof automationState>;

export const automationView = z.object({
  ...byAutomation,
  revision: z.int(),
  name: shownText,
  trigger: filledIn(trigger),
  conditions: filledIn(conditions),
  againAfterDays: z.int().nullable(),
  definitionId: insideId,
  couponName: shownText,
  couponOver: z.boolean().describe("switched off or over: nothing is given"),
  totalLimit: z.int().nullable(),
  startsAt: instant.nullable(),
  endsAt: instant.nullable(),
  state: automationState,
  countsFrom: instant.nullable().describe("what happened before it does not count"),
  given: z.int().describe("coupons that members have of it, used or not"),
  takenBack: z.int(),
  createdAt: instant,
  updatedAt: instant,
});
export const savedAutomation = automationView.extend({ approvalId: waitsFor });
export const automationList = listOf(automationView);
export const listInput = z.strictObject({ state: automationState.optional(), ...page });
export const byId = z.strictObject(byAutomation);

export const automationDetail = automationView.extend({
  used: z.int().describe("of the last 10,000 that it gave, those that were used"),
  notGiven: z.int().describe("10,000 at most"),
});

export const prospects = z.object({
  date: calendarDate.describe("today, or yesterday where the day has to be over"),
  members: z.int(),
  isMore: z.boolean().describe("there are more than were counted"),
});

export const notGivenReason = z.enum([
  "COUPON_UNAVAILABLE",
  "LIMIT_REACHED",
  "MEMBER_STATUS_INVALID",
  "KNOWN_PERSON",
  "FAILED",
]);
export type NotGivenReason = z.output<typeof notGivenReason>;

export const giftStatus = z.enum(["GIVEN", "TAKEN_BACK", "NOT_GIVEN"]);
export type GiftStatus = z.output<typeof giftStatus>;

export const giftsInput = z.strictObject({
  ...byAutomation,
  status: giftStatus.optional(),
  ...page,
});
export const giftList = listOf(
  z.object({
    giftId: insideId,
    memberId: insideId,
    memberCode: z.string(),
    nickname: z.string().nullable(),
    occasionOn: calendarDate,
    status: giftStatus,
    reason: notGivenReason.nullable(),
    orderId: outsideId.nullable(),
    couponId: insideId.nullable(),
    used: z.boolean().describe("used, set aside, over or void: it is not whole any more"),
    createdAt: instant,
  }),
);
