import type { Reader } from "@/platform/db";
import type { EntryType } from "../schema/ledger";
import { POINTS, REASON } from "./entries";

export interface LineRow {
  id: number;
  type: EntryType;
  /** Of the entry as a whole. */
  points: number;
  availableDelta: number;
  pendingDelta: number;
  frozenDelta: number;
  owedDelta: number;
  availableAfter: number;
  pendingAfter: number;
  frozenAfter: number;
  owedAfter: number;
  referenceType: string;
  referenceId: string;
  reason: string | null;
  memberNote: string | null;
  breakdown: string | null;
  actor: string;
  programVersionId: number;
  moment: Date;
}

/**
 * The entries that count at a moment, the last first. Points of a late order came when they were
 * booked, whatever moment decided them; what time decides came at its moment, whenever it was booked.
 */
export function linesOf(
  db: Reader,
  memberId: number,
  asOf: Date,
  limit: number,
): Promise<LineRow[]> {
  return db.rows<LineRow>(
    `SELECT id, type, ${POINTS} AS points, availableDelta, pendingDelta, frozenDelta, owedDelta, availableAfter,
        pendingAfter, frozenAfter, owedAfter, referenceType, referenceId, ${REASON}, breakdown, actor,
        programVersionId, IF(type = 'EARN', createdAt, effectiveAt) AS moment
       FROM points_entry
      WHERE memberId = ? AND IF(type = 'EARN', createdAt, effectiveAt) <= ?
      ORDER BY id DESC LIMIT ?`,
    [memberId, asOf, limit],
  );
}

export interface LineLotRow {
  entryId: number;
  lotId: number;
  points: number;
  frozen: number;
  expiresAt: Date;
}

/** Every lot that the entries made or touched. */
export function lotsOfLines(db: Reader, entryIds: readonly number[]): Promise<LineLotRow[]> {
  if (entryIds.length === 0) return Promise.resolve([]);
  const marks = entryIds.map(() => "?").join(",");
  return db.rows<LineLotRow>(
    `SELECT entryId, id AS lotId, original AS points, 0 AS frozen, expiresAt FROM points_lot
      WHERE entryId IN (${marks})
     UNION ALL
     SELECT a.entryId, a.lotId, a.points, a.frozen, l.expiresAt
       FROM points_allocation a JOIN points_lot l ON l.id = a.lotId WHERE a.entryId IN (${marks})
     ORDER BY entryId, lotId`,
    [...entryIds, ...entryIds],
  );
}
