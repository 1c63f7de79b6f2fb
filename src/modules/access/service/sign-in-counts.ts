import { createHmac } from "node:crypto";
import { env } from "@/env";
import type { JobContext, JobResult } from "@/platform/jobs";
import { jobOrigin } from "@/platform/jobs";
import { runWork, type Work } from "@/platform/work";
import { AUDITED_SINGLY } from "../rules/sign-in";
import * as store from "../store/sign-in-counts";

export type { Counter, CountRow } from "../store/sign-in-counts";

/** Counted things are told apart by a keyed hash: the table holds no address of anybody. */
export function counterId(kind: string, ...parts: readonly string[]): string {
  return createHmac("sha256", env().AUTH_SECRET)
    .update(JSON.stringify(["sign-in", kind, ...parts]))
    .digest("hex");
}

export interface Begun {
  row: store.CountRow;
  /** What had been counted in the window before, where that has just ended. */
  ended: store.CountRow | null;
}

/** A counter's row as it is now: a window that has ended begins anew with nothing. */
export function begun(row: store.CountRow, counter: store.Counter, now: Date): Begun {
  if (row.endsAt > now) return { row, ended: null };
  const endsAt = new Date(now.getTime() + counter.seconds * 1000);
  return { row: { ...row, used: 0, startsAt: now, endsAt }, ended: row };
}

/**
 * Counts something that the audit log tells of: one row each up to a bound, then one row for the
 * whole window when it has ended. So nobody fills the log by guessing.
 *
 * @returns how often it happened in this window, this time included
 */
export function tally(
  work: Work,
  found: store.CountRow,
  counter: store.Counter,
  { action, after, now }: { action: string; after: Record<string, unknown>; now: Date },
): number {
  const { row, ended } = begun(found, counter, now);
  if (ended) auditSum(work, ended);
  const target = counter.target ?? null;
  const memberId = counter.memberId ?? null;
  const used = row.used + 1;
  if (target !== null && used <= AUDITED_SINGLY) {
    work.audit({ action, target, memberId, after });
  }
  store.saveCount(work.tx, { ...row, target, memberId, used });
  return used;
}

const SUMMED: Readonly<Record<string, string>> = {
  FAILED: "access.signInFailed",
  SIGNED_IN: "access.signIn",
};

function auditSum(work: Work, row: store.CountRow): void {
  const action = SUMMED[row.kind];
  if (action === undefined || row.target === null || row.used <= AUDITED_SINGLY) return;
  const from = row.startsAt;
  work.audit({
    action,
    target: row.target,
    memberId: row.memberId,
    after: { times: row.used, from, until: row.endsAt },
  });
}

const PRUNE_PAGE = 500;

/** Forgets windows that have ended, and writes down the sums of those that the audit log tells of. */
export async function pruneSignInCounts({ stopping }: JobContext): Promise<JobResult> {
  let handled = 0;
  while (!stopping()) {
    const now = new Date();
    const pruned = await runWork(jobOrigin(now), null, async (work) => {
      const rows = await store.lockEnded(work.tx, now, PRUNE_PAGE);
      for (const row of rows) auditSum(work, row);
      const ids = rows.map(({ id }) => id);
      if (ids.length > 0) store.deleteCounts(work.tx, ids);
      return rows.length;
    });
    handled += pruned;
    if (pruned < PRUNE_PAGE) break;
  }
  return { handled };
}
