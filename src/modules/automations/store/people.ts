import type { Reader, Tx } from "@/platform/db";
import { insertOrIgnore } from "@/platform/insert";

/** Whether one of some people was welcomed before, under whichever membership. */
export async function isKnown(
  db: Reader,
  automationId: number,
  hashes: readonly string[],
): Promise<boolean> {
  if (hashes.length === 0) return false;
  const marks = hashes.map(() => "?").join(",");
  const row = await db.row(
    `SELECT 1 FROM automation_person WHERE automationId = ? AND personHash IN (${marks}) LIMIT 1`,
    [automationId, ...hashes],
  );
  return row !== undefined;
}

export function remember(
  tx: Tx,
  automationId: number,
  hashes: readonly string[],
  createdAt: Date,
): void {
  for (const personHash of hashes) {
    tx.send(
      ...insertOrIgnore("automation_person", ["automationId", "personHash", "createdAt"], {
        automationId,
        personHash,
        createdAt,
      }),
    );
  }
}
