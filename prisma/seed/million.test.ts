import { beforeAll, describe, expect, it } from "vitest";
import { env } from "@/env";
import { grantBirthdays } from "@/modules/earning/service/birthdays";
import { cutNames } from "@/modules/members/service/upkeep";
import { find } from "@/modules/members/store/members";
import { settleDueMembers } from "@/modules/points/service/sweeps";
import { verifyLedger } from "@/modules/points/service/verify";
import { expiringBetween } from "@/modules/points/store/jobs";
import { expiringOf, nextExpiringOf } from "@/modules/points/store/lots";
import { ANONYMOUS } from "@/platform/auth";
import { reader } from "@/platform/db";
import { ADMIN, as } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { faultsWhile, listen, seen } from "@/testing/plans";
import { migrate } from "../../scripts/migrate.mjs";
import { withKeysAside } from "./keys-aside";
import { seedMillion } from "./million";

const MEMBERS = 6_000;
const keys = () =>
  reader.rows(
    `SELECT TABLE_NAME, INDEX_NAME, NON_UNIQUE, SEQ_IN_INDEX, COLUMN_NAME, SUB_PART, COLLATION
       FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE()
      ORDER BY TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX`,
  );
let keysBefore: unknown;

const admin = as(ADMIN);
const PAGE = 25;
/** Members whose lots the notices look at together. */
const SPAN = 2_000;
const DAY_MS = 86_400_000;

/** The first page, a page from the middle of the second on, and where there is one the last. */
async function pages(list: (cursor?: string) => Promise<{ nextCursor: string | null }>) {
  const first = await list();
  if (first.nextCursor !== null) await list(first.nextCursor);
}

describe("a database of many members", () => {
  useDatabase("million");

  beforeAll(async () => {
    const before = await keys();
    await seedMillion({ members: MEMBERS, chunk: 1_000, say: () => undefined });
    keysBefore = before;
    // Some have never done anything yet: they come last by activity.
    await reader.write("UPDATE member SET lastActiveAt = NULL WHERE id % 2 = 0");
    // As the server does by itself in the background.
    for (const table of ["member", "points_lot", "points_entry"]) {
      await reader.rows(`ANALYZE TABLE ${table}`);
    }
    listen();
  }, 120_000);

  it.each([
    ["goes through a whole table", "SELECT id FROM points_entry WHERE actor = 'nobody'"],
    ["sorts a whole table", "SELECT id FROM member ORDER BY REVERSE(nickname) LIMIT 25"],
  ])("notices a statement that %s", async (_name, sql) => {
    expect(await faultsWhile(() => reader.rows(sql))).toHaveLength(1);
  });

  it("keeps every invariant of the ledger", async () => {
    const { totals, byType, checks } = await verifyLedger(reader);
    expect(checks.filter(({ violations }) => violations.length > 0)).toEqual([]);
    expect(totals.members).toBe(MEMBERS);
    expect(totals.entries / MEMBERS).toBeGreaterThan(4);
    expect(byType.map(({ type }) => type)).toEqual(["EARN", "REDEEM"]);
    const tiers = await reader.rows<{ tierCode: string; members: number }>(
      "SELECT tierCode, COUNT(*) AS members FROM member GROUP BY tierCode",
    );
    for (const { members } of tiers) expect(members).toBeGreaterThan(MEMBERS / 100);
    expect(tiers).toHaveLength(5);
  });

  it("has every key again that was put aside while it was filled, and is finished", async () => {
    expect(await keys()).toEqual(keysBefore);
    const open = "SELECT id FROM _prisma_migrations WHERE finished_at IS NULL";
    expect(await reader.rows(open)).toEqual([]);
    expect(
      await cutNames({ now: new Date(), progress: null, stopping: () => false }),
    ).toMatchObject({
      handled: 0,
    });
  });

  it("that was cut short is not ready, and not taken for migrated", async () => {
    const fill = () => Promise.reject(new Error("cut short"));
    await expect(withKeysAside([], () => undefined, fill)).rejects.toThrow("cut short");
    await expect(as(ANONYMOUS).health.ready({})).rejects.toMatchObject({
      facts: { migrations: "incomplete" },
    });
    await expect(migrate(env().DATABASE_URL)).rejects.toThrow(/seed_million/);
    await reader.write("DELETE FROM _prisma_migrations WHERE id = 'seed_million'");
  });

  it("is a fixture for empty development systems only", async () => {
    const again = () => seedMillion({ members: 1, say: () => undefined });
    await expect(again()).rejects.toThrow("has rows");
    env().MEMBER_SYSTEM_ENV = "production";
    await expect(again()).rejects.toThrow("MEMBER_SYSTEM_ENV");
    env().MEMBER_SYSTEM_ENV = "development";
  });

  const sorts = ["joinedAt", "lifetimeMinor", "available", "lastActiveAt"] as const;
  const filters = [
    {},
    { tier: "GOLD" },
    // Behind all others by what they spent.
    { tier: "REGISTERED" },
    { status: "FROZEN" },
    { status: "CLOSED" },
    { tier: "DIAMOND", status: "ACTIVE" },
    { query: "林" },
    { query: "bulk-12" },
    { query: "199" },
    { query: "桐" },
    { query: "M", tier: "DIAMOND" },
    { query: "M 1", status: "FROZEN" },
  ] as const;

  it.each(sorts.flatMap((sort) => filters.map((filter) => ({ sort, ...filter }))))(
    "lists members page by page without going through them all: %j",
    async (wanted) => {
      const list = (cursor?: string) =>
        admin.members.list({ ...wanted, limit: PAGE, ...(cursor ? { cursor } : {}) });
      expect(await faultsWhile(() => pages(list))).toEqual([]);
    },
  );

  const COLUMN = {
    joinedAt: "joinedAt",
    lifetimeMinor: "spendMinor",
    available: "available",
    lastActiveAt: "lastActiveAt",
  } as const;
  const searches = [
    [{ query: "M", tier: "DIAMOND" }, "tierCode = 'DIAMOND'"],
    [{ query: "m 1", status: "FROZEN" }, "memberCode LIKE 'M1%' AND status = 'FROZEN'"],
    [{ query: "bulk-12" }, "externalId LIKE 'bulk-12%'"],
    [{ query: "桐" }, "nickname LIKE '%桐%'"],
    [
      { query: "199", tier: "REGISTERED", status: "ACTIVE" },
      "tierCode = 'REGISTERED' AND status = 'ACTIVE'",
    ],
  ] as const;

  it.each(sorts.flatMap((sort) => searches.map(([wanted, sql]) => ({ sort, wanted, sql }))))(
    "finds every member of %j in the list's order, page by page, and says no false number",
    async ({ sort, wanted, sql }) => {
      const rows = await reader.rows<{ id: number }>(
        `SELECT id FROM member WHERE ${sql} ORDER BY ${COLUMN[sort]} DESC, id DESC`,
      );
      expect(rows.length).toBeGreaterThan(5);
      const found: string[] = [];
      let cursor: string | null = null;
      do {
        const asked = { ...wanted, sort, limit: 100, ...(cursor ? { cursor } : {}) };
        const page: Awaited<ReturnType<typeof admin.members.list>> =
          await admin.members.list(asked);
        found.push(...page.items.map(({ memberId }) => memberId));
        cursor = page.nextCursor;
        if (page.totalIsBounded) expect(page.total).toBeLessThanOrEqual(rows.length);
        else expect(page.total).toBe(rows.length);
      } while (cursor !== null);
      // Those who never did anything come by their ids alone, as the list has them.
      expect(found).toEqual(rows.map(({ id }) => String(id)));
    },
  );

  it("lists the members who never did anything without sorting them", async () => {
    const cursor = Buffer.from(`${MEMBERS}~`).toString("base64url");
    const list = () => admin.members.list({ sort: "lastActiveAt", limit: PAGE, cursor });
    expect(await faultsWhile(list)).toEqual([]);
  });

  const who = { memberId: "77" };
  const paged = (cursor?: string) => ({ ...who, limit: 2, ...(cursor ? { cursor } : {}) });
  const lists: Record<string, () => Promise<unknown>> = {
    "a member's ledger": () => pages((cursor) => admin.points.transactions(paged(cursor))),
    "a member's ledger of one type": () =>
      pages((cursor) => admin.points.transactions({ ...paged(cursor), type: "EARN" })),
    "a member's ledger of a span": () =>
      admin.points.transactions({
        ...who,
        from: "2026-01-01T00:00:00Z",
        to: "2026-06-01T00:00:00Z",
      }),
    "a member's balance": () => admin.points.balance(who),
    "why the balance is what it is": () => admin.points.explain(who),
    "a member's profile": () => admin.members.get(who),
    "a member's lots": () => pages((cursor) => admin.members.lots(paged(cursor))),
    "a member's orders": () => pages((cursor) => admin.members.orders(paged(cursor))),
    "a member's tiers": () => pages((cursor) => admin.members.tierHistory(paged(cursor))),
    "a member's audit": () => pages((cursor) => admin.members.audit(paged(cursor))),
    batches: () => admin.points.batches({ limit: PAGE }),
    approvals: () => admin.approvals.list({ limit: PAGE }),
    "the last check": () => admin.points.ledgerCheck({}),
  };

  it.each(Object.entries(lists))("reads %s by an index", async (_name, act) => {
    expect(await faultsWhile(act)).toEqual([]);
  });

  const run = (progress: string | null = null) => ({
    now: new Date(),
    progress,
    stopping: () => seen.length > LOOKED_AT_MAX,
  });
  const LOOKED_AT_MAX = 5_000;

  it.each([
    ["what fell due", settleDueMembers],
    ["birthdays", grantBirthdays],
  ])("looks for %s in pages of an index", async (_name, sweep) => {
    expect(await faultsWhile(() => sweep(run()))).toEqual([]);
  });

  it("looks for points that end soon in spans of an index", async () => {
    // Of a million a span is so small a part; a third of these few members is rightly scanned.
    const ids = { from: MEMBERS / 2, to: MEMBERS / 2 + Math.ceil((MEMBERS * SPAN) / 1_000_000) };
    const moments = { from: new Date(), to: new Date(Date.now() + 30 * DAY_MS) };
    expect(await faultsWhile(() => expiringBetween(reader, ids, moments))).toEqual([]);
  });

  it("finds members and the ends of their points for many who ask at once", async () => {
    const ids = Array.from({ length: 200 }, (_, place) => 1 + place * 29);
    const asked = async () => {
      await Promise.all(ids.map((memberId) => find(reader, { memberId })));
      await Promise.all(ids.map((memberId) => expiringOf(reader, memberId)));
      await Promise.all(ids.map((memberId) => nextExpiringOf(reader, memberId)));
    };
    const from = seen.length;
    expect(await faultsWhile(asked)).toEqual([]);
    // One for the first of each, and for all others 64 at a time.
    expect(seen.length - from).toBeLessThan(20);
  });
});
