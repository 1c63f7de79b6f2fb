/** What a cell of a file is. */
export type Kind = "TEXT" | "WHOLE" | "MONEY" | "MOMENT";
export type Cell = string | number | Date | null;

/** A cell as JSON keeps it; a moment is told by its column's kind. */
export function kept(cell: Cell): string | number | null {
  return cell instanceof Date ? cell.toISOString() : cell;
}

/** Minor units as a plain decimal, without a float in between: `moneyText(-5)` → "-0.05". */
export function moneyText(minor: number): string {
  const digits = String(Math.abs(minor)).padStart(3, "0");
  return `${minor < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
