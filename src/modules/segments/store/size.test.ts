import { beforeAll, describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { useDatabase } from "@/testing/database";
import type { Moment } from "../rules/moment";
import { rule as ruleSchema } from "../schema/rule";
import { among, between, countMatching } from "./facts";
import { ruleSql } from "./rule-sql";

/** What a rule costs hangs on how many members are looked at, and on nothing else. */

const MOMENT: Moment = {
  today: "2026-11-29",
  timeZone: "Asia/Shanghai",
  fifths: [1_000, 2_000, 5_000, 9_000],
};
const MEMBERS = 20_000;
const DIGITS = `(${Array.from({ length: 10 }, (_, digit) => `SELECT ${digit} AS d`).join(" UNION ALL ")})`;

async function fill(): Promise<void> {
  await reader.write(
    `INSERT INTO member_fact (memberId, status, tierCode, joinedAt, birthMonth, marketing, spend, spend90,
       spend365, orders, orders90, orders365, points, expiring30, expiring90, lastOrderAt, lastStore, day)
     SELECT n.id, 'ACTIVE', IF(n.id % 4 = 0, 'GOLD', 'BRONZE'), '2024-01-01', n.id % 13, n.id % 2, n.id, 0,
       n.id % 10000, n.id % 9, 0, n.id % 9, n.id % 500, 0, 0, '2026-05-01', CONCAT('s', n.id % 40), '2026-11-29'
       FROM (SELECT 1 + a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d AS id
               FROM ${DIGITS} a JOIN ${DIGITS} b JOIN ${DIGITS} c JOIN ${DIGITS} e JOIN ${DIGITS} f) n
      WHERE n.id <= ${MEMBERS}`,
  );
  await reader.write(
    "INSERT INTO member_tag (memberId, tag, addedAt) SELECT memberId, 'VIP', '2026-01-01' FROM member_fact",
  );
  await reader.write(
    `INSERT INTO member_attribute (memberId, attributeKey, word, setAt)
     SELECT memberId, 'k', 'b', '2026-01-01' FROM member_fact`,
  );
  await reader.write(
    `INSERT INTO activity_participation (activityId, memberId, joinedAt)
     SELECT 1 + memberId % 3, memberId, '2026-01-01' FROM member_fact`,
  );
  await reader.rows(
    "ANALYZE TABLE member_fact, member_tag, member_attribute, activity_participation",
  );
}

const DEAREST = ruleSchema.parse({
  match: "ANY",
  of: [
    { field: "tag", in: ["none"] },
    { field: "activity", in: ["9", "8"] },
    { field: "attribute", key: "k", in: ["a"] },
    { field: "attribute", key: "k", min: 1 },
    { field: "tag", in: ["VIP"], not: true },
    ...Array.from({ length: 15 }, (_, n) => ({ field: "store", in: [`x${n}`] })),
  ],
});

interface Step {
  table: string | null;
  type: string | null;
  key: string | null;
  /** As text, by some servers. */
  rows: number | string | null;
}

const planOf = (sql: string, values: readonly unknown[]) =>
  reader.rows<Step>(`EXPLAIN FORMAT=TRADITIONAL ${sql}`, values as never);

describe("the dearest rule", () => {
  useDatabase("rule_size");
  beforeAll(fill);

  it.each([
    ["a stride", between(5_000, 10_000)],
    ["a page of events", among([3, 77, 1_900, 19_999])],
  ])("of %s goes through its members alone, and looks each up by a key", async (_, whom) => {
    const condition = ruleSql(DEAREST, MOMENT);
    const some = whom("f.memberId");
    const steps = await planOf(
      `SELECT COUNT(*) FROM member_fact f WHERE ${some.sql} AND ${condition.sql}`,
      [...some.values, ...condition.values],
    );
    const facts = steps.find(({ table }) => table === "f");
    expect(facts).toMatchObject({ type: "range", key: "PRIMARY" });
    expect(Number(facts?.rows)).toBeLessThan(MEMBERS * 0.75);
    const lookups = steps.filter(({ table }) => table !== "f");
    expect(lookups.length).toBeGreaterThanOrEqual(5);
    for (const { key, rows } of lookups) {
      expect(key).not.toBeNull();
      expect(Number(rows)).toBeLessThan(10);
    }
    expect(await countMatching(reader, whom, condition)).toBe(0);
  });
});
