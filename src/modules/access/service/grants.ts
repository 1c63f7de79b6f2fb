import { addDays, businessDate, startOfBusinessDate } from "@/platform/business-time";
import type { JobContext, JobResult } from "@/platform/jobs";
import { forgetPages } from "@/platform/retention";
import type { Work } from "@/platform/work";
import { grantorOf } from "../rules/roles";
import type { ApprovalKind } from "../schema/approvals";
import { addToTally, deleteTallies, type Tally, tallied } from "../store/grants";
import { policyOf, wantsSecond } from "./policy";

/** What is counted of one person a business date: points, pieces of rewards, tiers set by hand. */
export type GrantKind = "points" | "pieces" | "lifts";

export interface Grant {
  kind: GrantKind;
  /** Null: without bound, which nobody gives alone. */
  amount: number | null;
}

/** What an act would give, as the policy of approvals judges it. */
export interface Gift {
  act: ApprovalKind;
  /** In money; null: without bound. */
  worthMinor: number | null;
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
 * Counts what somebody gives by their own decision, if their day has room for it and the policy lets
 * them. What two persons decided is not counted, and what orders and the rules bring is nobody's decision.
 *
 * @param gift of acts that the policy of approvals names; what gives no more than before waits for nobody
 */
export async function takeGrant(
  work: Work,
  grant: Grant,
  day: DayLimit,
  gift?: Gift,
): Promise<Granted> {
  const date = businessDate(work.now, day.timeZone);
  const resetsAt = startOfBusinessDate(addDays(date, 1), day.timeZone);
  const grantor = grantorOf(work.caller);
  if (grantor === null) return { granted: true, limit: day.limit, used: 0, resetsAt };
  const { kind, amount } = grant;
  const own = kind === "points" ? grantor.pointsPerDayMax : null;
  const limit = own ?? day.limit;
  const tally = { grantor: grantor.name, day: date, kind };
  const isBarred = amount !== 0 && gift && (await wantsSecond(work, gift.act, gift.worthMinor));
  let fits =
    !isBarred &&
    (amount === 0 ||
      (amount !== null && amount <= limit && (await addToTally(work.tx, tally, amount, limit))));
  if (fits && amount && gift && !(await takeWorth(work, gift, tally))) {
    await addToTally(work.tx, tally, -amount, limit);
    fits = false;
  }
  const used = fits ? 0 : ((await tallied(work.tx, tally)) ?? 0);
  return { granted: fits, limit, used, resetsAt };
}

/**
 * Counts what one act gives in several ways, all of it or nothing: what waits for a second person takes
 * nothing of anybody's day.
 */
export async function takeGrants(
  work: Work,
  timeZone: string,
  grants: readonly (Grant & { limit: number; gift?: Gift })[],
): Promise<boolean> {
  const [first, ...rest] = grants;
  if (!first) return true;
  const { limit, gift, ...grant } = first;
  if (!(await takeGrant(work, grant, { limit, timeZone }, gift)).granted) return false;
  if (await takeGrants(work, timeZone, rest)) return true;
  await giveBack(work, grant, { limit, timeZone });
  return false;
}

/** Only of what has no worth of its own: that is counted last. */
async function giveBack(work: Work, { kind, amount }: Grant, day: DayLimit): Promise<void> {
  const grantor = grantorOf(work.caller);
  if (grantor === null || !amount) return;
  const date = businessDate(work.now, day.timeZone);
  await addToTally(work.tx, { grantor: grantor.name, day: date, kind }, -amount, day.limit);
}

/**
 * Acts that are one and the same in parts: rows of a batch are corrections. What is said of the one alone
 * holds for the other too, and both count on one sum.
 */
const WHOLE_OF: Partial<Record<ApprovalKind, ApprovalKind>> = { BATCH: "ADJUSTMENT" };

/** Counts the worth of an act on the day's sum of its kind, so that many small ones are a large one. */
async function takeWorth(work: Work, { act, worthMinor }: Gift, of: Tally): Promise<boolean> {
  const whole = WHOLE_OF[act] ?? act;
  const kind = `worth.${whole}`;
  const own = (await policyOf(work, act)).dayMinor;
  const dayMinor = own ?? (await policyOf(work, whole)).dayMinor;
  if (dayMinor === null || worthMinor === 0) return true;
  if (worthMinor === null || worthMinor > dayMinor) return false;
  return addToTally(work.tx, { ...of, kind }, worthMinor, dayMinor);
}

/** Whoever is asked to approve sees what the first person gave alone in the last thirty. */
const KEPT_DAYS = 32;

/** Forgets the sums of days that are long over. */
export function pruneGrants(context: JobContext): Promise<JobResult> {
  const before = addDays(context.now.toISOString().slice(0, 10), -KEPT_DAYS);
  return forgetPages(context, (limit) => deleteTallies(before, limit));
}
