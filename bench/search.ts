import { randomUUID } from "node:crypto";
import { cutNames } from "@/modules/members/service/upkeep";
import { listMembers } from "@/modules/profile/service/lists";
import { ANONYMOUS } from "@/platform/auth";
import { closePool, pool, reader, type Values } from "@/platform/db";
import { memory } from "@/platform/view";
import { compare } from "./measure";

/** Looking for members among very many: what is gone through, and the time beside a list without a word. */

const members = Number(process.env.BENCH_MEMBERS ?? 1_000_000);
const wanted = { rounds: Number(process.env.BENCH_ROUNDS ?? 9), acts: 3, atOnce: 1 };
const CHUNK = 10_000;

const DIGITS = Array.from({ length: 10 }, (_, digit) => `SELECT ${digit} AS d`).join(" UNION ALL ");
const NAMES = [
  "林,周,江,陈,沈,许,苏,陆,叶,方,顾,程,宋,何,New,Old",
  "晓,思,子,雨,一,清,言,初",
  "岚,墨,远,桐,诺,Name,Moon,夏",
];
const drawn = (what: string, bound: number) => `CRC32(CONCAT('${what}:', n.id)) % ${bound}`;
const nameOf = NAMES.map((list, place) => {
  const count = list.split(",").length;
  return `SUBSTRING_INDEX(SUBSTRING_INDEX('${list}', ',', 1 + ${drawn(`name${place}`, count)}), ',', -1)`;
}).join(", ");

/** Values: first member, count. Members alone: what the search reads, without a ledger behind it. */
const MEMBERS = `
  INSERT INTO member (id, memberCode, externalId, nickname, phone, status, tierCode, tierSince,
    spendMinor, available, joinedAt, lastActiveAt)
  SELECT n.id, CONCAT('M', LPAD(n.id * 618033988749 % 1000000000000, 12, '0')), CONCAT('bulk-', n.id),
         CONCAT(${nameOf}), CONCAT('+86139', LPAD(n.id * 61803399 % 100000000, 8, '0')),
         IF(n.id % 100 = 0, 'FROZEN', 'ACTIVE'),
         CASE WHEN ${drawn("tier", 100)} < 1 THEN 'DIAMOND' WHEN ${drawn("tier", 100)} < 10 THEN 'GOLD' ELSE 'REGISTERED' END,
         '2026-01-01', ${drawn("spend", 10_000_000)}, ${drawn("points", 500_000)},
         DATE_ADD('2024-01-01', INTERVAL n.id MINUTE), IF(n.id % 3 = 0, NULL, DATE_ADD('2025-01-01', INTERVAL ${drawn("active", 500_000)} MINUTE))
    FROM (SELECT ? + a.d + 10 * b.d + 100 * c.d + 1000 * e.d AS id, a.d + 10 * b.d + 100 * c.d + 1000 * e.d AS k
            FROM (${DIGITS}) a JOIN (${DIGITS}) b JOIN (${DIGITS}) c JOIN (${DIGITS}) e) n
   WHERE n.k < ?`;

async function fill(say: (line: string) => void): Promise<void> {
  const startedAt = performance.now();
  for (let first = 1; first <= members; first += CHUNK) {
    await reader.write(MEMBERS, [first, Math.min(CHUNK, members - first + 1)]);
  }
  const seconds = () => Math.round((performance.now() - startedAt) / 1000);
  say(`${members} members, ${seconds()} s`);
  await cutNames({ now: new Date(), progress: null, stopping: () => false });
  const parts = await reader.row<{ count: number }>("SELECT COUNT(*) AS count FROM nickname_part");
  say(`${parts?.count} parts of nicknames by the job, ${seconds()} s`);
  await reader.rows("ANALYZE TABLE member, nickname_part");
}

type Search = Pick<Parameters<typeof listMembers>[1], "query" | "tier" | "status" | "sort">;
const list = (search: Search) =>
  listMembers(
    {
      db: reader,
      ...memory(),
      now: new Date("2026-01-01"),
      locale: "en",
      caller: { ...ANONYMOUS, actor: "system" },
      requestId: randomUUID(),
    },
    { limit: 25, direction: "desc", ...search },
  );

const SEARCHES: Search[] = [
  { query: "M000478724245", sort: "joinedAt" },
  { query: "Name", sort: "joinedAt" },
  { query: "晓岚", sort: "available" },
  { query: "林晓岚", sort: "available" },
  { query: "思Moo", sort: "lastActiveAt" },
  { query: "bulk-100", sort: "joinedAt" },
  { query: "bulk-1", sort: "joinedAt" },
  { query: "bulk-10", sort: "joinedAt", tier: "GOLD" },
  { query: "M", sort: "available" },
  { query: "M", sort: "available", tier: "DIAMOND" },
  { query: "139 00", sort: "lifetimeMinor" },
  { query: "M 1", sort: "lastActiveAt", status: "FROZEN" },
  { query: "o", sort: "available", tier: "DIAMOND", status: "FROZEN" },
];

interface Step {
  table: string | null;
  type: string | null;
  key: string | null;
  rows: number | null;
}

/** The steps of every statement of a search, as the server plans them. */
async function stepsOf(search: Search): Promise<string[]> {
  const seen: { sql: string; values: Values }[] = [];
  const { rows } = reader;
  reader.rows = (sql, values = [], patienceMs) => {
    seen.push({ sql, values });
    return rows(sql, values, patienceMs);
  };
  await list(search).finally(() => {
    reader.rows = rows;
  });
  const lines: string[] = [];
  for (const { sql, values } of seen.filter(({ sql }) => / ORDER BY .*LIMIT/s.test(sql))) {
    if (!sql.includes("sortValue")) continue;
    const plan: Step[] = await pool().query(`EXPLAIN FORMAT=TRADITIONAL ${sql}`, [...values]);
    for (const { table, type, key, rows } of plan) lines.push(`${table} ${type} ${key} ${rows}`);
  }
  return lines;
}

async function main(): Promise<void> {
  const say = (text: string) => console.log(text);
  await fill(say);
  say("\n| search | found | time ÷ the list without a word | plan: table, type, key, rows |");
  say("| --- | --- | --- | --- |");
  for (const search of SEARCHES) {
    const { total, totalIsBounded } = await list(search);
    const { rateRatio } = await compare(wanted, {
      name: JSON.stringify(search),
      floorName: "the list without a word",
      floor: () => list({ sort: search.sort }),
      ours: () => list(search),
    });
    const words = [search.query, search.tier, search.status, `by ${search.sort}`].filter(Boolean);
    const found = `${total}${totalIsBounded ? "+" : ""}`;
    const steps = (await stepsOf(search)).join("; ");
    say(`| ${words.join(", ")} | ${found} | ${(1 / rateRatio).toFixed(1)} | ${steps} |`);
  }
  await closePool();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
