import { rehearse, type Tx } from "./db";
import { errorNumber } from "./db-errors";

/**
 * What keeps anybody from changing the ledger: triggers, or the rights of the account that the
 * processes run as. Tried, not looked up: whoever may not make triggers is not shown them either.
 */

export type Guard = "triggers" | "grants";

/** A table whose rows never change: a row that is never committed, and a change that changes nothing. */
export interface AppendOnly {
  table: string;
  row: string;
  /** Of the row that was just written. */
  change: string;
  which: string;
}

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
export function guardOfLedger(tables: readonly AppendOnly[]): Promise<Guard | undefined> {
  return rehearse(async (tx) => {
    const found: (Guard | undefined)[] = [];
    for (const { table, row, change, which } of tables) {
      await tx.write(row);
      found.push(await refusedBy(tx, `UPDATE ${table} SET ${change} WHERE ${which}`));
      found.push(await refusedBy(tx, `DELETE FROM ${table} WHERE ${which}`));
    }
    if (found.includes(undefined)) return undefined;
    return found.includes("triggers") ? "triggers" : "grants";
  });
}
