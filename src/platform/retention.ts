import { env } from "@/env";
import { reader, transaction } from "./db";
import type { JobContext, JobResult } from "./jobs";
import { forgetEvents } from "./outbox";

/** What grows is forgotten after a while, in pages on an index, so that no statement holds much up. */

type Setting =
  | "RETAIN_JOB_RUNS_DAYS"
  | "RETAIN_SESSIONS_DAYS"
  | "RETAIN_AUDIT_DAYS"
  | "RETAIN_INBOX_DAYS"
  | "RETAIN_EVENTS_DAYS"
  | "RETAIN_SENT_DAYS"
  | "RETAIN_JOURNAL_DAYS";

const DAY_MS = 86_400_000;
const PAGE = 1000;

/** Before when rows are forgotten; null for never. */
export function keptSince(setting: Setting, now = new Date()): Date | null {
  const days = env()[setting];
  return days === 0 ? null : new Date(now.getTime() - days * DAY_MS);
}

/** Page by page until one is not full. @param forget takes a limit and says how many rows are gone */
export async function forgetPages(
  { stopping }: Pick<JobContext, "stopping">,
  forget: (limit: number) => Promise<number>,
): Promise<JobResult> {
  let handled = 0;
  while (!stopping()) {
    const gone = await forget(PAGE);
    handled += gone;
    if (gone < PAGE) break;
  }
  return { handled };
}

export async function pruneRuns(context: JobContext): Promise<JobResult> {
  const before = keptSince("RETAIN_JOB_RUNS_DAYS");
  if (before === null) return { handled: 0 };
  return forgetPages(context, async (limit) => {
    const sql = "DELETE FROM job_run WHERE startedAt < ? ORDER BY startedAt LIMIT ?";
    return (await reader.write(sql, [before, limit])).affectedRows;
  });
}

export async function pruneAudit(context: JobContext): Promise<JobResult> {
  const before = keptSince("RETAIN_AUDIT_DAYS");
  if (before === null) return { handled: 0 };
  return forgetPages(context, async (limit) => {
    const sql = "DELETE FROM audit_log WHERE createdAt < ? ORDER BY createdAt LIMIT ?";
    return (await reader.write(sql, [before, limit])).affectedRows;
  });
}

/** How far somebody who follows the events has come. */
export type Follower = () => Promise<number>;

/** Only what every follower has seen, whatever its age. */
export function pruneEvents(followers: readonly Follower[]) {
  return async (context: JobContext): Promise<JobResult> => {
    const before = keptSince("RETAIN_EVENTS_DAYS", context.now);
    if (before === null) return { handled: 0 };
    return forgetPages(context, async (limit) => {
      const positions = await Promise.all(followers.map((follower) => follower()));
      const upTo = Math.min(...positions);
      return transaction((tx) => forgetEvents(tx, { before, upTo, limit }));
    });
  };
}
