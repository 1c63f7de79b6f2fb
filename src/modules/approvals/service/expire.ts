import { reader } from "@/platform/db";
import { EachAlone } from "@/platform/each-alone";
import { type JobContext, type JobResult, jobOrigin } from "@/platform/jobs";
import { runWork } from "@/platform/work";
import { expiredApprovals } from "../../access/service/approvals";
import { expireApproval } from "./decide";

const PAGE = 100;

/** Ends what nobody decided in its time, each in a transaction of its own. */
export async function expireDue({ now, stopping }: JobContext): Promise<JobResult> {
  const each = new EachAlone();
  let handled = 0;
  for (const approvalId of await expiredApprovals(reader, now, PAGE)) {
    if (stopping()) break;
    const ended = await each.try({ approvalId }, () =>
      runWork(jobOrigin(now), null, (work) => expireApproval(work, approvalId)),
    );
    if (ended) handled += 1;
  }
  return { handled, ...each.faults };
}
