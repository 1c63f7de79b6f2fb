import { expect } from "vitest";
import { pool, reader, type Values } from "@/platform/db";

/** Statements as the server plans them: which of them go through or sort more than a page's worth of rows. */

/** So many rows may be gone through or sorted for a page; every table of members is larger. */
const ROWS_MAX = 2_000;

export interface Statement {
  sql: string;
  values: unknown[];
}

interface PlanRow {
  table: string | null;
  type: string | null;
  key: string | null;
  rows: number | null;
  Extra: string | null;
}

const COLUMNS: (keyof PlanRow)[] = ["table", "type", "key", "rows", "Extra"];

export const seen: Statement[] = [];

let explain: (sql: string, values: unknown[]) => Promise<PlanRow[]>;

/** Every statement outside a transaction. */
export function listen(): void {
  explain = pool().query.bind(pool());
  const { rows, write } = reader;
  Object.assign(reader, {
    rows: (sql: string, values: Values = [], patienceMs?: number) => {
      seen.push({ sql, values: [...values] });
      return rows(sql, values, patienceMs);
    },
    write: (sql: string, values: Values = []) => {
      seen.push({ sql, values: [...values] });
      return write(sql, values);
    },
  });
}

/** Counting stops at some row of an index, so its scan has an end. */
const isCountWithEnd = (sql: string) => /^SELECT COUNT\(\*\).*LIMIT \d+\)+ [cf]$/s.test(sql);

export function planOf({ sql, values }: Statement): Promise<PlanRow[]> {
  // The same table of steps from every server, whatever form it would choose itself.
  return explain(`EXPLAIN FORMAT=TRADITIONAL ${sql}`, values);
}

/** The steps of a statement that go through or sort more than a page's worth of rows. */
async function faultsOf(statement: Statement): Promise<string[]> {
  const { sql } = statement;
  const plan = await planOf(statement);
  expect(plan.length, sql).toBeGreaterThan(0);
  for (const step of plan) expect(Object.keys(step), sql).toEqual(expect.arrayContaining(COLUMNS));
  return plan.flatMap(({ table, type, key, rows, Extra }) => {
    const isWhole = (type === "ALL" || type === "index") && !isCountWithEnd(sql);
    const isSorted = /Using filesort/.test(Extra ?? "");
    const isLong = Number(rows ?? 0) > ROWS_MAX;
    if (!isLong || !(isWhole || isSorted)) return [];
    return [`${table} ${type} ${key} ${rows} ${Extra}: ${sql}`];
  });
}

export async function faultsWhile(act: () => Promise<unknown>): Promise<string[]> {
  const from = seen.length;
  await act();
  const made = seen.slice(from).filter(({ sql }) => /^[\s(]*SELECT/i.test(sql));
  expect(made.length).toBeGreaterThan(0);
  const faults: string[] = [];
  for (const statement of made) faults.push(...(await faultsOf(statement)));
  return faults;
}
