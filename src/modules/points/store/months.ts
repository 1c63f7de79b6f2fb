import type { Reader } from "@/platform/db";
import { type EntryFilter, type EntrySums, entryCondition, SUMS } from "./entries";

export interface Months {
  /** When each of them begins, the last first. */
  starts: readonly Date[];
  /** When the last one ends. */
  end: Date;
  /** An entry of the last one, and one of the first. */
  newestId: number;
  oldestId: number;
}

/** Two acts at once may be written in the other order than they began: by seconds, not by hours. */
const OUT_OF_ORDER_MS = 60 * 60 * 1000;

/** Σ over the filtered entries of one member by months, in their order; reads no others’ entries. */
export async function sumsByMonth(
  db: Reader,
  filter: EntryFilter,
  { starts, end, newestId, oldestId }: Months,
): Promise<EntrySums[]> {
  const first = starts.at(-1);
  if (!first) return [];
  const { memberId } = filter;
  const [before, after] = await Promise.all([
    db.row<{ id: number }>(
      `SELECT id FROM points_entry WHERE memberId = ? AND id < ? AND createdAt < ?
        ORDER BY id DESC LIMIT 1`,
      [memberId, oldestId, new Date(first.getTime() - OUT_OF_ORDER_MS)],
    ),
    db.row<{ id: number }>(
      `SELECT id FROM points_entry WHERE memberId = ? AND id > ? AND createdAt >= ?
        ORDER BY id LIMIT 1`,
      [memberId, newestId, new Date(end.getTime() + OUT_OF_ORDER_MS)],
    ),
  ]);
  const from = new Date(Math.max(first.getTime(), filter.from?.getTime() ?? 0));
  const to = new Date(Math.min(end.getTime(), filter.to?.getTime() ?? end.getTime()));
  const [where, values] = entryCondition({ ...filter, from, to });
  const month = starts.map((_, at) => `WHEN createdAt >= ? THEN ${at}`).join(" ");
  const rows = await db.rows<EntrySums & { month: number }>(
    `SELECT CASE ${month} END AS month, ${SUMS} FROM points_entry
      WHERE ${where} AND id > ? AND id < ? GROUP BY month ORDER BY month`,
    [...starts, ...values, before?.id ?? 0, after?.id ?? Number.MAX_SAFE_INTEGER],
  );
  return rows.map(({ month: _, ...sums }) => sums);
}
