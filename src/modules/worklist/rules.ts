import { businessDate, wallClock } from "@/platform/business-time";
import type { LedgerState, SetNotices, WorkKind } from "./schema";

/** When somebody is told of what waits, and of what they know already. */

/** What is known of a kind: the newest by a number that only grows, or else each by its name. */
export interface Known {
  newest: number | null;
  keys: readonly string[];
}

export type Told = Partial<Record<WorkKind, Known>>;

/**
 * Whether something waits that somebody was not told of. What went and comes again is news.
 * Examples: newest 7 after 5 → yes; newest 4 after 5, as 5 was decided → no; a, b after a → yes; none → no.
 */
export function isNews(told: Known | undefined, now: Known): boolean {
  if (now.newest !== null) return now.newest > (told?.newest ?? 0);
  return now.keys.some((key) => !told?.keys.includes(key));
}

/** What is known once somebody was told: a number never goes back, so that what is decided makes nothing new. */
export function knownAfter(told: Known | undefined, now: Known): Known {
  const newest = Math.max(told?.newest ?? 0, now.newest ?? 0);
  return { newest: newest === 0 ? null : newest, keys: now.keys };
}

/** One message in so long, however much comes: what came meanwhile is in the next. */
const APART_MS = 10 * 60_000;

export interface NoticeState extends Pick<SetNotices, "pace" | "hour"> {
  toldAt: Date | null;
  digestDay: string | null;
}

/**
 * What is due: a digest once a business date from its hour on, also hours late; what is told at once not too
 * often. Example: DAILY at 9, last 2026-11-28, on 2026-11-29 at 09:00 → DAILY; asked again → null.
 */
export function dueNotice(
  { pace, hour, toldAt, digestDay }: NoticeState,
  now: Date,
  timeZone: string,
): SetNotices["pace"] | null {
  if (pace === "AT_ONCE") {
    return toldAt === null || now.getTime() - toldAt.getTime() >= APART_MS ? pace : null;
  }
  const isNew = digestDay === null || businessDate(now, timeZone) > digestDay;
  return isNew && wallClock(now, timeZone).minutes >= hour * 60 ? pace : null;
}

/**
 * As of when digests were looked after once it is set: the one of that day goes out where its hour is still to
 * come, and none goes out twice. Example: set at 10:00 for 9:00 → today; for 11:00 → as it was.
 */
export function digestDayOnceSet(
  before: string | null,
  hour: number,
  now: Date,
  timeZone: string,
): string | null {
  if (wallClock(now, timeZone).minutes < hour * 60) return before;
  return businessDate(now, timeZone);
}

/** It is checked each day. */
const OLD_MS = 36 * 3_600_000;
/** Who joined since the last check is nobody's work. */
const COVERED = 0.9;

/** What is to be looked at about the ledger; null where nothing is. Example: 374 of 4,818 looked at → PARTIAL. */
export function ledgerStateOf(
  check: { ok: boolean; members: number; accounts: number; finishedAt: Date } | null,
  now: Date,
): LedgerState | null {
  if (check === null) return "NEVER";
  if (!check.ok) return "BAD";
  if (now.getTime() - check.finishedAt.getTime() > OLD_MS) return "OLD";
  return check.members < check.accounts * COVERED ? "PARTIAL" : null;
}
