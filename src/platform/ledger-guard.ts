import { rehearse, type Tx } from "./db";
import { errorNumber } from "./db-errors";

/**
 * What keeps anybody from changing the ledger: triggers, or the rights of the account that the
 * processes run as. Tried, not looked up: whoever may not make triggers is not shown them either.
 */

export type Guard = "triggers" | "grants";

const NOW = "UTC_TIMESTAMP(3)";

/** A row that is never committed, where to find it, and a change that changes nothing. */
const APPEND_ONLY = [
  {
    table: "points_entry",
    row: `INSERT INTO points_entry (memberId, type, availableDelta, pendingDelta, frozenDelta,
        owedDelta, availableAfter, pendingAfter, frozenAfter, owedAfter, referenceType, referenceId,
        actor, programVersionId, effectiveAt, createdAt)
      VALUES (0, 'PROBE', 0, 0, 0, 0, 0, 0, 0, 0, 'PROBE', UUID(), 'system', 0, ${NOW}, ${NOW})`,
    change: "memberId = 0",
    which: "id = LAST_INSERT_ID()",
  },
  {
    table: "points_allocation",
    row: `INSERT INTO points_allocation (entryId, lotId, position, points, frozen)
      VALUES (LAST_INSERT_ID(), 0, 0, 0, 0)`,
    change: "points = 0",
    which: "entryId = LAST_INSERT_ID()",
  },
  {
    table: "tier_change",
    row: `INSERT INTO tier_change (memberId, toCode, cause, actor, qualifyingMinor,
        programVersionId, effectiveAt, createdAt)
      VALUES (0, 'PROBE', 'PROBE', 'system', 0, 0, ${NOW}, ${NOW})`,
    change: "memberId = 0",
    which: "id = LAST_INSERT_ID()",
  },
] as const;

const BY_ERROR: Record<number, Guard> = {
  1142: "grants", // the account may not do this to the table
  1143: "grants", // or to the column
  1644: "triggers", // what our triggers signal
};

async function refusedBy(tx: Tx, sql: string): Promise<Guard | undefined> {
  try {
    await tx.write(sql);
    return undefined;
  } catch (error) {
    const guard = BY_ERROR[errorNumber(error) ?? 0];
    if (!guard) throw error;
    return guard;
  }
}

/**
 * Tries to change and to remove a row of each append-only table, in a transaction that is rolled back.
 *
 * @returns undefined where a table can be changed
 * @throws DomainError SERVICE_UNAVAILABLE where the database cannot be written to
 */
export function guardOfLedger(): Promise<Guard | undefined> {
  return rehearse(async (tx) => {
    const found: (Guard | undefined)[] = [];
    for (const { table, row, change, which } of APPEND_ONLY) {
      await tx.write(row);
      found.push(await refusedBy(tx, `UPDATE ${table} SET ${change} WHERE ${which}`));
      found.push(await refusedBy(tx, `DELETE FROM ${table} WHERE ${which}`));
    }
    if (found.includes(undefined)) return undefined;
    return found.includes("triggers") ? "triggers" : "grants";
  });
}
