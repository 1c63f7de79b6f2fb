import type { JobContext, JobResult } from "@/platform/jobs";
import { applyPage, batchesToRun } from "./batches";

/** Applies the rows of approved batches, a page a transaction; goes on where it was interrupted. */
export async function runBatches({ now, stopping }: JobContext): Promise<JobResult> {
  let handled = 0;
  for (const { id } of await batchesToRun()) {
    for (;;) {
      if (stopping()) return { handled };
      const rows = await applyPage(id, now);
      handled += rows;
      if (rows === 0) break;
    }
  }
  return { handled };
}
