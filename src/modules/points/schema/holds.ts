import { z } from "zod";
import {
  insideIdText,
  instantText,
  moneyFigure,
  moneyMinorPositive,
  outsideId,
  pointsFigure,
  pointsPositive,
  who,
} from "@/platform/scalars";

export const holdInput = z.strictObject({
  ...who,
  points: pointsPositive,
  orderId: outsideId,
  orderAmountMinor: moneyMinorPositive.describe(
    "the goods’ price before points; of a member only what is shown, the capture says the true one",
  ),
  ttlSeconds: z.int().min(60).max(86_400).optional().describe("default 900"),
});

export const holdStatus = z.enum(["HELD", "CAPTURED", "RELEASED", "EXPIRED"]);

export const holdOutput = z.object({
  holdId: insideIdText,
  status: z.literal("HELD"),
  points: pointsFigure,
  discountMinor: moneyFigure,
  expiresAt: instantText,
  available: pointsFigure,
});

export const holdIdInput = z.strictObject({ holdId: insideIdText });

export const captureInput = z.strictObject({
  holdId: insideIdText,
  points: pointsPositive.optional().describe("at most what is held; default all of it"),
  orderAmountMinor: moneyMinorPositive
    .optional()
    .describe(
      "the goods’ true price before points: the cap is checked by it. Required for a hold that the member made; default what the service said when it held them",
    ),
});

export const captureOutput = z.object({
  holdId: insideIdText,
  status: z.literal("CAPTURED"),
  transactionId: insideIdText,
  pointsUsed: pointsFigure,
  pointsReleased: pointsFigure,
  pointsRestored: pointsFigure.describe(
    "given back at once: the share of the order that is refunded already",
  ),
  discountMinor: moneyFigure,
  available: pointsFigure,
});

export const releaseOutput = z.object({
  holdId: insideIdText,
  status: z.literal("RELEASED"),
  available: pointsFigure,
});

export const holdView = z
  .object({
    holdId: insideIdText,
    orderId: outsideId,
    status: holdStatus,
    points: pointsFigure,
    pointsUsed: pointsFigure.nullable(),
    discountMinor: moneyFigure,
    orderAmountMinor: moneyFigure,
    expiresAt: instantText,
  })
  .meta({ id: "Hold" });
