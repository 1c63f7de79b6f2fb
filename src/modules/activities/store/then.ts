import type { Reader } from "@/platform/db";
import { type ActivityRow, activities } from "./activities";

/** What many members had of activities: for orders that are priced again and charge nothing. */

interface Span {
  from: number;
  to: number;
}

/** More in a quarter of a year than this would be a mistake. */
const WITHIN_MAX = 2_000;

/** The activities that ran at some moment of a time, by id, whatever pauses they had. */
export function ranWithin(db: Reader, since: Date, until: Date): Promise<ActivityRow[]> {
  return activities(
    db,
    "a.endsAt > ? AND a.startsAt <= ? AND a.status <> 'DRAFT' ORDER BY a.id LIMIT ?",
    [since, until, WITHIN_MAX],
  );
}

export interface Pause {
  activityId: number;
  pausedAt: Date;
  resumedAt: Date | null;
}

const marks = (ids: readonly number[]) => ids.map(() => "?").join(",");

export function pausesOf(db: Reader, activityIds: readonly number[]): Promise<Pause[]> {
  if (activityIds.length === 0) return Promise.resolve([]);
  return db.rows<Pause>(
    `SELECT activityId, pausedAt, resumedAt FROM activity_pause
      WHERE activityId IN (${marks(activityIds)})`,
    activityIds,
  );
}

export interface JoinedThen {
  activityId: number;
  memberId: number;
  joinedAt: Date;
}

/** Who of a span takes part in which of some activities, and since when. */
export function joinedBy(
  db: Reader,
  span: Span,
  activityIds: readonly number[],
): Promise<JoinedThen[]> {
  if (activityIds.length === 0) return Promise.resolve([]);
  return db.rows<JoinedThen>(
    `SELECT activityId, memberId, joinedAt FROM activity_participation
      WHERE memberId >= ? AND memberId < ? AND activityId IN (${marks(activityIds)})`,
    [span.from, span.to, ...activityIds],
  );
}

export interface UsedThen {
  orderRowId: number;
  activityId: number;
  memberId: number;
  paidAt: Date;
  points: number;
  returned: number;
}

/** What some activities added to the orders of a span. */
export function usedBy(
  db: Reader,
  span: Span,
  activityIds: readonly number[],
): Promise<UsedThen[]> {
  if (activityIds.length === 0) return Promise.resolve([]);
  return db.rows<UsedThen>(
    `SELECT orderRowId, activityId, memberId, paidAt, points, returned FROM activity_use
      WHERE memberId >= ? AND memberId < ? AND activityId IN (${marks(activityIds)})`,
    [span.from, span.to, ...activityIds],
  );
}
