import { z } from "zod";
import { insideId, instant, moneyFigure, outsideId, pointsFigure } from "@/platform/scalars";
import { tierBrief } from "../../tiers/schema";

/** The best way to pay for a basket, as a quote tells it. */

const thing = {
  couponId: insideId.nullable(),
  benefitId: z.string().nullable(),
  name: z.string().nullable(),
  code: z
    .string()
    .nullable()
    .describe("of a coupon: as it was typed, whole for its member, masked for everybody else"),
};

const lineReason = z.enum(["GIFT_CARD", "NOT_IN_SCOPE", "NOTHING_LEFT"]);

const applied = z.object({
  kind: z.enum(["COUPON", "TIER_PRICE", "BENEFIT"]),
  ...thing,
  endsAt: instant.nullable(),
  about: z.enum(["GOODS", "SHIPPING"]),
  discountMinor: moneyFigure,
  lines: z.array(
    z.object({
      lineId: outsideId,
      discountMinor: moneyFigure,
      reason: lineReason.nullable().describe("why nothing comes off it"),
    }),
  ),
});

const unused = z.object({
  kind: z.enum(["COUPON", "BENEFIT"]),
  ...thing,
  reason: z
    .string()
    .describe(
      "NOT_NEEDED: no less would be left to pay; NOT_COMBINABLE: what is chosen bears it not, or it them; NOT_TRIED: there were too many; else why it takes nothing off by itself",
    ),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
});

const words = z.array(z.string());

const near = z.discriminatedUnion("kind", [
  tierBrief.extend({
    kind: z.literal("TIER"),
    moreMinor: moneyFigure.describe("to be paid beyond this order; 0: this order reaches it"),
  }),
  z.object({
    kind: z.literal("COUPON"),
    couponId: insideId,
    name: z.string(),
    moreMinor: moneyFigure
      .nullable()
      .describe("of goods at their price until it applies; null: one piece of those named"),
    of: z
      .object({ categories: words, brands: words, skus: words })
      .nullable()
      .describe("which goods: a word of each list that has some; null: any"),
  }),
]);

export const basketView = z.object({
  toPayMinor: moneyFigure.describe("in money, without points"),
  goodsToPayMinor: moneyFigure,
  shippingToPayMinor: moneyFigure,
  pointsToEarn: pointsFigure,
  applied: z
    .array(applied)
    .describe("in the order in which it applies: coupons are reserved or named in this order"),
  unused: z.array(unused),
  lines: z.array(
    z.object({
      lineId: outsideId,
      amountMinor: moneyFigure,
      discountMinor: moneyFigure,
      toPayMinor: moneyFigure,
    }),
  ),
  points: z
    .object({
      maxPoints: pointsFigure.describe("the most that may pay for what is left of the goods"),
      discountMinor: moneyFigure,
      toPayMinor: moneyFigure.describe("with all of them"),
    })
    .describe("what points would add: how many is the member’s to say"),
  runnerUp: z
    .object({
      toPayMinor: moneyFigure,
      couponIds: z.array(insideId),
      benefitIds: z.array(z.string()).describe("of those that are used up by it"),
    })
    .nullable()
    .describe("the best of all other choices"),
  near: z.array(near).describe("what a little more would bring"),
  proven: z
    .boolean()
    .describe("false where there were more coupons than are tried: the best of those that were"),
});
