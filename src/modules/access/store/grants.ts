import { type Reader, reader, type Tx } from "@/platform/db";
import { insertInto, onDuplicate } from "@/platform/insert";

export interface Tally {
  grantor: string;
  /** Business date. */
  day: string;
  kind: string;
}

/**
 * Adds to a day's sum if it stays within the limit. Nothing is read before: of many at once exactly
 * so many go through as fit. The row is the grantor's own, so nobody else waits for it.
 */
export async function addToTally(
  tx: Tx,
  { grantor, day, kind }: Tally,
  amount: number,
  limit: number,
): Promise<boolean> {
  const add = async () => {
    const { affectedRows } = await tx.write(
      `UPDATE grant_tally SET amount = amount + ?
        WHERE grantor = ? AND day = ? AND kind = ? AND amount + ? <= ?`,
      [amount, grantor, day, kind, amount, limit],
    );
    return affectedRows === 1;
  };
  if (await add()) return true;
  // Somebody may have been the first just now: then it is added to theirs.
  if ((await tallied(tx, { grantor, day, kind })) !== null) return add();
  // The first of the day; of several first ones the others wait for it here.
  await tx.write(
    ...onDuplicate(
      insertInto("grant_tally", ["grantor", "day", "kind", "amount"], {
        grantor,
        day,
        kind,
        amount: 0,
      }),
      "amount = amount",
    ),
  );
  return add();
}

/** What a day's sum is, or null where nothing was given. */
export async function tallied(db: Reader, { grantor, day, kind }: Tally): Promise<number | null> {
  const row = await db.row<{ amount: number }>(
    "SELECT amount FROM grant_tally WHERE grantor = ? AND day = ? AND kind = ?",
    [grantor, day, kind],
  );
  return row?.amount ?? null;
}

/** Sums of days before a date, at most so many; how many are gone. */
export async function deleteTallies(before: string, limit: number): Promise<number> {
  const sql = "DELETE FROM grant_tally WHERE day < ? ORDER BY day LIMIT ?";
  return (await reader.write(sql, [before, limit])).affectedRows;
}
