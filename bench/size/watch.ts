import { pool, reader, type Values } from "@/platform/db";

/** What a question costs the database: its statements, their times and their plans. */

interface Statement {
  sql: string;
  values: Values;
  ms: number;
}

export interface Asked {
  ms: number;
  statements: Statement[];
}

let seen: Statement[] | null = null;

/** From now on statements outside transactions are looked at. */
export function watchReads(): void {
  const { rows } = reader;
  const watched: typeof rows = async (sql, values = [], patienceMs) => {
    const startedAt = performance.now();
    const statement = { sql, values, ms: 0 };
    seen?.push(statement);
    try {
      return await rows(sql, values, patienceMs);
    } finally {
      statement.ms = performance.now() - startedAt;
    }
  };
  reader.rows = watched;
}

export async function asked(ask: () => Promise<unknown>): Promise<Asked> {
  const statements: Statement[] = [];
  seen = statements;
  const startedAt = performance.now();
  try {
    await ask();
  } finally {
    seen = null;
  }
  return { ms: performance.now() - startedAt, statements };
}

interface Step {
  table: string | null;
  type: string | null;
  key: string | null;
  rows: number | null;
  Extra: string | null;
}

/** The steps of a statement as the server plans them. */
export async function planOf({ sql, values }: Statement): Promise<string[]> {
  const steps: Step[] = await pool().query(`EXPLAIN FORMAT=TRADITIONAL ${sql}`, [...values]);
  return steps.map(({ table, type, key, rows, Extra }) =>
    [table, type, key, rows, /filesort|temporary/.exec(Extra ?? "")?.[0]].filter(Boolean).join(" "),
  );
}
