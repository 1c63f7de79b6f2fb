import type { Reader } from "@/platform/db";

export interface TierChangesRow {
  fromCode: string | null;
  toCode: string;
  changes: number;
}

/** Changes of tier in a span of time, by where from and where to: from their index alone. */
export function tierChangesIn(db: Reader, from: Date, until: Date): Promise<TierChangesRow[]> {
  return db.rows<TierChangesRow>(
    `SELECT fromCode, toCode, COUNT(*) AS changes FROM tier_change
      WHERE effectiveAt >= ? AND effectiveAt < ? GROUP BY fromCode, toCode`,
    [from, until],
  );
}
