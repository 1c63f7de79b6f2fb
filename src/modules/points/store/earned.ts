import type { Reader } from "@/platform/db";
import type { Reference } from "../schema/references";

/** What a member earned beside buying, for whoever bounds it. */

/** How often a kind of earning happened in a span of moments, for daily caps. */
export async function countEarned(
  db: Reader,
  memberId: number,
  referenceType: Reference<"EARN">["type"],
  from: Date,
  to: Date,
): Promise<number> {
  const row = await db.row<{ count: number }>(
    `SELECT COUNT(*) AS count FROM points_entry
      WHERE memberId = ? AND type = 'EARN' AND referenceType = ? AND effectiveAt >= ? AND effectiveAt < ?`,
    [memberId, referenceType, from, to],
  );
  return row?.count ?? 0;
}

/** What some kinds of earning brought a member in all, whatever became of the points. */
export async function sumEarned(
  db: Reader,
  memberId: number,
  referenceTypes: readonly Reference<"EARN">["type"][],
): Promise<number> {
  const row = await db.row<{ points: number | null }>(
    `SELECT CAST(SUM(availableDelta + pendingDelta - owedDelta) AS SIGNED) AS points FROM points_entry
      WHERE memberId = ? AND type = 'EARN' AND referenceType IN (${referenceTypes.map(() => "?").join(",")})`,
    [memberId, ...referenceTypes],
  );
  return row?.points ?? 0;
}

/** What the ledger has of an import: the references of its entries begin with its number. */
export async function sumOpened(db: Reader, importId: number): Promise<number> {
  const row = await db.row<{ points: number | null }>(
    `SELECT CAST(SUM(availableDelta + pendingDelta + frozenDelta - owedDelta) AS SIGNED) AS points
       FROM points_entry WHERE type = 'ADJUST' AND referenceType = 'OPENING' AND referenceId LIKE ?`,
    [`${importId}-%`],
  );
  return row?.points ?? 0;
}
