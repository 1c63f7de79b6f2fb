import { z } from "zod";
import { instant, moneyMinor, outsideId } from "@/platform/scalars";
import { cartFields } from "../../orders/schema/cart";
import { currencyCode } from "../../orders/schema/currency";

/** Beside the goods: told, kept, and without a part in spend or points. */
export const beside = {
  shippingMinor: moneyMinor.optional().describe("freight, beside the goods; moves no points"),
  otherMinor: moneyMinor.optional().describe("tax and the like, beside the goods; moves no points"),
};

export const ofOrder = currencyCode
  .optional()
  .describe("of its amounts: the order’s own, which is the default, and any other is refused");

const paidAmountMinor = moneyMinor.describe(
  "the goods as paid in money, without freight and tax unless the shop counts them",
);

const orderAmountMinor = moneyMinor
  .optional()
  .describe(
    "the goods’ price whatever pays for it: money, points, gift cards. Default: what was paid and what points took off",
  );

/** What of an order the shop may edit: it tells all of it as it is from then on. */
export const editable = { paidAmountMinor, orderAmountMinor, ...beside, ...cartFields };

const version = z
  .int()
  .min(1)
  .describe("a higher one takes the place of a lower one, whichever comes first");

export const changeFields = {
  ...{ orderId: outsideId, version },
  ...editable,
  currency: ofOrder,
  changedAt: instant,
};

/** An edit that waits for its order, as it is read again. */
export const keptChange = z.object(changeFields);
export type Change = z.output<typeof keptChange> & { asGuest?: boolean | undefined };
