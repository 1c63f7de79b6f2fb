import { figureIn } from "./pasted";

/**
 * What a spreadsheet would carry out when it opens the file, full-width signs too where it speaks Chinese
 * or Japanese, and what looks as if it were marked.
 */
const FORMULA = /^'*[=+\-@＝＋－＠\t\r\n]/;

/**
 * The same behind what parts cells elsewhere: where the comma is a decimal point, spreadsheets cut a file at
 * semicolons, through quotes that began before.
 */
const INNER = /([;|\t\r\n])(?='*[=+\-@＝＋－＠])/g;
const MARKED = /([;|\t\r\n])'(?='*[=+\-@＝＋－＠])/g;

/**
 * A cell as it is written: one that a spreadsheet would take for a formula is marked as text by an
 * apostrophe. A plain number is none: `guarded("=1+1")` → "'=1+1", `guarded("-50")` → "-50".
 */
export function guarded(cell: string | number | null): string {
  const text = String(cell ?? "");
  const inner = text.replace(INNER, "$1'");
  return FORMULA.test(text) && !isNumber(text) ? `'${inner}` : inner;
}

/** The same cell as it was before, for files that come back: `unguarded("'-50")` → "-50". */
export function unguarded(cell: string): string {
  const outer = FORMULA.test(cell) && cell.startsWith("'") ? cell.slice(1) : cell;
  return outer.replace(MARKED, "$1");
}

function isNumber(text: string): boolean {
  return /^[+-]?[\d.]+$/.test(text) && figureIn(text) !== null;
}
