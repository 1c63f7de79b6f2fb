import { type Reader, reader } from "@/platform/db";
import { OwnError } from "@/platform/errors";
import { type JobContext, type JobResult, jobOrigin } from "@/platform/jobs";
import { log } from "@/platform/log";
import { setLedger } from "@/platform/metrics";
import { runWork } from "@/platform/work";
import { pointsEvent } from "../events";
import { outsidePoints } from "../rules/types";
import { ACCOUNT_NAMES } from "../schema/ledger";
import { insertCheck, lastCheck } from "../store/jobs";
import * as store from "../store/verify";

export interface LedgerTotals {
  members: number;
  entries: number;
  available: number;
  pending: number;
  frozen: number;
  owed: number;
}

export interface Verification {
  totals: LedgerTotals;
  byType: { type: string; points: number }[];
  checks: { name: string; violations: store.Violation[] }[];
  ok: boolean;
}

export const WHOLE_PROGRAM = "points in existence = added minus taken";

/** Members of a step: their entries and lots fit in memory, and no statement runs for long. */
const SPAN = 5_000;
/** So many members are named for each invariant. */
const NAMED_MAX = 100;

export interface Progress {
  /** The last member that was looked at, and the last there is. */
  done: number;
  last: number;
}

/**
 * Checks every invariant of the ledger for all members, a span of members after the other, so that the
 * database reads each page once however large the ledger is.
 *
 * @param onSpan told after each span; what it throws ends the verification
 */
export async function verifyLedger(
  db: Reader,
  onSpan: (progress: Progress) => void = () => undefined,
): Promise<Verification> {
  const checks = store.CHECK_NAMES.map((name) => ({ name, violations: [] as store.Violation[] }));
  const totals = { members: 0, entries: 0, available: 0, pending: 0, frozen: 0, owed: 0 };
  const moved = new Map<string, number>();
  const last = await store.lastMemberId(db);
  for (let from = 1; from <= last; from += SPAN) {
    const span = { from, to: Math.min(from + SPAN - 1, last) };
    for (const { name, violations } of checks) {
      const room = NAMED_MAX - violations.length;
      if (room > 0) violations.push(...(await store.violationsOf(db, name, span, room)));
    }
    for (const figures of await store.figuresOf(db, span)) add(totals, moved, figures);
    onSpan({ done: span.to, last });
  }
  const byType = [...moved].map(([type, points]) => ({ type, points }));
  byType.sort((a, b) => (a.type < b.type ? -1 : 1));
  checks.push({ name: WHOLE_PROGRAM, violations: wholeProgram(totals, byType) });
  return { totals, byType, checks, ok: checks.every(({ violations }) => violations.length === 0) };
}

function add(totals: LedgerTotals, moved: Map<string, number>, figures: store.TypeFigures): void {
  const { type, count, points } = figures;
  if (type !== null) {
    totals.entries += count;
    moved.set(type, (moved.get(type) ?? 0) + points);
    return;
  }
  totals.members += count;
  for (const name of ACCOUNT_NAMES) totals[name] += figures[name];
}

function wholeProgram(totals: LedgerTotals, byType: Verification["byType"]): store.Violation[] {
  const inExistence = outsidePoints(totals);
  const moved = byType.reduce((sum, { points }) => sum + points, 0);
  if (moved === inExistence) return [];
  const figures = { expected: String(moved), found: String(inExistence) };
  return [{ invariant: WHOLE_PROGRAM, memberId: 0, ...figures }];
}

/** Verifies all members, keeps the result, and raises an event where anything is off. */
export async function checkLedger({ now, stopping }: JobContext): Promise<JobResult> {
  const startedAt = new Date();
  const lastMemberId = await store.lastMemberId(reader);
  const { totals, checks, ok } = await verifyLedger(reader, () => {
    // Half a verification says nothing; another process begins anew.
    if (stopping()) throw new OwnError("stopped before its end");
  });
  await runWork(jobOrigin(now), null, async (work) => {
    const { members, entries } = totals;
    const findings = checks.filter(({ violations }) => violations.length > 0);
    const finishedAt = new Date();
    const text = JSON.stringify(findings);
    const span = { lastMemberId, startedAt, finishedAt };
    insertCheck(work.tx, { ok, members, entries, findings: text, ...span });
    if (!ok) work.emit(pointsEvent("ledger.check_failed", null, { findings }));
  });
  const failed = checks.reduce((sum, { violations }) => sum + violations.length, 0);
  if (!ok) log().error({ failed }, "the ledger does not add up");
  return { handled: totals.members, summary: ok ? "consistent" : `${failed} violations` };
}

/** What the last verification said in one line. */
export async function lastCheckOf(db: Reader) {
  const row = await lastCheck(db);
  if (!row) return null;
  const { ok, members, finishedAt } = row;
  return { ok: Boolean(ok), members, finishedAt };
}

/** So many who came after a check are counted: it is made each day. */
const SINCE_MAX = 100_000;

/** The last verification, for the console, and how many members there are by now. */
export async function lastLedgerCheck(db: Reader) {
  const row = await lastCheck(db);
  if (!row) return null;
  const { lastMemberId: last } = row;
  const since = last === null ? 0 : await store.countSince(db, last, SINCE_MAX);
  return {
    ok: Boolean(row.ok),
    members: row.members,
    accounts: row.members + since,
    entries: row.entries,
    findings: JSON.parse(row.findings) as Verification["checks"],
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
  };
}

/** Sets the ledger's figures from the last verification, whichever process made it. */
export async function measureLedger(): Promise<void> {
  const row = await lastCheck(reader);
  if (!row) return;
  const findings = JSON.parse(row.findings) as Verification["checks"];
  const faulty = new Map([...store.CHECK_NAMES, WHOLE_PROGRAM].map((name) => [name, 0]));
  for (const { name, violations } of findings) {
    faulty.set(name, new Set(violations.map(({ memberId }) => memberId)).size);
  }
  setLedger({ ok: Boolean(row.ok), finishedAt: row.finishedAt, faulty });
}
