import { command, query, router } from "@/platform/trpc";
import * as schema from "./schema";
import { decideApproval, listApprovals } from "./service";

export const approvalsRouter = router({
  list: query(
    {
      access: { operator: "points:adjust" },
      input: schema.approvalsInput,
      output: schema.approvalList,
      fromReplica: true,
    },
    (ask, input) => listApprovals(ask, input),
  ),

  decide: command(
    {
      journal: "act",
      access: { operator: "points:approve" },
      input: schema.decideInput,
      output: schema.decideOutput,
    },
    (work, { approvalId, ...decision }) => decideApproval(work, approvalId, decision),
  ),
});
