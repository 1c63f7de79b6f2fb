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
        description: "Nothing is used or reserved by a quote.",
        errors: ["MEMBER_NOT_FOUND", "DUPLICATE_REFERENCE"],
        example: {
          input: { externalId: "u-1001", orderAmountMinor: 39_900, shippingMinor: 1_200 },
        },
      },
    },
    (ask, { attributes: _, currency: __, ...asked }) => {
      const { memberId, externalId, memberCode, phone, ...request } = asked;
      return quote(
        ask,
        memberRef(ask.caller, { memberId, externalId, memberCode, phone }),
        request,
      );
    },
  ),
};
