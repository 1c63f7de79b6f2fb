import { type Reader, reader } from "@/platform/db";
import { type JobContext, type JobResult, jobOrigin } from "@/platform/jobs";
import { log } from "@/platform/log";
import { setLedger } from "@/platform/metrics";
import { runWork } from "@/platform/work";
import { insertCheck, lastCheck } from "../store/jobs";
import * as store from "../store/verify";

export interface Verification {
  totals: store.LedgerTotals;
  byType: { type: string; points: number }[];
  checks: { name: string; violations: store.Violation[] }[];
  ok: boolean;
}

export const WHOLE_PROGRAM = "points in existence = added minus taken";

/**
 * Checks every invariant of the ledger for all members, one check after the other.
 *
 * @param onCheck told the name of each check as it begins
 */
export async function verifyLedger(
  db: Reader,
  onCheck: (name: string) => void = () => undefined,
): Promise<Verification> {
  const checks: Verification["checks"] = [];
  for (const name of store.CHECK_NAMES) {
    onCheck(name);
    checks.push({ name, violations: await store.violationsOf(db, name) });
  }
  onCheck(WHOLE_PROGRAM);
  const [totals, byType] = await Promise.all([store.ledgerTotals(db), store.pointsByType(db)]);
  const inExistence = totals.available + totals.pending + totals.frozen - totals.owed;
  const moved = byType.reduce((sum, { points }) => sum + points, 0);
  const whole = {
    invariant: WHOLE_PROGRAM,
    memberId: 0,
    expected: String(moved),
    found: String(inExistence),
  };
  checks.push({ name: WHOLE_PROGRAM, violations: moved === inExistence ? [] : [whole] });
  return { totals, byType, checks, ok: checks.every(({ violations }) => violations.length === 0) };
}

/** Verifies all members, keeps the result, and raises an event where anything is off. */
export async function checkLedger({ now }: JobContext): Promise<JobResult> {
  const startedAt = new Date();
  const { totals, checks, ok } = await verifyLedger(reader);
  await runWork(jobOrigin(now), null, async (work) => {
    const { members, entries } = totals;
    const findings = checks.filter(({ violations }) => violations.length > 0);
    const finishedAt = new Date();
    const text = JSON.stringify(findings);
    insertCheck(work.tx, { ok, members, entries, findings: text, startedAt, finishedAt });
    if (!ok) work.emit("ledger.check_failed", null, { findings });
  });
  const failed = checks.reduce((sum, { violations }) => sum + violations.length, 0);
  if (!ok) log().error({ failed }, "the ledger does not add up");
  return { handled: totals.members, summary: ok ? "consistent" : `${failed} violations` };
}

/** The last verification, for the console. */
export async function lastLedgerCheck(db: Reader) {
  const row = await lastCheck(db);
  if (!row) return null;
  return {
    ok: Boolean(row.ok),
    members: row.members,
    entries: row.entries,
    findings: JSON.parse(row.findings) as Verification["checks"],
    startedAt: row.startedAt.toISOString(),
    finishedAt: row.finishedAt.toISOString(),
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
