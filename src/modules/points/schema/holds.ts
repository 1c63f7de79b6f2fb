import { z } from "zod";
import {
  insideId,
  instant,
  moneyFigure,
  moneyMinorPositive,
  outsideId,
  pointsFigure,
  pointsPositive,
  who,
} from "@/platform/scalars";
import { cartFields } from "../../orders/schema/cart";
import { cartFaults, whole } from "../../orders/schema/check";
import { currencyCode } from "../../orders/schema/currency";
import { originalDiscount } from "./ledger";

const wanted = z.strictObject({
  ...who,
  ...cartFields,
  points: pointsPositive,
  orderId: outsideId,
  orderAmountMinor: moneyMinorPositive.describe(
    "the goods’ price before points; of a member only what is shown, the capture says the true one",
  ),
  ttlSeconds: z.int().min(60).max(86_400).optional().describe("default 900"),
});

export const holdInput = wanted.check(whole(cartFaults));

export const holdStatus = z.enum(["HELD", "CAPTURED", "RELEASED", "EXPIRED"]);

export const holdOutput = z.object({
  holdId: insideId,
  status: z.literal("HELD"),
  points: pointsFigure,
  discountMinor: moneyFigure,
  original: originalDiscount.optional(),
  expiresAt: instant,
  available: pointsFigure,
});

export const holdIdInput = z.strictObject({ holdId: insideId });

export const captureInput = z.strictObject({
  holdId: insideId,
  orderId: outsideId
    .optional()
    .describe(
      "the order that is paid: a hold on another one is not found. Required for a hold that the member made, whose id comes from their page",
    ),
  points: pointsPositive.optional().describe("at most what is held; default all of it"),
  orderAmountMinor: moneyMinorPositive
    .optional()
    .describe(
      "the goods’ true price before points: the cap is checked by it. Required for a hold that the member made; default what the service said when it held them",
    ),
  currency: currencyCode.optional().describe("of orderAmountMinor; default the hold’s"),
});

export const captureOutput = z.object({
  holdId: insideId,
  status: z.literal("CAPTURED"),
  transactionId: insideId,
  pointsUsed: pointsFigure,
  pointsReleased: pointsFigure,
  pointsRestored: pointsFigure.describe(
    "given back at once: the share of the order that is refunded already",
  ),
  discountMinor: moneyFigure,
  original: originalDiscount.optional(),
  available: pointsFigure,
});

export const releaseOutput = z.object({
  holdId: insideId,
  status: z.literal("RELEASED"),
  available: pointsFigure,
});

export const holdView = z
  .object({
    holdId: insideId,
    orderId: outsideId,
    status: holdStatus,
    points: pointsFigure,
    pointsUsed: pointsFigure.nullable(),
    discountMinor: moneyFigure,
    orderAmountMinor: moneyFigure,
    original: originalDiscount.optional(),
    expiresAt: instant,
  })
  .meta({ id: "Hold" });
