import type { Reader } from "@/platform/db";

/** Of the newest changes so many are looked at: what is older than a day or two stands before them. */
const NEWEST = 20_000;

/** Who was lifted to one of some tiers within a span, by their orders or by hand, among the newest changes. */
export async function reachedIn(
  db: Reader,
  { from, until }: { from: Date; until: Date },
  codes: readonly string[],
  limit: number,
): Promise<number[]> {
  const rows = await db.rows<{ memberId: number }>(
    `SELECT DISTINCT c.memberId
       FROM (SELECT memberId, fromCode, toCode, cause, programVersionId, effectiveAt FROM tier_change
              ORDER BY id DESC LIMIT ${NEWEST}) c
       LEFT JOIN tier f ON f.programVersionId = c.programVersionId AND f.code = c.fromCode
       JOIN tier t ON t.programVersionId = c.programVersionId AND t.code = c.toCode
      WHERE c.effectiveAt >= ? AND c.effectiveAt < ? AND c.cause IN ('ORDER', 'MANUAL')
        AND c.toCode IN (${codes.map(() => "?").join(",")}) AND t.\`rank\` > COALESCE(f.\`rank\`, -1)
      LIMIT ?`,
    [from, until, ...codes, limit],
  );
  return rows.map(({ memberId }) => memberId);
}
