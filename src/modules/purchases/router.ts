import { memberRef } from "@/platform/auth";
import { query } from "@/platform/trpc";
import { quoteInput, quoteOutput } from "./schema/quote";
import { quote } from "./service/quote";

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
};
