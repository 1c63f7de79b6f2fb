import { z } from "zod";
import {
  instant,
  listOf,
  moneyFigure,
  outsideId,
  page,
  pointsFigure,
  who,
} from "@/platform/scalars";
import { original, type Rate } from "./currency";

/** What the order book says of an order, in the order's own currency. */

export interface Standing {
  orderId: string;
  memberId: number;
  /** Of all its amounts; null for the program's own. */
  currency: string | null;
  /** By which they count; null in the program's own currency. */
  rate: Rate;
  /** Null while only other events told of the order. */
  paidAmountMinor: number | null;
  /** The goods' price whatever paid for them, where the shop told it. */
  amountMinor: number | null;
  /** Refunds, as far as they fit what was paid. */
  refundedMinor: number;
  /** Refunds of an order that no money was paid for: they count against its amount. */
  undoneMinor: number;
  cancelledAt: Date | null;
}

/** Where an order's points lie on lines that earn unlike their money. */
export interface Lying {
  /** Over all its lines; null where points lie as money does. */
  earnWeight: number | null;
  /** What refunds that name lines took, in money and in weight. */
  namedMinor: number;
  namedWeight: number;
}

/** How much of a whole was undone; shares of points follow from it. */
export interface Share {
  wholeMinor: number;
  undoneMinor: number;
}

/** The same for points, which may lie on its lines unlike money. */
export interface Undone extends Share {
  weights: { all: number; namedMinor: number; named: number } | null;
}

export const memberOrdersInput = z.strictObject({
  ...who,
  orderId: outsideId.optional().describe("this one alone"),
  ...page,
});

export const orderLinesInput = z.strictObject({ ...who, orderId: outsideId });

export const orderLineList = z.object({
  currency: z.string().describe("of all amounts"),
  items: z.array(
    z.object({
      lineId: z.string(),
      sku: z.string(),
      brand: z.string().nullable(),
      categories: z.array(z.string()),
      quantity: z.int(),
      paidMinor: moneyFigure,
      giftCard: z.boolean(),
      refundedMinor: moneyFigure,
      refundedQuantity: z.int(),
    }),
  ),
});

export const versionStatus = z.enum(["FIRST", "PARKED", "APPLIED", "STALE", "REFUSED"]);

export const orderVersionsInput = z.strictObject({ ...who, orderId: outsideId });

export const orderVersionList = z.object({
  currency: z.string().describe("of all amounts"),
  items: z
    .array(
      z.object({
        version: z.int().describe("0: as it was told first"),
        status: versionStatus.describe(
          "STALE: a later one counts; PARKED: its order is not known yet; REFUSED: can’t count",
        ),
        paidAmountMinor: moneyFigure,
        amountMinor: moneyFigure.nullable().describe("the goods’ price, where it was told"),
        changedAt: instant,
      }),
    )
    .describe("the latest first, of the last hundred"),
});

export const orderStatus = z.enum([
  "COMPLETED",
  "PARTIALLY_REFUNDED",
  "REFUNDED",
  "CANCELLED",
  "UNKNOWN",
]);

export const orderList = listOf(
  z.object({
    orderId: z.string(),
    status: orderStatus,
    paidAmountMinor: moneyFigure.nullable(),
    refundedMinor: moneyFigure,
    original: original
      .extend({ refundedMinor: moneyFigure })
      .nullable()
      .describe("what was paid and refunded in the order’s own currency; null in the program’s"),
    pointsEarned: pointsFigure,
    pointsClawed: pointsFigure,
    paidAt: instant.nullable(),
    lineCount: z.int(),
    version: z.int().describe("of its last edit; 0 for an order that was never edited"),
    leftOver: z
      .array(
        z.object({
          kind: z.enum(["REFUND", "RETURN"]),
          id: z.string(),
          amountMinor: moneyFigure,
          leftOverMinor: moneyFigure,
          currency: z.string().describe("of both amounts"),
        }),
      )
      .describe(
        "refunds and returns that do not fit the order, or not all of them; in its currency",
      ),
  }),
);
