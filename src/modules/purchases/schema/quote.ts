import { z } from "zod";
import {
  insideId,
  instant,
  moneyFigure,
  moneyMinor,
  moneyMinorPositive,
  outsideId,
  pointsFigure,
  pointsZeroOrMore,
  who,
} from "@/platform/scalars";
import { quotedBenefit } from "../../benefits/schema/benefits";
import { CODES_ON_ORDER_MAX, couponCode } from "../../coupons/schema/coupons";
import { cartFields } from "../../orders/schema/cart";
import { cartFaults, whole } from "../../orders/schema/check";
import { original } from "../../orders/schema/currency";
import { tierBrief } from "../../tiers/schema";
import { basketView } from "./basket";

const asked = z.strictObject({
  ...who,
  ...cartFields,
  orderAmountMinor: moneyMinorPositive.describe("before any discount, without shipping"),
  shippingMinor: moneyMinor.default(0),
  coupons: z
    .array(couponCode)
    .max(CODES_ON_ORDER_MAX)
    .optional()
    .describe("codes that were typed; the member’s own coupons are looked at without them"),
  orderId: outsideId
    .optional()
    .describe("refused where the order takes no points or benefits any more"),
  points: pointsZeroOrMore
    .optional()
    .describe(
      "that would pay for a part of it, at most what may; default what is held or was spent on orderId",
    ),
});

export const quoteInput = asked.check(whole(cartFaults));

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

const inItsCurrency = original
  .extend({
    tierPriceMinor: moneyFigure,
    toPayMinor: moneyFigure.describe("of payWithPoints"),
    best: z
      .object({ goodsToPayMinor: moneyFigure, shippingToPayMinor: moneyFigure })
      .nullable()
      .describe("of best"),
  })
  .describe(
    "what there is to pay in the cart’s currency, where that is another than the program’s, in which everything else is; what is taken off is rounded down",
  );

export const quoteOutput = z.object({
  tier: tierBrief,
  ...atTier,
  original: inItsCurrency.optional(),
  benefits: z.array(quotedBenefit),
  maxPoints: pointsFigure.describe("the most that may pay for the tier’s price"),
  maxPointsDiscountMinor: moneyFigure,
  payWithPoints,
  nextTier: tierBrief.extend(atTier).nullable(),
  best: basketView
    .nullable()
    .describe("the best way to pay; null where neither lines nor coupons were told"),
});
