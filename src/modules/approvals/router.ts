import { z } from "zod";
import { command, query, router } from "@/platform/trpc";
import { policyView, setPolicyInput, setPolicyOutput } from "../access/schema/policy";
import * as schema from "./schema";
import { commentOn } from "./service/comments";
import { decideApproval, withdrawApproval } from "./service/decide";
import { listApprovals } from "./service/list";
import { askForPolicy, viewPolicy } from "./service/policy";

const STAFF = { operator: "points:adjust" } as const;

export const approvalsRouter = router({
  list: query(
    {
      access: STAFF,
      input: schema.approvalsInput,
      output: schema.approvalList,
      fromReplica: true,
    },
    (ask, input) => listApprovals(ask, input),
  ),

  /** Whether somebody of the staff may is told by the policy of its kind. */
  decide: command(
    { journal: "act", access: STAFF, input: schema.decideInput, output: schema.decideOutput },
    (work, { approvalId, ...decision }) => decideApproval(work, approvalId, decision),
  ),

  withdraw: command(
    { journal: "act", access: STAFF, input: schema.withdrawInput, output: schema.decideOutput },
    (work, { approvalId, reason }) => withdrawApproval(work, approvalId, reason),
  ),

  comment: command(
    { access: STAFF, input: schema.commentInput, output: schema.commentOutput },
    (work, { approvalId, text }) => commentOn(work, approvalId, text),
  ),

  policy: query({ access: STAFF, input: z.strictObject({}), output: policyView }, (ask) =>
    viewPolicy(ask),
  ),

  setPolicy: command(
    {
      journal: "definition",
      access: { operator: "access:manage" },
      input: setPolicyInput,
      output: setPolicyOutput,
    },
    (work, input) => askForPolicy(work, input),
  ),
});
