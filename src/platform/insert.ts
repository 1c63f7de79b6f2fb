import type { Values } from "./db";

/**
 * Rows by the names of their columns. The names are listed where the row is inserted, so that none ever
 * comes with a row from outside; the same list makes the same text, which is prepared once.
 */

/** What the server alone knows when the row arrives. */
class Expression {
  constructor(readonly sql: string) {}
}

/** The number of the row that was sent right before. */
export const LAST_INSERT_ID = new Expression("LAST_INSERT_ID()");

type Cell = Values[number] | Expression;

/** A row that has every column of a list and nothing else. A list that is not written out takes none. */
type RowOf<R, Name extends string> = string extends Name
  ? never
  : R & Record<Name, Cell> & Record<Exclude<keyof R, Name>, never>;

/** A statement as `write`, `send` and `insert` of a transaction take it. */
type Statement = [sql: string, values: Values];

/** Inserts a row: `tx.send(...insertInto("activity_pause", ["activityId", "pausedAt"], row))`. */
export function insertInto<Name extends string, R extends object>(
  table: string,
  columns: readonly Name[],
  row: RowOf<R, Name>,
): Statement {
  return statement("INSERT INTO", table, columns, [row]);
}

/** The same where it may be there already: that one stays as it is, and no row counts as affected. */
export function insertOrIgnore<Name extends string, R extends object>(
  table: string,
  columns: readonly Name[],
  row: RowOf<R, Name>,
): Statement {
  return statement("INSERT IGNORE INTO", table, columns, [row]);
}

/** Inserts several rows, at least one, with one statement. */
export function insertAllInto<Name extends string, R extends object>(
  table: string,
  columns: readonly Name[],
  rows: readonly RowOf<R, Name>[],
): Statement {
  return statement("INSERT INTO", table, columns, rows);
}

/** The same for several rows, at least one; those that are there already do not count as affected. */
export function insertAllOrIgnore<Name extends string, R extends object>(
  table: string,
  columns: readonly Name[],
  rows: readonly RowOf<R, Name>[],
): Statement {
  return statement("INSERT IGNORE INTO", table, columns, rows);
}

/** What changes in the row that is there already: `amount = amount` for nothing. */
export function onDuplicate([sql, values]: Statement, change: string): Statement {
  return [`${sql} ON DUPLICATE KEY UPDATE ${change}`, values];
}

function statement<Name extends string>(
  verb: string,
  table: string,
  columns: readonly Name[],
  rows: readonly Record<Name, Cell>[],
): Statement {
  const values: Values[number][] = [];
  const mark = (cell: Cell) => {
    if (cell instanceof Expression) return cell.sql;
    values.push(cell);
    return "?";
  };
  const marks = rows.map((row) => `(${columns.map((name) => mark(row[name])).join(",")})`);
  // Some columns are called like words of SQL.
  const names = columns.map((name) => `\`${name}\``).join(",");
  return [`${verb} ${table} (${names}) VALUES ${marks.join(",")}`, values];
}
