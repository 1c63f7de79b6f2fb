import { figureIn } from "@/platform/pasted";

/**
 * What a spreadsheet would carry out when it opens the file, full-width signs too where it speaks Chinese
 * or Japanese, and what looks as if it were marked.
 */
const FORMULA = /^'*[=+\-@＝＋－＠\t\r\n]/;

/**
 * A cell as it is written: one that a spreadsheet would take for a formula is marked as text by an
 * apostrophe. A plain number is none: `guarded("=1+1")` → "'=1+1", `guarded("-50")` → "-50".
 */
export function guarded(cell: string | number | null): string {
  const text = String(cell ?? "");
  return FORMULA.test(text) && !isNumber(text) ? `'${text}` : text;
}

/** The same cell as it was before, for files that come back: `unguarded("'-50")` → "-50". */
export function unguarded(cell: string): string {
  return FORMULA.test(cell) && cell.startsWith("'") ? cell.slice(1) : cell;
}

function isNumber(text: string): boolean {
  return /^[+-]?[\d.]+$/.test(text) && figureIn(text) !== null;
}
