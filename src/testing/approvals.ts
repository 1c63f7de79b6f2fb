import { approvalById, contentHashOf } from "@/modules/access/service/approvals";
import { reader } from "@/platform/db";
import type { as } from "./actors";

/** Decides on a request as it is at this moment, as somebody does who has it before them. */
export async function decideOn(
  desk: Pick<ReturnType<typeof as>, "approvals">,
  decision: { approvalId: string; approve: boolean; reason: string },
) {
  const row = await approvalById(reader, Number(decision.approvalId));
  const contentHash = row ? contentHashOf(row) : "0".repeat(64);
  return desk.approvals.decide({ ...decision, contentHash });
}
