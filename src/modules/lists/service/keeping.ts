import type { JobContext, JobResult } from "@/platform/jobs";
import { forgetFiles } from "./make";
import { forgetSelections } from "./selections";

/** What was made for a day goes after it. */
export async function forgetOver(context: JobContext): Promise<JobResult> {
  const files = await forgetFiles(context);
  const selections = await forgetSelections(context);
  return { handled: files + selections };
}
