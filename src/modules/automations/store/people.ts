import type { Reader, Tx } from "@/platform/db";
import { insertInto, onDuplicate } from "@/platform/insert";

/** Whether one of some people was given the same since a moment, under whichever membership. */
export async function isKnown(
  db: Reader,
  automationId: number,
  hashes: readonly string[],
  since: Date,
): Promise<boolean> {
  if (hashes.length === 0) return false;
  const marks = hashes.map(() => "?").join(",");
  const row = await db.row(
    `SELECT 1 FROM automation_person WHERE automationId = ? AND personHash IN (${marks})
        AND createdAt > ? LIMIT 1`,
    [automationId, ...hashes, since],
  );
  return row !== undefined;
}

/** When they were given it last. */
export function remember(
  tx: Tx,
  automationId: number,
  hashes: readonly string[],
  createdAt: Date,
): void {
  for (const personHash of hashes) {
    const row = { automationId, personHash, createdAt };
    const inserted = insertInto(
      "automation_person",
      ["automationId", "personHash", "createdAt"],
      row,
    );
    tx.send(...onDuplicate(inserted, "createdAt = VALUES(createdAt)"));
  }
}
