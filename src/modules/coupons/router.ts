import { memberRef } from "@/platform/auth";
import { command, query, router } from "@/platform/trpc";
import * as schema from "./schema/coupons";
import { checkCoupon, findCoupon } from "./service/check";
import { createDefinition, listDefinitions, updateDefinition } from "./service/definitions";
import { cancelUse, commitUse, voidCoupon } from "./service/end";
import { countTaken, lookUpFor, requireMayBring } from "./service/find";
import { issueToMember } from "./service/issue";
import { issueMany } from "./service/issue-many";
import { listIssues, revealCodes, voidIssue } from "./service/issues";
import { useCoupon } from "./service/use";
import { ownCoupons } from "./service/wallet";

const SERVICE = { service: "benefits:write" } as const;
const OPERATORS = { operator: "rewards:write" } as const;
const ISSUERS = { ...OPERATORS, ...SERVICE } as const;

const NO_CODE = ["RATE_LIMIT_EXCEEDED", "COUPON_NOT_FOUND"] as const;
const lanes = ({ code }: { code: string }) => [`coupon:${code}`];

export const couponsRouter = router({
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
      access: ISSUERS,
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
        errors: ["MEMBER_NOT_FOUND", ...NO_CODE],
        example: {
          input: { externalId: "u-1001", orderAmountMinor: 29_900 },
        },
      },
    },
    (ask, input) => checkCoupon(ask, memberRef(ask.caller, input), input),
  ),

  use: command(
    {
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
    { before: (ask, input) => lookUpFor(ask, memberRef(ask.caller, input), input.code), lanes },
  ),

  commit: command(
    {
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

  issue: command(
    {
      access: ISSUERS,
      input: schema.issueInput,
      output: schema.issueOutput,
      keyed: true,
      secret: true,
      rest: {
        method: "POST",
        path: "/coupons",
        tag: "coupons",
        summary: "Give a member a coupon",
        description:
          "Nothing but its Idempotency-Key tells two calls apart, so it must have one. What it is worth counts on the day of whoever answers for the call; beyond it an operator’s waits for a second person, and a service’s is refused.",
        errors: [
          "MEMBER_NOT_FOUND",
          "NOT_FOUND",
          "COUPON_UNAVAILABLE",
          "MEMBER_STATUS_INVALID",
          "LIMIT_REACHED",
        ],
        example: {
          input: { externalId: "u-1001", definitionId: "1", reason: "late parcel" },
        },
      },
    },
    (work, { definitionId, reason, ...who }) =>
      issueToMember(work, memberRef(work.caller, who), { definitionId, reason }),
  ),

  issueMany: command(
    {
      access: ISSUERS,
      input: schema.issueManyInput,
      output: schema.issuedMany,
      keyed: true,
      secret: "brought",
      rest: {
        method: "POST",
        path: "/coupon-issues",
        tag: "coupons",
        summary: "Issue coupons to many members, print codes, or bring the shop’s own",
        description:
          "All of them or none. Members get theirs within seconds, one after the other; codes count at once. Of codes that are taken at most twenty are named, and each counts as a wrong one.",
        errors: ["RATE_LIMIT_EXCEEDED", "NOT_FOUND", "COUPON_UNAVAILABLE", "LIMIT_REACHED"],
        bodyBytesMax: schema.ISSUE_BYTES_MAX,
        example: {
          input: { definitionId: "1", reason: "leaflets of December", count: 500 },
        },
      },
    },
    (work, input) => issueMany(work, input),
    {
      before: async (ask, { codes }) => {
        if (codes) await requireMayBring(ask);
      },
      recover: async (refusal, _, origin) => {
        await countTaken(refusal, origin);
        return false;
      },
      lanes: ({ codes }) => (codes ? ["coupon upload"] : []),
    },
  ),

  void: command(
    {
      access: OPERATORS,
      input: schema.voidInput,
      output: schema.voidOutput,
    },
    (work, { couponId, reason }) => voidCoupon(work, couponId, reason),
  ),

  voidIssue: command(
    { access: OPERATORS, input: schema.voidIssueInput, output: schema.voidIssueOutput },
    (work, { issueId, reason }) => voidIssue(work, issueId, reason),
  ),

  issues: query(
    { access: OPERATORS, input: schema.pageInput, output: schema.issueList },
    (ask, page) => listIssues(ask, page),
  ),

  /** Whoever prints codes sees them, and leaves word of it. */
  reveal: command(
    { access: OPERATORS, input: schema.codesInput, output: schema.codesOutput, secret: true },
    (work, input) => revealCodes(work, input),
  ),

  definitions: query(
    {
      access: ISSUERS,
      input: schema.pageInput,
      output: schema.definitionList,
      rest: {
        method: "GET",
        path: "/coupon-definitions",
        tag: "coupons",
        summary: "List what coupons there are to issue",
      },
    },
    (ask, page) => listDefinitions(ask, page),
  ),

  create: command(
    { access: OPERATORS, input: schema.createDefinitionInput, output: schema.definitionView },
    (work, input) => createDefinition(work, input),
  ),

  update: command(
    { access: OPERATORS, input: schema.updateDefinitionInput, output: schema.definitionView },
    (work, input) => updateDefinition(work, input),
  ),
});
