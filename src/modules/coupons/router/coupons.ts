import { memberRef } from "@/platform/auth";
import { command, query, router } from "@/platform/trpc";
import * as schema from "../schema/coupons";
import { createDefinition, listDefinitions, updateDefinition } from "../service/definitions";
import { voidCoupon } from "../service/end";
import { countTaken, requireMayBring } from "../service/find";
import { issueToMember } from "../service/issue";
import { issueMany } from "../service/issue-many";
import { listIssues, revealCodes, voidIssue } from "../service/issues";
import { OPERATORS, SERVICE, using } from "./using";

const ISSUERS = { ...OPERATORS, ...SERVICE } as const;

export const couponsRouter = router({
  ...using,

  issue: command(
    {
      journal: "act",
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
      journal: "act",
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
      journal: "act",
      access: OPERATORS,
      input: schema.voidInput,
      output: schema.voidOutput,
    },
    (work, { couponId, reason }) => voidCoupon(work, couponId, reason),
  ),

  voidIssue: command(
    {
      journal: "act",
      access: OPERATORS,
      input: schema.voidIssueInput,
      output: schema.voidIssueOutput,
    },
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
    {
      journal: "definition",
      access: OPERATORS,
      input: schema.createDefinitionInput,
      output: schema.definitionView,
    },
    (work, input) => createDefinition(work, input),
  ),

  update: command(
    {
      journal: "definition",
      access: OPERATORS,
      input: schema.updateDefinitionInput,
      output: schema.definitionView,
    },
    (work, input) => updateDefinition(work, input),
  ),
});
