import { z } from "zod";
import {
  insideId,
  instant,
  moneyFigure,
  moneyMinor,
  moneyMinorPositive,
  outsideId,
  pointsFigure,
  who,
} from "@/platform/scalars";
import { CODES_ON_ORDER_MAX, couponCode } from "../../coupons/schema/coupons";
import { cartFields } from "../../orders/schema/cart";
import { cartFaults, whole } from "../../orders/schema/check";
import { startPreviewInput, tierBrief } from "../../tiers/schema";
import { quoteOutput } from "./quote";

/** Orders tried by rules that are not in force. */

const { ladder, rules, benefitsOf } = startPreviewInput.shape;

const proposed = {
  versionId: insideId.optional().describe("whose rules are tried; default those in force"),
  ladder: ladder.describe("an edit of its ladder, as it would be published"),
  rules: rules.describe("an edit of its rules: each section that is given"),
  benefitsOf,
};

export const trialInput = z
  .strictObject({
    ...who,
    ...cartFields,
    ...proposed,
    orderAmountMinor: moneyMinorPositive.describe("before any discount, without shipping"),
    shippingMinor: moneyMinor.default(0),
    coupons: z
      .array(couponCode)
      .max(CODES_ON_ORDER_MAX)
      .optional()
      .describe("codes that were typed; wrong ones are counted as in a quote"),
  })
  .check(whole(cartFaults));
export type TrialInput = Omit<z.output<typeof trialInput>, keyof typeof who>;

const { payWithPoints: _, original: __, ...figures } = quoteOutput.shape;

const side = z.object({
  pointsPerYuanOff: pointsFigure.describe("points that take one yuan off"),
  refusal: z.string().nullable().describe("why these rules take no such order"),
  figures: z.object(figures).nullable(),
});

const lineBy = z
  .object({
    discountMinor: moneyFigure,
    toPayMinor: moneyFigure,
    points: pointsFigure.describe("how the points lie on the lines"),
    rule: z.string().nullable().describe("the rule of earning that decides about the line"),
  })
  .nullable();

export const trialOutput = z.object({
  versionId: insideId.describe("whose rules are tried, or edited"),
  inForceVersionId: insideId,
  wrongCodes: z.array(z.string()).describe("codes that nobody has"),
  inForce: side,
  proposed: side,
  lines: z.array(
    z.object({
      lineId: outsideId,
      sku: outsideId,
      quantity: z.int(),
      amountMinor: moneyFigure.describe("in the cart’s currency"),
      inForce: lineBy,
      proposed: lineBy,
    }),
  ),
});

const TRIAL_ORDERS_MAX = 100;
export const trialOrdersInput = z.strictObject({
  ...who,
  ...proposed,
  limit: z.int().min(1).max(TRIAL_ORDERS_MAX).default(20),
});
export type TrialOrdersInput = Omit<z.output<typeof trialOrdersInput>, keyof typeof who>;

const orderBy = z.object({
  base: pointsFigure,
  points: pointsFigure,
  addedPoints: pointsFigure.describe("of them by activities"),
  multiplierPct: z.int().describe("of the tier"),
  boostPct: z.int().describe("of a benefit; 100 for none"),
  discountMinor: moneyFigure.describe("what the tier’s price takes off"),
  isCapped: z.boolean().describe("a bound is reached"),
  refusal: z.string().nullable(),
});
const pointsBy = z.object({ points: pointsFigure, rule: z.string().nullable() }).nullable();
const sums = z.object({ tier: tierBrief, points: pointsFigure, discountMinor: moneyFigure });

export const trialOrdersOutput = z.object({
  versionId: insideId.describe("whose rules are tried, or edited"),
  inForceVersionId: insideId,
  since: instant,
  until: instant,
  isPartial: z.boolean().describe("there are more orders than are looked at"),
  orders: z.int(),
  earned: pointsFigure.describe("what they earned when they came"),
  inForce: sums,
  proposed: sums,
  items: z
    .array(
      z.object({
        orderId: outsideId,
        paidAt: instant,
        paidMinor: moneyFigure,
        earned: pointsFigure,
        inForce: orderBy,
        proposed: orderBy,
        lines: z
          .array(
            z.object({ lineId: outsideId, sku: outsideId, inForce: pointsBy, proposed: pointsBy }),
          )
          .describe("how points lie on lines, without those of activities"),
      }),
    )
    .describe("the last ones first"),
});
