import { addDays, businessDate, startOfBusinessDate } from "@/platform/business-time";
import type { JobContext, JobResult } from "@/platform/jobs";
import { forgetPages } from "@/platform/retention";
import type { Work } from "@/platform/work";
import { grantorOf } from "../rules/roles";
import { addToTally, deleteTallies, tallied } from "../store/grants";

/** What is counted of one person a business date: points, pieces of rewards, tiers set by hand. */
export type GrantKind = "points" | "pieces" | "lifts";

export interface Grant {
  kind: GrantKind;
  /** Null: without bound, which nobody gives alone. */
  amount: number | null;
}

export interface DayLimit {
  limit: number;
  timeZone: string;
}

export interface Granted {
  granted: boolean;
  limit: number;
  used: number;
  /** When the day's sum starts anew. */
  resetsAt: Date;
}

/** Whether the act is one that a single person or key decides: jobs and the server's operator do not count. */
export function isByOnePerson(work: Work): boolean {
  return grantorOf(work.caller) !== null;
}

/**
 * Counts what somebody gives by their own decision, if their day has room for it. What two persons
 * decided is not counted, and what orders and the rules bring is nobody's decision.
 */
export async function takeGrant(work: Work, grant: Grant, day: DayLimit): Promise<Granted> {
  const date = businessDate(work.now, day.timeZone);
  const resetsAt = startOfBusinessDate(addDays(date, 1), day.timeZone);
  const grantor = grantorOf(work.caller);
  if (grantor === null) return { granted: true, limit: day.limit, used: 0, resetsAt };
  const { kind, amount } = grant;
  const own = kind === "points" ? grantor.pointsPerDayMax : null;
  const limit = own ?? day.limit;
  const tally = { grantor: grantor.name, day: date, kind };
  const fits =
    amount === 0 ||
    (amount !== null && amount <= limit && (await addToTally(work.tx, tally, amount, limit)));
  const used = fits ? 0 : ((await tallied(work.tx, tally)) ?? 0);
  return { granted: fits, limit, used, resetsAt };
}

const KEPT_DAYS = 7;

/** Forgets the sums of days that are over: only today’s is ever asked for. */
export function pruneGrants(context: JobContext): Promise<JobResult> {
  const before = addDays(context.now.toISOString().slice(0, 10), -KEPT_DAYS);
  return forgetPages(context, (limit) => deleteTallies(before, limit));
}
