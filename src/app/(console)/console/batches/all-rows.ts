import type { Outputs, useTRPCClient } from "@/trpc/client";

export type BatchRow = Outputs["points"]["batch"]["items"][number];

const rowsAtOnce = 100;

/**
 * Every row of a batch, page by page.
 *
 * @param isEnough asked after each page; true leaves the rest unread
 */
export async function allRows(
  client: ReturnType<typeof useTRPCClient>,
  batchId: string,
  isEnough: (rows: readonly BatchRow[]) => boolean = () => false,
): Promise<BatchRow[]> {
  const rows: BatchRow[] = [];
  let cursor: string | null = null;
  do {
    const page: Outputs["points"]["batch"] = await client.points.batch.query({
      batchId,
      limit: rowsAtOnce,
      ...(cursor ? { cursor } : {}),
    });
    rows.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null && !isEnough(rows));
  return rows;
}
