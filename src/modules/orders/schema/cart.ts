import { z } from "zod";
import { externalText, moneyMinor, outsideId } from "@/platform/scalars";
import { currencyCode } from "./currency";

/** What is in an order, as the shop tells it: of an order that was paid, and of one that is only asked about. */

export const LINES_MAX = 500;
export const QUANTITY_MAX = 100_000;

/** A word of the shop's own by which rules pick lines and orders: the same letters are the same word. */
export const shopWord = externalText(64).min(1);

const giftCard = z.boolean().describe("the line sells a gift card: money for later");

export const orderLine = z.strictObject({
  lineId: outsideId.describe("names the line within its order"),
  sku: outsideId,
  productId: outsideId.optional(),
  categories: z.array(shopWord).max(20).default([]),
  brand: shopWord.optional(),
  quantity: z.int().min(1).max(QUANTITY_MAX),
  unitAmountMinor: moneyMinor.describe("the price of one before any discount"),
  discountMinor: moneyMinor.default(0).describe("taken off the whole line"),
  paidMinor: moneyMinor
    .optional()
    .describe(
      "paid in money for the whole line; default quantity × unitAmountMinor − discountMinor",
    ),
  taxMinor: moneyMinor.optional().describe("the tax in what is paid for the line"),
  giftCard: giftCard.default(false),
});
export type OrderLine = z.output<typeof orderLine>;

export const orderLines = z.array(orderLine).min(1).max(LINES_MAX);

export const ATTRIBUTES_MAX = 20;

const attributes = z
  .record(z.string().regex(/^[\w.-]{1,64}$/), externalText(200))
  .refine((told) => Object.keys(told).length <= ATTRIBUTES_MAX, { error: `≤ ${ATTRIBUTES_MAX}` })
  .meta({ maxProperties: ATTRIBUTES_MAX });

/** What the shop says of an order as a whole, beside its amounts. */
export const aboutOrder = {
  channel: shopWord
    .optional()
    .describe("where it was ordered, in the shop’s words: APP, WEB, STORE"),
  store: shopWord.optional().describe("which store it was bought in"),
  currency: currencyCode
    .optional()
    .describe(
      "of all its amounts; default the program’s own, CNY. Any other needs a rate in the rules",
    ),
  attributes: attributes.optional().describe("what else the shop says about it"),
};

/** Parts of an order or a cart, for whoever takes one in. */
export const cartFields = { lines: orderLines.optional(), ...aboutOrder };

export const cart = z.strictObject({
  ...cartFields,
  shippingMinor: moneyMinor.default(0),
});
export type Cart = z.output<typeof cart>;

const words = z.array(shopWord).max(100).default([]);

/** Of a line: any word of a list is enough, and each list that has words has to be met. */
const lineFilter = {
  categories: words,
  brands: words,
  skus: z.array(outsideId).max(200).default([]),
};

/** Which lines of which orders a rule is about; an empty list asks for nothing. */
export const orderScope = z.strictObject({
  include: z.strictObject(lineFilter).prefault({}),
  /** One word of these is enough to keep a line out. */
  exclude: z.strictObject(lineFilter).prefault({}),
  channels: words,
  stores: words,
});
export type OrderScope = z.output<typeof orderScope>;

/** A line that a refund or a return names. */
const namedLine = z.strictObject({
  lineId: outsideId,
  quantity: z.int().min(1).max(QUANTITY_MAX).optional(),
  amountMinor: moneyMinor
    .optional()
    .describe("of the line; default the share that the quantity has of what was paid for it"),
});
export type NamedLine = z.output<typeof namedLine>;

export const namedLines = z
  .array(namedLine)
  .min(1)
  .max(LINES_MAX)
  .describe(
    "which lines it is about; what of amountMinor they do not name is of the order as a whole",
  );

/** The same as it is counted. */
export interface Part {
  lineId: string;
  /** 0 where only an amount was told. */
  quantity: number;
  /** Null where only a quantity was told. */
  amountMinor: number | null;
}
