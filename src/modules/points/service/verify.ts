import type { Reader } from "@/platform/db";
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
