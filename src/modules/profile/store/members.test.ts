import { beforeAll, describe, expect, it } from "vitest";
import { type Reader, reader, transaction } from "@/platform/db";
import { useDatabase } from "@/testing/database";
import { listen, planOf, seen } from "@/testing/plans";
import { memberSearch } from "../rules";
import { type MemberPage, memberPage, wayTo } from "./members";

const MEMBERS = 90_000;
/** The oldest are called far-…, most of all late-…, and whoever joined last first-…. */
const FAR = 4_000;
const LATE = 75_000;
const DIGITS = Array.from({ length: 10 }, (_, digit) => `SELECT ${digit} AS d`).join(" UNION ALL ");

/** Who joined first also has least of everything, many have as much as others, some were never active. */
async function fill(): Promise<void> {
  await reader.write(
    `INSERT INTO member (id, memberCode, externalId, status, tierCode, tierSince, spendMinor,
       available, joinedAt, lastActiveAt)
     SELECT n.id, CONCAT('M9', LPAD(n.id, 11, '0')),
            CONCAT(CASE WHEN n.id <= ${FAR} THEN 'far-' WHEN n.id <= ${LATE} THEN 'late-' ELSE 'first-' END, n.id),
            'ACTIVE', IF(n.id <= ${FAR}, 'BRONZE', IF(n.id <= ${LATE}, 'REGISTERED', 'GOLD')),
            '2026-01-01', n.id DIV 7, n.id DIV 900, DATE_ADD('2024-01-01', INTERVAL n.id DIV 3 MINUTE),
            IF(n.id <= ${FAR}, NULL, DATE_ADD('2025-01-01', INTERVAL n.id DIV 5 MINUTE))
       FROM (SELECT 1 + a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d AS id
               FROM (${DIGITS}) a JOIN (${DIGITS}) b JOIN (${DIGITS}) c JOIN (${DIGITS}) e
               JOIN (${DIGITS}) f) n
      WHERE n.id <= ${MEMBERS}`,
    [],
  );
  await reader.rows("ANALYZE TABLE member");
}

const COLUMN = {
  joinedAt: "joinedAt",
  lifetimeMinor: "spendMinor",
  available: "available",
  lastActiveAt: "lastActiveAt",
} as const;
const SORTS = Object.keys(COLUMN) as MemberPage["sort"][];

type Wish = Pick<MemberPage, "sort"> & Partial<MemberPage>;
const pageOf = (wish: Wish): MemberPage => ({
  search: null,
  tier: null,
  status: null,
  rule: null,
  direction: "desc",
  after: null,
  limit: 26,
  ...wish,
});

async function found(db: Reader, page: MemberPage) {
  return memberPage(db, page, await wayTo(db, page));
}

/** Rows that one connection has read. */
async function readBy(db: Reader): Promise<number> {
  const rows = await db.rows<{ Value: string | number }>(
    "SHOW SESSION STATUS LIKE 'Handler_read%'",
  );
  return rows.reduce((sum, { Value }) => sum + Number(Value), 0);
}

describe("members who match in great number, all at the end of the order", () => {
  useDatabase("far");
  beforeAll(async () => {
    await fill();
    listen();
  });

  /** Far and late ones, asked for by account and by tier. */
  const WISHES: [string, Partial<MemberPage>, string][] = [
    ["far-", { search: memberSearch("far-") }, "externalId LIKE 'far-%'"],
    ["late-", { search: memberSearch("late-") }, "externalId LIKE 'late-%'"],
    ["a tier", { tier: "BRONZE" }, "tierCode = 'BRONZE'"],
    [
      "far- of a status",
      { search: memberSearch("far-1"), status: "ACTIVE" },
      "externalId LIKE 'far-1%'",
    ],
  ];

  it.each(
    WISHES.flatMap(([name, wish, sql]) =>
      SORTS.flatMap((sort) =>
        (["desc", "asc"] as const).map((direction) => [name, sort, direction, wish, sql] as const),
      ),
    ),
  )("%s by %s %s: the same as all of them sorted, page after page", async (...one) => {
    const [, sort, direction, wish, sql] = one;
    const column = COLUMN[sort];
    const wanted = await reader.rows<{ id: number }>(
      `SELECT id FROM member WHERE ${sql} ORDER BY ${column} ${direction}, id ${direction} LIMIT 130`,
      [],
    );
    const ids: number[] = [];
    let after: MemberPage["after"] = null;
    while (ids.length < 130) {
      const rows = await found(reader, pageOf({ ...wish, sort, direction, after }));
      expect(rows).toHaveLength(26);
      ids.push(...rows.map(({ id }) => id));
      const last = rows.at(-1);
      after = last ? { id: last.id, value: last.sortValue } : null;
    }
    expect(ids).toEqual(wanted.map(({ id }) => id));
  });

  it("end where they end", async () => {
    const after = { id: 3, value: "2024-01-01 00:01:00.000" };
    const page = pageOf({ search: memberSearch("far-"), sort: "joinedAt", after });
    expect((await found(reader, page)).map(({ id }) => id)).toEqual([2, 1]);
  });

  it.each(SORTS)(
    "by %s are read along its index, either way, and sorted by nobody",
    async (sort) => {
      for (const direction of ["asc", "desc"] as const) {
        let after: MemberPage["after"] = null;
        // Those who were never active are the first one way, and the last the other.
        for (const past of [null, { value: null, id: 900 }, undefined]) {
          after = sort === "lastActiveAt" && past ? past : after;
          const from = seen.length;
          const rows = await found(reader, pageOf({ sort, direction, after }));
          const last = rows.at(-1);
          after = last ? { id: last.id, value: last.sortValue } : null;
          const pages = seen.slice(from).filter(({ sql }) => sql.includes("ORDER BY"));
          expect(pages).toHaveLength(1);
          for (const statement of pages) {
            const [step] = await planOf(statement);
            expect(step?.key).toBe(`member_${COLUMN[sort]}_id_idx`);
            expect(step?.Extra ?? "").not.toMatch(/filesort|temporary/);
          }
        }
      }
    },
  );

  it.each(SORTS.flatMap((sort) => [[sort, "desc"] as const, [sort, "asc"] as const]))(
    "by %s %s are found by what they are, not by all who come before",
    async (sort, direction) => {
      const read = (wish: Partial<MemberPage>) =>
        transaction(async (tx) => {
          const page = pageOf({ ...wish, sort, direction });
          const before = await readBy(tx);
          expect(await found(tx, page)).toHaveLength(26);
          return (await readBy(tx)) - before;
        });
      // A walk of 5,000, and some reads for each who matches; all who come before would be 200,000.
      expect(await read({ search: memberSearch("far-") })).toBeLessThan(60_000);
      expect(await read({ tier: "BRONZE" })).toBeLessThan(30_000);
      // The others, who come last the other way.
      expect(await read({ tier: "GOLD" })).toBeLessThan(80_000);
    },
  );
});
