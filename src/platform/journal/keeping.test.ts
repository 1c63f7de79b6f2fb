import { beforeEach, describe, expect, it } from "vitest";
import { env } from "@/env";
import { useDatabase } from "@/testing/database";
import { reader } from "../db";
import { pruneJournal } from "./keeping";

describe("the journal's keeping", () => {
  useDatabase("journal_keeping");
  const context = { now: new Date(), progress: null, stopping: () => false };
  const idsOf = async () => {
    const rows = await reader.rows<{ id: number }>("SELECT id FROM journal ORDER BY id");
    return rows.map(({ id }) => id);
  };

  beforeEach(async () => {
    await reader.write("DELETE FROM journal WHERE createdAt < UTC_TIMESTAMP(3) - INTERVAL 90 DAY");
    const days = [200, 120, 101, 99, 120, 0];
    for (const [nth, ago] of days.entries()) {
      await reader.write(
        `INSERT IGNORE INTO journal (id, act, caller, input, at, createdAt)
          VALUES (?, 'x', '[]', '{}', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) - INTERVAL ? DAY)`,
        [nth + 1, ago],
      );
    }
  });

  it("forgets what is older than it is kept, from its beginning on and without a gap", async () => {
    env().RETAIN_JOURNAL_DAYS = 100;
    expect(await pruneJournal(context)).toMatchObject({ handled: 5 });
    expect(await idsOf()).toEqual([6]);
    expect(await pruneJournal(context)).toMatchObject({ handled: 0 });
  });

  it("keeps all of it where nothing is said, and what is young whoever asks", async () => {
    env().RETAIN_JOURNAL_DAYS = 0;
    expect(await pruneJournal(context)).toEqual({ handled: 0 });
    expect(await idsOf()).toEqual([1, 2, 3, 4, 5, 6]);
    await expect(reader.write("DELETE FROM journal WHERE id = 6")).rejects.toThrow("append-only");
    await expect(reader.write("UPDATE journal SET act = 'y' WHERE id = 1")).rejects.toThrow();
    expect(await idsOf()).toContain(6);
  });
});
