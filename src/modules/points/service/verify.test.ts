import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { changeRow } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { bought, enrolled } from "@/testing/factories";
import { checkLedger, verifyLedger } from "./verify";

async function failing(memberId: number): Promise<string[]> {
  const { checks } = await verifyLedger(reader);
  return checks
    .filter(({ violations }) => violations.some((violation) => violation.memberId === memberId))
    .map(({ name }) => name);
}

describe("verifying the ledger", () => {
  useDatabase("verify");

  async function customer(): Promise<number> {
    const { id } = await enrolled();
    await bought(id, { yuan: 100 });
    return id;
  }

  /** What was changed, and every invariant that no longer holds. */
  const faults: [column: string, table: string, found: string[]][] = [
    ["available", "member", ["sum of entries = accounts", "lots = accounts"]],
    ["frozen", "member", ["sum of entries = accounts", "lots = accounts"]],
    ["totalEarned", "member", ["lifetime figures = sums by type"]],
    ["spendMinor", "member", ["spend = paid minus refunded"]],
    ["original", "points_lot", ["allocations = lots"]],
    ["refundedMinor", "shop_order", ["spend = paid minus refunded"]],
  ];

  it.each(faults)("names the member whose %s in %s was changed", async (column, table, found) => {
    const memberId = await customer();
    const key = table === "member" ? "id" : "memberId";
    const before = await reader.row<Record<string, number>>(
      `SELECT * FROM ${table} WHERE ${key} = ?`,
      [memberId],
    );
    const set = (value: number) =>
      changeRow(`UPDATE ${table} SET ${column} = ? WHERE ${key} = ?`, [value, memberId]);
    const value = before?.[column] ?? 0;
    await set(value + 1);
    expect(await failing(memberId)).toEqual(found);
    await set(value);
    expect(await failing(memberId)).toEqual([]);
  });

  it("sees members who are at work meanwhile without an alarm", async () => {
    const people = await Promise.all(Array.from({ length: 8 }, customer));
    let working = true;
    const work = people.map(async (id) => {
      while (working) await bought(id, { yuan: 10 });
    });
    const results = [];
    for (let n = 0; n < 8; n++) results.push(await verifyLedger(reader));
    working = false;
    await Promise.all(work);
    const found = results.flatMap(({ checks }) => checks.flatMap(({ violations }) => violations));
    expect(found).toEqual([]);
  });

  it("stops between members when the process ends, and says nothing of a ledger half seen", async () => {
    await customer();
    const count = async () =>
      (await reader.row<{ n: number }>("SELECT COUNT(*) AS n FROM ledger_check"))?.n;
    const before = await count();
    const context = { now: new Date(), progress: null, stopping: () => true };
    await expect(checkLedger(context)).rejects.toThrow("stopped");
    expect(await count()).toBe(before);
  });

  it("finds an entry that belongs to no member", async () => {
    const id = await customer();
    const orphan = id + 1_000;
    const columns = `type, availableDelta, pendingDelta, frozenDelta, owedDelta, availableAfter,
      pendingAfter, frozenAfter, owedAfter, referenceType, actor, programVersionId, effectiveAt, createdAt`;
    await reader.write(
      `INSERT INTO points_entry (memberId, referenceId, ${columns})
       SELECT ?, 'orphan', ${columns} FROM points_entry WHERE memberId = ? LIMIT 1`,
      [orphan, id],
    );
    expect(await failing(orphan)).toContain("sum of entries = accounts");
    const { ok, checks } = await verifyLedger(reader);
    expect(ok).toBe(false);
    expect(checks.at(-1)?.violations).toHaveLength(1);
  });
});
