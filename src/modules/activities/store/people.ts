import type { Reader, Tx } from "@/platform/db";
import { insertAllInto, onDuplicate } from "@/platform/insert";

const marksOf = (values: readonly unknown[]) => values.map(() => "?").join(",");

/** Which of some activities gave somebody what they give once. */
export async function knownIn(
  db: Reader,
  activityIds: readonly number[],
  hashes: readonly string[],
): Promise<Set<number>> {
  if (activityIds.length === 0 || hashes.length === 0) return new Set();
  const rows = await db.rows<{ activityId: number }>(
    `SELECT activityId FROM activity_person
      WHERE activityId IN (${marksOf(activityIds)}) AND personHash IN (${marksOf(hashes)})`,
    [...activityIds, ...hashes],
  );
  return new Set(rows.map(({ activityId }) => activityId));
}

/**
 * Writes down who is given something; false where one of the names had it already. Of two memberships of one
 * person at once the second waits here for the first.
 */
export async function isFirst(
  tx: Tx,
  activityId: number,
  hashes: readonly string[],
): Promise<boolean> {
  if (hashes.length === 0) return true;
  const rows = hashes.toSorted().map((personHash) => ({ activityId, personHash }));
  const inserted = insertAllInto("activity_person", ["activityId", "personHash"], rows);
  await tx.write(...onDuplicate(inserted, "times = times + 1"));
  const row = await tx.row<{ times: number }>(
    `SELECT MAX(times) AS times FROM activity_person
      WHERE activityId = ? AND personHash IN (${marksOf(hashes)})`,
    [activityId, ...hashes],
  );
  return row?.times === 1;
}

/** Of somebody who was given nothing after all. */
export function forget(tx: Tx, activityId: number, hashes: readonly string[]): void {
  if (hashes.length === 0) return;
  tx.send(
    `DELETE FROM activity_person WHERE activityId = ? AND personHash IN (${marksOf(hashes)})`,
    [activityId, ...hashes],
  );
}
