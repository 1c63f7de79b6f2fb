import { memberRef } from "@/platform/auth";
import { query } from "@/platform/trpc";
import { previewId } from "../tiers/schema";
import { orderPreviewView } from "./schema/preview";
import { quoteInput, quoteOutput } from "./schema/quote";
import * as schema from "./schema/trial";
import { viewOrderPreview } from "./service/preview";
import { quote } from "./service/quote";
import { tryOrder } from "./service/trial";
import { tryOrdersAgain } from "./service/trial-orders";

export const purchaseProcedures = {
  quote: query(
    {
      access: { member: "self", operator: "members:read", service: "members:read" },
      input: quoteInput,
      output: quoteOutput,
      rest: {
        method: "POST",
        path: "/checkout/quote",
        tag: "checkout",
        summary: "Quote an order: price, points and benefits, now and at the next tier",
        description:
          "Nothing is used or reserved by a quote. With lines or coupons it also tells the best way to pay: which coupons and benefits together leave least to pay, what each takes off which line, why others are left out, the next best, and what a little more would bring.",
        errors: [
          "MEMBER_NOT_FOUND",
          "CURRENCY_WITHOUT_RATE",
          "DUPLICATE_REFERENCE",
          "RATE_LIMIT_EXCEEDED",
        ],
        example: {
          input: { externalId: "u-1001", orderAmountMinor: 39_900, shippingMinor: 1_200 },
        },
      },
    },
    (ask, input) => quote(ask, memberRef(ask.caller, input), input),
  ),

  trial: query(
    {
      access: { operator: "members:read" },
      input: schema.trialInput,
      output: schema.trialOutput,
    },
    (ask, input) => tryOrder(ask, memberRef(ask.caller, input), input),
  ),

  trialOrders: query(
    {
      access: { operator: "members:read" },
      input: schema.trialOrdersInput,
      output: schema.trialOrdersOutput,
    },
    (ask, input) => tryOrdersAgain(ask, memberRef(ask.caller, input), input),
  ),
};

/** Among those about the rules. */
export const orderPreviewProcedures = {
  previewOrders: query(
    {
      access: { operator: "program:draft" },
      input: previewId,
      output: orderPreviewView,
    },
    (ask, { previewId }) => viewOrderPreview(ask, previewId),
  ),
};
