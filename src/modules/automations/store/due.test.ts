import { beforeAll, describe, expect, it, vi } from "vitest";
import { reader, type Values } from "@/platform/db";
import { as, at, OPERATOR } from "@/testing/actors";
import { automation, sweep } from "@/testing/automations";
import { useDatabase } from "@/testing/database";

/** What falls due among many, and by which keys it is found: in small tables the server asks none. */

const NOW = "2031-07-01T04:00:00Z";
const DIGITS = `(${Array.from({ length: 10 }, (_, n) => `SELECT ${n} AS n`).join(" UNION ALL ")})`;
const ROWS = `(SELECT 1000000 + a.n + 10 * b.n + 100 * c.n + 1000 * d.n + 10000 * e.n AS id
  FROM ${DIGITS} a, ${DIGITS} b, ${DIGITS} c, ${DIGITS} d, (SELECT 0 AS n UNION ALL SELECT 1) e) f`;
const BEFORE = "DATE_SUB('2031-07-01 04:00:00', INTERVAL id % 700 DAY)";

const FILLED: Record<string, Record<string, string>> = {
  member: {
    ...{ id: "id", memberCode: "CONCAT('M', LPAD(id, 12, '0'))", tierCode: "'GOLD'" },
    ...{ tierSince: BEFORE, joinedAt: BEFORE },
    birthday: "DATE_SUB('2001-06-30', INTERVAL id % 7000 DAY)",
  },
  shop_order: {
    ...{ id: "id", orderId: "CONCAT('fill-', id)", memberId: "id", paidAmountMinor: "1000" },
    ...{ paidAt: BEFORE, createdAt: BEFORE },
  },
  automation_gift: {
    ...{ automationId: "1 + id % 50", memberId: "id", occasion: "'BIRTHDAY:2030'" },
    ...{ occasionOn: "'2030-01-01'", status: "'GIVEN'", issueId: "id", createdAt: BEFORE },
  },
};

async function fill(): Promise<void> {
  for (const [table, columns] of Object.entries(FILLED)) {
    const [names, values] = [Object.keys(columns), Object.values(columns)].map((one) =>
      one.join(", "),
    );
    await at(NOW, ({ tx }) =>
      tx.write(`INSERT INTO ${table} (${names}) SELECT ${values} FROM ${ROWS}`, []),
    );
    await reader.rows(`ANALYZE TABLE ${table}`);
  }
}

interface Step {
  table: string | null;
  type: string | null;
  key: string | null;
  rows: number | null;
}

async function saidBy(act: () => Promise<unknown>): Promise<Map<string, Values>> {
  const spied = [vi.spyOn(reader, "rows"), vi.spyOn(reader, "row")];
  await act();
  const calls = spied.flatMap(({ mock }) => mock.calls as [string, Values?][]);
  vi.restoreAllMocks();
  return new Map(calls.map(([sql, values = []]) => [sql, values]));
}

const ALIASES: Record<string, string> = { m: "member", g: "automation_gift" };
const isFilled = (table: string) => ["o", "l", "p", "b"].includes(table) || table in ALIASES;

describe("what falls due among twenty thousand", () => {
  useDatabase("automations-due");
  beforeAll(fill, 120_000);

  it("is found by the key of what makes it due, and is little to read where there is nothing", async () => {
    const conditions = { tiers: ["GOLD"], marketingOnly: true, boughtOnly: true };
    const triggers = [
      { kind: "BIRTHDAY" as const },
      { kind: "QUIET" as const, days: 30 },
      { kind: "JOINED" as const },
      { kind: "FIRST_ORDER" as const },
    ];
    const ids: number[] = [];
    for (const trigger of triggers) ids.push(await automation(NOW, trigger, { conditions }));
    const said = await saidBy(async () => {
      expect(await sweep(NOW)).toMatchObject({ handled: 0 });
      for (const id of ids) await as(OPERATOR).automations.prospects({ automationId: String(id) });
      await as(OPERATOR).automations.get({ automationId: String(ids[0]) });
      await as(OPERATOR).automations.gifts({ automationId: String(ids[0]) });
    });
    const found: string[] = [];
    const seen = new Set<string>();
    for (const [sql, values] of said) {
      const plan = await reader.rows<Step>(`EXPLAIN FORMAT=TRADITIONAL ${sql}`, values);
      for (const { table, type, key, rows } of plan) {
        if (table === null || !isFilled(table)) continue;
        seen.add(table);
        if (type === "ALL" || type === "index" || key === null || Number(rows) > 1000) {
          found.push(`${table} ${type} ${key} ${rows}: ${sql}`);
        }
      }
    }
    expect(found).toEqual([]);
    expect([...seen].sort()).toEqual(expect.arrayContaining(["g", "l", "m", "o", "p"]));
  });
});
