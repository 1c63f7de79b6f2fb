import { memberRef } from "@/platform/auth";
import { command, query } from "@/platform/trpc";
import * as schema from "../schema/coupons";
import { checkCoupon, findCoupon } from "../service/check";
import { cancelUse, commitUse } from "../service/end";
import { lookUpFor } from "../service/find";
import { useCoupon } from "../service/use";
import { ownCoupons } from "../service/wallet";

export const SERVICE = { service: "benefits:write" } as const;
export const OPERATORS = { operator: "rewards:write" } as const;

const NO_CODE = ["RATE_LIMIT_EXCEEDED", "COUPON_NOT_FOUND"] as const;
const lanes = ({ code }: { code?: string | undefined }) =>
  code === undefined ? [] : [`coupon:${code}`];

/** What members have, and what it is used on. */
export const using = {
  mine: query(
    {
      access: { member: "self", operator: "members:read", service: "members:read" },
      input: schema.ownInput,
      output: schema.ownCoupons,
      rest: {
        method: "GET",
        path: "/coupons",
        tag: "coupons",
        summary: "List a member’s coupons, newest first",
        description: "The member alone sees the codes; everybody else sees how they end.",
        errors: ["MEMBER_NOT_FOUND"],
      },
    },
    (ask, { limit, cursor, only, ...who }) =>
      ownCoupons(ask, memberRef(ask.caller, who), { limit, cursor, only }),
  ),

  get: query(
    {
      access: { ...OPERATORS, ...SERVICE },
      input: schema.codeInput,
      output: schema.foundCoupon,
      rest: {
        method: "GET",
        path: "/coupons/{code}",
        tag: "coupons",
        summary: "Look a coupon up by its code",
        description:
          "Whose it is, what it is good for, and what it was used on. Too many wrong codes of one caller are refused, whatever the next one is.",
        errors: [...NO_CODE],
      },
    },
    (ask, { code }) => findCoupon(ask, code),
  ),

  check: query(
    {
      access: { member: "self", operator: "members:read", ...SERVICE },
      input: schema.checkInput,
      output: schema.checkOutput,
      rest: {
        method: "POST",
        path: "/coupons/{code}/check",
        tag: "coupons",
        summary: "Ask what a coupon would take off a cart",
        description:
          "Line by line, or the first reason why nothing. Sets nothing aside. A coupon that is about some goods needs the cart’s lines.",
        errors: ["MEMBER_NOT_FOUND", ...NO_CODE, "CURRENCY_WITHOUT_RATE"],
        example: {
          input: { externalId: "u-1001", orderAmountMinor: 29_900 },
        },
      },
    },
    (ask, input) => checkCoupon(ask, memberRef(ask.caller, input), input),
  ),

  use: command(
    {
      journal: "act",
      // At the till a cashier does, as they give and take points for an order.
      access: { operator: "points:adjust", ...SERVICE },
      input: schema.usingInput,
      output: schema.useOutput,
      secret: "brought",
      rest: {
        method: "POST",
        path: "/coupons/{code}/use",
        tag: "coupons",
        summary: "Use a coupon on an order, or reserve it",
        description:
          "One use for each coupon and order: the same call again answers the same. A reservation is committed, cancelled, or ends by itself; ORDER_COMPLETED that names the code commits it, too.",
        errors: [
          "MEMBER_NOT_FOUND",
          ...NO_CODE,
          "DUPLICATE_REFERENCE",
          "CURRENCY_WITHOUT_RATE",
          "COUPON_UNAVAILABLE",
        ],
        example: {
          input: {
            externalId: "u-1001",
            orderId: "A1001",
            orderAmountMinor: 29_900,
            reserve: true,
          },
        },
      },
    },
    (work, input) => useCoupon(work, memberRef(work.caller, input), input),
    { before: (ask, input) => lookUpFor(ask, memberRef(ask.caller, input), input), lanes },
  ),

  checkNamed: query(
    {
      access: { member: "self", operator: "members:read", ...SERVICE },
      input: schema.checkNamedInput,
      output: schema.checkOutput,
      rest: {
        method: "POST",
        path: "/coupon-checks",
        tag: "coupons",
        summary: "Ask what a coupon would take off a cart, by its code or id",
        description:
          "As /coupons/{code}/check, without the code in the address: of the member’s own coupons the id does.",
        errors: ["MEMBER_NOT_FOUND", ...NO_CODE, "CURRENCY_WITHOUT_RATE"],
        example: {
          input: { externalId: "u-1001", couponId: "1", orderAmountMinor: 29_900 },
        },
      },
    },
    (ask, input) => checkCoupon(ask, memberRef(ask.caller, input), input),
  ),

  takeNamed: command(
    {
      journal: "act",
      access: SERVICE,
      input: schema.usingNamedInput,
      output: schema.useOutput,
      secret: "brought",
      rest: {
        method: "POST",
        path: "/coupon-uses",
        tag: "coupons",
        summary: "Use a coupon on an order, or reserve it, by its code or id",
        description:
          "As /coupons/{code}/use, without the code in the address. Of the member’s own coupons the id that GET /coupons or the quote tells does; another member’s is not found.",
        errors: [
          "MEMBER_NOT_FOUND",
          ...NO_CODE,
          "DUPLICATE_REFERENCE",
          "CURRENCY_WITHOUT_RATE",
          "COUPON_UNAVAILABLE",
        ],
        example: {
          input: {
            externalId: "u-1001",
            couponId: "1",
            orderId: "A1001",
            orderAmountMinor: 29_900,
            reserve: true,
          },
        },
      },
    },
    (work, input) => useCoupon(work, memberRef(work.caller, input), input),
    {
      before: (ask, input) => lookUpFor(ask, memberRef(ask.caller, input), input),
      lanes,
    },
  ),

  commit: command(
    {
      journal: "act",
      access: SERVICE,
      input: schema.useIdInput,
      output: schema.useOutput,
      rest: {
        method: "POST",
        path: "/coupons/uses/{useId}/commit",
        tag: "coupons",
        summary: "Commit a reserved coupon",
        errors: [
          "USAGE_NOT_FOUND",
          "USAGE_NOT_ACTIVE",
          "DUPLICATE_REFERENCE",
          "MEMBER_STATUS_INVALID",
        ],
      },
    },
    (work, { useId }) => commitUse(work, useId),
  ),

  cancel: command(
    {
      journal: "act",
      access: SERVICE,
      input: schema.useIdInput,
      output: schema.useOutput,
      rest: {
        method: "POST",
        path: "/coupons/uses/{useId}/cancel",
        tag: "coupons",
        summary: "Take a coupon’s use back",
        description: "Reserved or used: it can be used again, until its end.",
        errors: ["USAGE_NOT_FOUND", "USAGE_NOT_ACTIVE"],
      },
    },
    (work, { useId }) => cancelUse(work, useId),
  ),
};
