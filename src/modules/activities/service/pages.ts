import { noCursor } from "@/platform/paging";
import type { ActivityRow } from "../store/activities";

/** Pages of activities by the moment they end. */

/** @throws DomainError VALIDATION_FAILED for a cursor that no page gave out */
export function readCursor(cursor: string | undefined): { endsAt: Date; id: number } | null {
  if (cursor === undefined) return null;
  const [, at, id] = /^(-?\d{1,15})~([1-9]\d{0,15})$/.exec(cursor) ?? [];
  if (at === undefined || id === undefined) throw noCursor();
  return { endsAt: new Date(Number(at)), id: Number(id) };
}

export const placeOf = ({ endsAt, id }: ActivityRow) => `${endsAt.getTime()}~${id}`;
