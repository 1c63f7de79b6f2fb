import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { useDatabase } from "@/testing/database";
import { type About, holds } from "../rules/evaluate";
import type { Moment } from "../rules/moment";
import { NUMBERS, rule as ruleSchema } from "../schema/rule";
import { ruleSql } from "./rule-sql";

/** The database's answer and the rules' own, of the same members: they may never differ. */

const MOMENT: Moment = {
  today: "2026-11-29",
  timeZone: "Asia/Shanghai",
  fifths: [1_000, 2_000, 2_000, 9_000],
};
const TIERS = ["REGISTERED", "GOLD", "A_B", "AXB"];
const STORES = ["徐汇店", "store a", "Store A", "store á", "%", "a_b'\"\\"];
const DAY = 86_400_000;
const MIDNIGHT = Date.parse("2026-11-28T16:00:00Z");

const TAGS = ["VIP", "vip", "团购", "v%"];

function attributesOf(n: number): About["attributes"] {
  return new Map([
    ...(n % 3 === 0
      ? [["size", { word: ["M", "m", "L"][n % 5] ?? "XL", number: null }] as const]
      : []),
    ...(n % 5 === 0 ? [["height", { word: null, number: 150.25 + n }] as const] : []),
    ...(n % 2 === 0 ? [["day", { word: `2026-0${1 + (n % 9)}-15`, number: null }] as const] : []),
  ]);
}

/** Each has other figures, many of them at the edges that rules draw. */
function crowd(): About[] {
  const at = (n: number) => new Date(MIDNIGHT - n * DAY + ((n % 3) - 1));
  return Array.from({ length: 240 }, (_, n) => {
    const isBuyer = n % 4 !== 0;
    return {
      memberId: n + 1,
      status: n % 7 === 0 ? "FROZEN" : "ACTIVE",
      tierCode: TIERS[n % TIERS.length] ?? "",
      joinedAt: at(n * 3),
      birthMonth: n % 13,
      marketing: n % 2 === 0,
      spend: n * 100,
      spend90: (n % 5) * 100,
      spend365: isBuyer ? (n % 11) * 1_000 : 0,
      orders: n % 12,
      orders90: n % 3,
      orders365: isBuyer ? n % 12 : 0,
      points: n % 50,
      expiring30: n % 2,
      expiring90: n % 5,
      lastOrderAt: isBuyer ? at(n * 2) : null,
      lastStore: isBuyer && n % 5 !== 0 ? (STORES[n % STORES.length] ?? null) : null,
      tags: new Set(TAGS.filter((_, at) => n % (at + 2) === 0)),
      attributes: attributesOf(n),
      activityIds: new Set([1, 2, 3].filter((id) => n % (id + 1) === 0).map(String)),
    };
  });
}

const CROWD = crowd();

async function fill(): Promise<void> {
  const text = (at: Date | null) => at?.toISOString().replace("T", " ").slice(0, -1) ?? null;
  for (const one of CROWD) {
    const figures = NUMBERS.map((name) => one[name]);
    await reader.write(
      `INSERT INTO member_fact (memberId, status, tierCode, joinedAt, birthMonth, marketing, lastOrderAt,
         lastStore, day, ${NUMBERS.join(", ")})
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, '2026-11-29'${", ?".repeat(NUMBERS.length)})`,
      [
        ...[one.memberId, one.status, one.tierCode, text(one.joinedAt), one.birthMonth],
        ...[one.marketing, text(one.lastOrderAt), one.lastStore, ...figures],
      ],
    );
    for (const tag of one.tags) {
      await reader.write(
        "INSERT INTO member_tag (memberId, tag, addedAt) VALUES (?, ?, '2026-01-01')",
        [one.memberId, tag],
      );
    }
    for (const [key, { word, number }] of one.attributes) {
      await reader.write(
        "INSERT INTO member_attribute (memberId, attributeKey, word, number, setAt) VALUES (?, ?, ?, ?, '2026-01-01')",
        [one.memberId, key, word, number],
      );
    }
    for (const id of one.activityIds) {
      await reader.write(
        "INSERT INTO activity_participation (activityId, memberId, joinedAt) VALUES (?, ?, '2026-01-01')",
        [Number(id), one.memberId],
      );
    }
  }
}

const some = <T>(of: readonly T[]) =>
  fc.uniqueArray(fc.constantFrom(...of), { minLength: 1, maxLength: of.length });
const not = fc.boolean();
const bounds = (max: number) =>
  fc
    .tuple(fc.option(fc.nat(max)), fc.option(fc.nat(max)))
    .filter(([min, most]) => min !== null || most !== null)
    .map(([min, most]) => {
      const sorted = min !== null && most !== null && min > most ? [most, min] : [min, most];
      return {
        ...(sorted[0] === null ? {} : { min: sorted[0] }),
        ...(sorted[1] === null ? {} : { max: sorted[1] }),
      };
    });
const said = <T extends object>(field: string, rest: fc.Arbitrary<T>) =>
  fc.tuple(rest, not).map(([more, isNot]) => ({ field, ...more, not: isNot }));
const oneOf = (field: string, of: readonly unknown[]) =>
  said(
    field,
    some(of).map((words) => ({ in: words })),
  );

const condition = fc.oneof(
  oneOf("tier", [...TIERS, "GONE"]),
  oneOf("status", ["ACTIVE", "FROZEN"]),
  fc.constantFrom(...NUMBERS).chain((name) => said(name, bounds(name === "spend" ? 24_000 : 12))),
  fc.constantFrom("joined", "lastOrder").chain((name) => said(name, bounds(500))),
  said(
    "joinedOn",
    fc.constantFrom({ min: "2026-05-01" }, { min: "2025-01-01", max: "2026-03-31" }),
  ),
  oneOf("birthday", [1, 5, 12, "THIS", "NEXT"]),
  said(
    "rfm",
    fc.constantFrom<object>(
      { r: [5, 1] },
      { f: [1, 4] },
      { m: [3, 4] },
      { m: [1] },
      { r: [3], f: [2, 5], m: [2, 5] },
    ),
  ),
  said("marketing", fc.constant({})),
  oneOf("store", [...STORES, "浦东店"]),
  oneOf("activity", ["1", "3", "77"]),
  oneOf("tag", TAGS),
  said(
    "attribute",
    fc.constantFrom<object>(
      { key: "size" },
      { key: "size", in: ["M", "XL"] },
      { key: "height", min: 200 },
      { key: "height", min: 160.25, max: 300.25 },
      { key: "day", from: "2026-03-15", until: "2026-07-01" },
      { key: "size", max: 3 },
      { key: "none" },
    ),
  ),
);
const match = fc.constantFrom("ALL", "ANY");
const group = fc.record({ match, of: fc.array(condition, { minLength: 1, maxLength: 4 }) });
const anyRule = fc
  .record({ match, of: fc.array(fc.oneof(condition, group), { minLength: 1, maxLength: 4 }) })
  .filter((made) => ruleSchema.safeParse(made).success)
  .map((made) => ruleSchema.parse(made));

describe("a rule in SQL", () => {
  useDatabase("rule_sql");
  beforeAll(fill);

  it("holds for whom it holds for, whatever it says", async () => {
    await fc.assert(
      fc.asyncProperty(anyRule, async (rule) => {
        const { sql, values } = ruleSql(rule, MOMENT);
        const rows = await reader.rows<{ memberId: number }>(
          `SELECT memberId FROM member_fact f WHERE ${sql} ORDER BY memberId`,
          values,
        );
        const wanted = CROWD.filter((one) => holds(rule, one, MOMENT));
        expect(rows.map(({ memberId }) => memberId)).toEqual(wanted.map((one) => one.memberId));
        const neither = await reader.row<{ count: number }>(
          `SELECT COUNT(*) AS count FROM member_fact f WHERE (${sql}) IS NULL`,
          values,
        );
        expect(neither?.count).toBe(0);
      }),
      { numRuns: 150 },
    );
  });

  it("binds all that somebody wrote", () => {
    const written = { match: "ALL", of: [{ field: "store", in: ["x' OR 1=1 --"] }] };
    const { sql, values } = ruleSql(ruleSchema.parse(written), MOMENT);
    expect(sql).not.toContain("OR 1=1");
    expect(values).toEqual(["x' OR 1=1 --"]);
  });
});
