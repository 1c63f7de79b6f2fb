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
  pointsZeroOrMore,
  reasonText,
  who,
} from "@/platform/scalars";
import { quotedBenefit } from "../benefits/schema/benefits";
import { CODES_ON_ORDER_MAX, couponCode } from "../coupons/schema/coupons";
import { invitationOutcome } from "../earning/schema/referral";
import { guestKey } from "../guests/schema";
import { birthday, externalNickname, recordTold } from "../members/schema";
import { tierBrief } from "../tiers/schema";

const event = <Type extends string, Data extends z.ZodType>(type: Type, data: Data) =>
  z.strictObject({ type: z.literal(type), timestamp: instant, data });

const item = z.record(z.string().max(64), z.unknown());

/** Beside the goods: told, kept, and without a part in spend or points. */
const beside = {
  shippingMinor: moneyMinor.optional().describe("freight, beside the goods; moves no points"),
  otherMinor: moneyMinor.optional().describe("tax and the like, beside the goods; moves no points"),
};

/** An order may be a guest’s, too. */
const whoOrdered = { ...who, guestKey: guestKey.optional() };

export const orderCompleted = z.strictObject({
  ...whoOrdered,
  orderId: outsideId,
  paidAmountMinor: moneyMinor.describe(
    "the goods as paid in money, without freight and tax unless the shop counts them",
  ),
  orderAmountMinor: moneyMinor
    .optional()
    .describe(
      "the goods’ price whatever pays for it: money, points, gift cards. Default: what was paid and what points took off",
    ),
  ...beside,
  paidAt: instant,
  coupons: z
    .array(couponCode)
    .max(CODES_ON_ORDER_MAX)
    .optional()
    .describe("codes that it was paid with: what is set aside of them is used"),
  items: z.array(item).max(500).optional(),
});

export const orderRefunded = z.strictObject({
  ...whoOrdered,
  orderId: outsideId,
  refundId: outsideId,
  amountMinor: moneyMinor.describe(
    "of the goods; of an order that no money was paid for, of its amount",
  ),
  ...beside,
  refundedAt: instant,
  returnId: outsideId.optional(),
});

function refundsSomething(refund: z.output<typeof orderRefunded>): boolean {
  const { amountMinor, shippingMinor = 0, otherMinor = 0 } = refund;
  return amountMinor + shippingMinor + otherMinor > 0;
}

const orderReturn = z.strictObject({
  ...whoOrdered,
  orderId: outsideId,
  returnId: outsideId,
  amountMinor: moneyMinorPositive,
});

/** The shop tells the same of whoever comes and whoever goes. */
const shopUser = z.strictObject({
  externalId: outsideId,
  nickname: externalNickname.optional(),
  birthday: birthday.optional(),
  inviteCode: humanText(32).optional(),
});

/**
 * What isn't named stays, null clears; `timestamp` says as of when, and what is newer stays. A phone is news here and
 * names nobody.
 */
const userUpdated = z.strictObject({
  memberId: who.memberId,
  externalId: who.externalId,
  memberCode: who.memberCode,
  ...recordTold,
  reason: reasonText.optional().describe("why a birthday is another"),
});

/**
 * What the shop's other services tell; the data always names the customer. By the shop's own id somebody may be
 * named who is no member yet; by phone or by what we call them, members alone. Orders of a guest name a hash of
 * the address that they gave.
 */
export const shopEvent = z.discriminatedUnion("type", [
  event("ORDER_COMPLETED", orderCompleted),
  event("ORDER_CANCELLED", z.strictObject({ ...whoOrdered, orderId: outsideId })),
  event("RETURN_REQUESTED", orderReturn),
  event("RETURN_REJECTED", orderReturn),
  event(
    "ORDER_REFUNDED",
    orderRefunded.refine(refundsSomething, { error: "> 0", path: ["amountMinor"] }),
  ),
  event(
    "REVIEW_CREATED",
    z.strictObject({
      ...who,
      reviewId: outsideId,
      orderId: outsideId.optional(),
    }),
  ),
  event("SHARE_CREATED", z.strictObject({ ...who, shareId: outsideId })),
  event("USER_REGISTERED", shopUser),
  event("USER_UPDATED", userUpdated),
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
  /** Points spent before the order came go back, because it takes no more than `maxPoints`. */
  z.object({
    action: z.literal("POINTS_OVER_CAP"),
    points: z.int(),
    transactionId: insideId,
    maxPoints: z.int(),
  }),
  /** The order is not that member's, who spent points on it, held some for it or used a benefit on it. */
  z.object({
    action: z.literal("CLAIM_YIELDED"),
    claim: z.enum(["USE", "HOLD", "BENEFIT", "COUPON"]),
    memberId: insideId,
    points: z.int(),
  }),
  /** A coupon that the order named is used on it, or is not to be had, and why. */
  z.object({ action: z.literal("COUPON_USED"), useId: insideId, discountMinor: moneyFigure }),
  z.object({ action: z.literal("COUPON_REFUSED"), code: z.string(), reason: z.string() }),
  /** A refund was more than its order still takes: what was counted, and what is left over. */
  z.object({
    action: z.literal("REFUND_LEFT_OVER"),
    refundId: outsideId,
    countedMinor: moneyFigure,
    leftOverMinor: moneyFigure,
  }),
  /** What waited for its order does not fit it. */
  z.object({
    action: z.literal("PARKED_REFUSED"),
    kind: z.enum(["REFUND", "RETURN"]),
    id: outsideId,
    reason: z.string(),
  }),
  z.object({ action: z.literal("TIER_CHANGED"), from: z.string(), to: z.string() }),
  z.object({ action: z.enum(["MEMBER_ENROLLED", "MEMBER_CLOSED"]), memberId: insideId }),
  z.object({
    action: z.literal("MEMBER_UPDATED"),
    memberId: insideId,
    changed: z.array(z.string()),
  }),
  /** Another member has it: everything else was taken. */
  z.object({ action: z.literal("FIELD_REFUSED"), field: z.string(), reason: z.string() }),
  /** What became of an invite code. */
  z.object({ action: z.literal("INVITATION"), outcome: invitationOutcome }),
  z.object({ action: z.literal("NONE"), reason: z.string() }),
]);
export type Action = z.output<typeof action>;

/** Why nothing of what waited for its order counts. */
export const parkedFault = z.enum(["REFUND_EXCEEDS_PAID", "ORDER_CANCELLED"]);
export type ParkedFault = z.output<typeof parkedFault>;

/** The event was taken in and moved nothing, and why. */
export function none(reason: string): Action[] {
  return [{ action: "NONE", reason }];
}

export const eventAnswer = z.union([
  z.object({
    parked: z.literal(true),
    actions: z.array(action).optional().describe("where it moved something before it waits"),
  }),
  z.object({ actions: z.array(action), duplicate: z.boolean() }),
]);
export type EventAnswer = z.output<typeof eventAnswer>;

/** The event waits for its order; what it moved by making the order known is said nevertheless. */
export function parked(actions: Action[]): EventAnswer {
  return actions.length > 0 ? { parked: true, actions } : { parked: true };
}

export const quoteInput = z.strictObject({
  ...who,
  orderAmountMinor: moneyMinorPositive.describe("before any discount, without shipping"),
  shippingMinor: moneyMinor.default(0),
  orderId: outsideId
    .optional()
    .describe("refused where the order takes no points or benefits any more"),
  points: pointsZeroOrMore
    .optional()
    .describe(
      "that would pay for a part of it, at most what may; default what is held or was spent on orderId",
    ),
});

const atTier = {
  tierPriceMinor: moneyFigure.describe("what the tier pays, without shipping"),
  pointsToEarn: pointsFigure.describe("when all of the tier’s price is paid in money"),
};

const heldOnOrder = z.object({
  holdId: insideId,
  points: pointsFigure,
  discountMinor: moneyFigure,
  orderAmountMinor: moneyFigure.describe("what was said when it was made"),
  expiresAt: instant,
  secondsLeft: z.int().describe("until expiresAt, for whoever’s clock goes wrong"),
  byService: z.boolean().describe("the member can’t let it go"),
});

export const noPointsReason = z.enum([
  "MEMBER_STATUS_INVALID",
  "CAP_TOO_LOW",
  "POINTS_OWED",
  "NO_POINTS",
]);
export type NoPointsReason = z.output<typeof noPointsReason>;

const payWithPoints = z
  .object({
    points: pointsFigure.describe("that pay for a part: those asked about, held or spent"),
    discountMinor: moneyFigure.describe("what they are worth"),
    toPayMinor: moneyFigure.describe("what is left of the tier’s price, without shipping"),
    pointsToEarn: pointsFigure.describe("when what is left is paid in money"),
    mostPoints: pointsFigure.describe("that may pay, those held on orderId among them"),
    capPoints: pointsFigure.describe("that the order takes, whatever the member has"),
    reason: noPointsReason.nullable().describe("why none may pay; null where some may"),
    pointsPerYuanOff: pointsFigure.describe(
      "points that take one yuan off; parts of a fen fall away",
    ),
    available: pointsFigure,
    owed: pointsFigure,
    held: heldOnOrder.nullable().describe("what lives on orderId for this member"),
    redeemed: z
      .object({ points: pointsFigure, discountMinor: moneyFigure })
      .nullable()
      .describe("what this member has spent on orderId"),
  })
  .describe("what points change of it");

export const quoteOutput = z.object({
  tier: tierBrief,
  ...atTier,
  benefits: z.array(quotedBenefit),
  maxPoints: pointsFigure.describe("the most that may pay for the tier’s price"),
  maxPointsDiscountMinor: moneyFigure,
  payWithPoints,
  nextTier: tierBrief.extend(atTier).nullable(),
});
