import { reader } from "../db";
import type { JobContext, JobResult } from "../jobs";
import type { AppendOnly } from "../ledger-guard";
import { forgetPages, keptSince } from "../retention";

/** What readiness tries: nobody changes what was written down. */
export const journalAppendOnly: AppendOnly = {
  table: "journal",
  row: `INSERT INTO journal (act, caller, input, at, createdAt)
    VALUES ('probe', '[]', '{}', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))`,
  change: "act = 'x'",
  which: "id = LAST_INSERT_ID()",
};

/** Forgets what is older than it is kept, from the beginning on: then a period begins with a copy of the database. */
export async function pruneJournal(context: JobContext): Promise<JobResult> {
  const before = keptSince("RETAIN_JOURNAL_DAYS");
  if (before === null) return { handled: 0 };
  return forgetPages(context, async (limit) => {
    const rows = await reader.rows<{ id: number; createdAt: Date }>(
      "SELECT id, createdAt FROM journal ORDER BY id LIMIT ?",
      [limit],
    );
    const last = rows.findLast(({ createdAt }) => createdAt < before);
    if (!last) return 0;
    return (await reader.write("DELETE FROM journal WHERE id <= ?", [last.id])).affectedRows;
  });
}
