import { DomainError } from "./errors";

/**
 * Lists by keyset: a page goes on after the last row of the one before it, whatever came meanwhile. One
 * row more than the page is read, to know whether there is a next.
 */

export interface Page {
  limit: number;
  cursor?: string | undefined;
}

/** What a cursor is answered that no page gave out. */
export function noCursor(): DomainError {
  return new DomainError("VALIDATION_FAILED", {}, [{ path: "cursor", message: "not a cursor" }]);
}

/**
 * The id that a page goes on after; null for the first page.
 *
 * @throws DomainError VALIDATION_FAILED for a cursor that no page gave out
 */
export function cursorId(cursor: string | undefined): number | null {
  if (cursor === undefined) return null;
  if (!/^[1-9]\d{0,15}$/.test(cursor)) throw noCursor();
  return Number(cursor);
}

/**
 * The rows of a page, of `limit + 1` that were read, and what its next one goes on after.
 * Example: three rows read for a limit of two → the first two, and the second one's cursor.
 */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  cursorOf: (row: Row) => string | number,
): { shown: Row[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { shown, nextCursor: more ? String(cursorOf(last)) : null };
}
