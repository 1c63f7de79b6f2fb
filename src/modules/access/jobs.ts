import type { Job, JobContext, JobResult } from "@/platform/jobs";
import { forgetPages, keptSince } from "@/platform/retention";
import { deleteEndedSessions } from "./store/sessions";

async function pruneSessions(context: JobContext): Promise<JobResult> {
  const before = keptSince("RETAIN_SESSIONS_DAYS");
  if (before === null) return { handled: 0 };
  return forgetPages(context, (limit) => deleteEndedSessions(before, limit));
}

export const accessJobs: readonly Job[] = [
  { name: "access.pruneSessions", everySeconds: 3600, run: pruneSessions },
];
