import type { Outputs } from "@/trpc/client";

export type Approval = Outputs["approvals"]["list"]["items"][number];

/** What may be done with a request. */
export type ApprovalAct = "approve" | "reject" | "withdraw" | "comment";

export type Policy = Outputs["approvals"]["policy"]["items"][number];
