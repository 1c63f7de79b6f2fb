import { EachAlone } from "@/platform/each-alone";
import type { JobContext, JobResult } from "@/platform/jobs";
import { applyPage, batchesToRun } from "./batches";

/** Applies the rows of approved batches, a page a transaction; goes on where it was interrupted. */
export async function runBatches({ now, stopping }: JobContext): Promise<JobResult> {
  let handled = 0;
  const each = new EachAlone();
  for (const { id } of await batchesToRun()) {
    for (;;) {
      if (stopping()) return { handled, ...each.faults };
      const rows = (await each.try({ batchId: id }, () => applyPage(id, now))) ?? 0;
      handled += rows;
      if (rows === 0) break;
    }
  }
  return { handled, ...each.faults };
}
