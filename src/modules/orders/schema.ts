import { z } from "zod";
import {
  humanText,
  insideId,
  instant,
  moneyFigure,
  moneyMinor,
  moneyMinorPositive,
  outsideId,
  pointsFigure,
  who,
} from "@/platform/scalars";
import { quotedBenefit } from "../benefits/schema/benefits";
import { birthday, nickname } from "../members/schema";
import { tierBrief } from "../tiers/schema";

const event = <Type extends string, Data extends z.ZodType>(type: Type, data: Data) =>
  z.strictObject({ type: z.literal(type), timestamp: instant, data });

const item = z.record(z.string().max(64), z.unknown());

export const orderCompleted = z.strictObject({
  externalId: outsideId,
  orderId: outsideId,
  paidAmountMinor: moneyMinor,
  paidAt: instant,
  items: z.array(item).max(500).optional(),
});

export const orderRefunded = z.strictObject({
  externalId: outsideId,
  orderId: outsideId,
  refundId: outsideId,
  amountMinor: moneyMinorPositive,
  refundedAt: instant,
  returnId: outsideId.optional(),
});

const orderReturn = z.strictObject({
  externalId: outsideId,
  orderId: outsideId,
  returnId: outsideId,
  amountMinor: moneyMinorPositive,
});

/** The shop tells the same of whoever comes and whoever goes. */
const shopUser = z.strictObject({
  externalId: outsideId,
  nickname: nickname.optional(),
  birthday: birthday.optional(),
  inviteCode: humanText(32).optional(),
});

/** What the shop's other services tell; the data always names the customer. */
export const shopEvent = z.discriminatedUnion("type", [
  event("ORDER_COMPLETED", orderCompleted),
  event("ORDER_CANCELLED", z.strictObject({ externalId: outsideId, orderId: outsideId })),
  event("RETURN_REQUESTED", orderReturn),
  event("RETURN_REJECTED", orderReturn),
  event("ORDER_REFUNDED", orderRefunded),
  event(
    "REVIEW_CREATED",
    z.strictObject({
      externalId: outsideId,
      reviewId: outsideId,
      orderId: outsideId.optional(),
    }),
  ),
  event("SHARE_CREATED", z.strictObject({ externalId: outsideId, shareId: outsideId })),
  event("USER_REGISTERED", shopUser),
  event("USER_DELETED", shopUser),
]);
export type ShopEvent = z.output<typeof shopEvent>;

export const action = z.discriminatedUnion("action", [
  z.object({
    action: z.enum(["POINTS_EARNED", "POINTS_CLAWED_BACK", "POINTS_RESTORED"]),
    points: z.int(),
    transactionId: insideId,
  }),
  z.object({ action: z.enum(["POINTS_FROZEN", "POINTS_UNFROZEN"]), points: z.int() }),
  z.object({ action: z.literal("TIER_CHANGED"), from: z.string(), to: z.string() }),
  z.object({ action: z.enum(["MEMBER_ENROLLED", "MEMBER_CLOSED"]), memberId: insideId }),
  z.object({ action: z.literal("NONE"), reason: z.string() }),
]);
export type Action = z.output<typeof action>;

/** The event was taken in and moved nothing, and why. */
export function none(reason: string): Action[] {
  return [{ action: "NONE", reason }];
}

export const eventAnswer = z.union([
  z.object({ parked: z.literal(true) }),
  z.object({ actions: z.array(action), duplicate: z.boolean() }),
]);
export type EventAnswer = z.output<typeof eventAnswer>;

export const orderStatus = z.enum([
  "COMPLETED",
  "PARTIALLY_REFUNDED",
  "REFUNDED",
  "CANCELLED",
  "UNKNOWN",
]);

export const quoteInput = z.strictObject({
  ...who,
  orderAmountMinor: moneyMinorPositive.describe("before any discount, without shipping"),
  shippingMinor: moneyMinor.default(0),
});

const atTier = {
  tierPriceMinor: moneyFigure.describe("what the tier pays, without shipping"),
  pointsToEarn: pointsFigure.describe("when all of the tier’s price is paid in money"),
};

export const quoteOutput = z.object({
  tier: tierBrief,
  ...atTier,
  benefits: z.array(quotedBenefit),
  maxPoints: pointsFigure.describe("the most that may pay for the tier’s price"),
  maxPointsDiscountMinor: moneyFigure,
  nextTier: tierBrief.extend(atTier).nullable(),
});
