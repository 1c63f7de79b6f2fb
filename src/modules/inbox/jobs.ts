import type { Job, JobContext, JobResult } from "@/platform/jobs";
import { forgetPages, keptSince } from "@/platform/retention";
import { deleteOldMessages } from "./store";

async function pruneMessages(context: JobContext): Promise<JobResult> {
  const before = keptSince("RETAIN_INBOX_DAYS", context.now);
  if (before === null) return { handled: 0 };
  return forgetPages(context, (limit) => deleteOldMessages(before, limit));
}

export const inboxJobs: readonly Job[] = [
  { name: "inbox.prune", everySeconds: 3600, run: pruneMessages },
];
