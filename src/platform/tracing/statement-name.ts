/**
 * What a statement is called in a trace: what it does, and to which table first. Never more of it: a
 * text may hold what somebody wrote.
 */

const NAMES_MAX = 1000;
const names = new Map<string, string>();

const WORD = /\b(SELECT|INSERT|UPDATE|DELETE|REPLACE|SET|SHOW)\b/i;
const TABLE = /\b(?:FROM|INTO|UPDATE)\s+(?:IGNORE\s+)?`?([a-z_]+)`?(?=[\s(,)]|$)/i;
const QUOTED = /'(?:[^'\\]|\\.|'')*'/g;
const INNERMOST = /\([^()]*\)/g;

/** Without what stands in brackets: its tables are read on the way. */
function outer(text: string): string {
  const less = text.replace(INNERMOST, "#");
  return less === text ? text : outer(less);
}

/** Example: `SELECT points_lot`. */
export function statementName(sql: string): string {
  const known = names.get(sql);
  if (known !== undefined) return known;
  const text = sql.replace(QUOTED, "");
  const shell = outer(text);
  const word = (WORD.exec(shell) ?? WORD.exec(text))?.[1]?.toUpperCase() ?? "statement";
  const table = (TABLE.exec(shell) ?? TABLE.exec(text))?.[1]?.toLowerCase();
  const name = table === undefined ? word : `${word} ${table}`;
  // Some texts are made anew each time; what is forgotten is told again.
  if (names.size >= NAMES_MAX) names.clear();
  names.set(sql, name);
  return name;
}
