import { DomainError } from "@/platform/errors";
import type { ActivityRow } from "../store/activities";

/** Pages of activities by the moment they end. */

/** @throws DomainError VALIDATION_FAILED for a cursor that no page gave out */
export function readCursor(cursor: string | undefined): { endsAt: Date; id: number } | null {
  if (cursor === undefined) return null;
  const [, at, id] = /^(-?\d{1,15})~([1-9]\d{0,15})$/.exec(cursor) ?? [];
  if (at === undefined || id === undefined) {
    throw new DomainError("VALIDATION_FAILED", {}, [{ path: "cursor", message: "not a cursor" }]);
  }
  return { endsAt: new Date(Number(at)), id: Number(id) };
}

/** One row more than the page was read, to know whether there is a next. */
export function page(rows: readonly ActivityRow[], limit: number) {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { shown, nextCursor: more ? `${last.endsAt.getTime()}~${last.id}` : null };
}
