import { type JobContext, type JobResult, jobOrigin } from "@/platform/jobs";
import { runWork } from "@/platform/work";
import { writeStatus } from "../store/activities";

/** Writes which activities have started and ended. Nothing waits for it: see statusAt. */
export async function writeStatuses({ now }: JobContext): Promise<JobResult> {
  const handled = await runWork(jobOrigin(now), null, (work) => writeStatus(work.tx, work.now));
  return { handled };
}
