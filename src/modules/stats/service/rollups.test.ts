import { beforeAll, describe, expect, it } from "vitest";
import { type Reader, reader, transaction } from "@/platform/db";
import { activity, JOIN_BONUS } from "@/testing/activities";
import { ADMIN, as, OPERATOR } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { History } from "@/testing/history";
import { askAt, useProgram } from "@/testing/program";
import { publishAll } from "@/testing/receiver";
import { counted, type Figures, followAll, rolledUp } from "@/testing/statistics";
import { effectsOf } from "./effects";
import { dashboardOf } from "./figures";
import { followPage } from "./follow";

const START = "2026-05-25T00:00:00Z";
const WINDOW = {
  startsAt: new Date("2026-06-01T00:00:00Z"),
  endsAt: new Date("2028-06-01T00:00:00Z"),
};

describe("the rollups after a long history", () => {
  useDatabase("stats");
  const makeUps = { streakDays: 2, makeUpsPerMonthMax: 9, makeUpCostPoints: 3 };
  useProgram({ earn: { pendingDays: 9, expiryMonths: 12, ...makeUps } });
  let history: History;

  beforeAll(async () => {
    const ids = [
      await activity({ ...WINDOW, effect: JOIN_BONUS }),
      await activity({
        ...WINDOW,
        joining: "AUTOMATIC",
        effect: { kind: "CHALLENGE", goal: "ORDERS", target: 2, points: 50, orderMinimumMinor: 0 },
      }),
      await activity({ ...WINDOW, pointsBudget: 4_000, joining: "AUTOMATIC" }),
    ];
    history = new History(7, START, ids);
    // The follower is at work all the time, in pages of every length.
    for (let part = 0; part < 6; part++) {
      await history.go(180);
      await publishAll();
      await transaction((tx) => followPage(tx, 1 + part * 17));
    }
    await followAll();
  }, 400_000);

  const daysOf = (figures: Figures) => Object.keys(figures.active ?? {});

  it("are what the ledger, the orders and the members say, figure by figure", async () => {
    const found = await rolledUp();
    const expected = await counted(daysOf(found));
    for (const name of Object.keys(expected))
      expect([name, found[name]]).toEqual([name, expected[name]]);
    // Nobody has a birthday here, so no benefit gives points.
    for (const name of Object.keys(expected).filter((known) => known !== "benefit points")) {
      expect(Object.keys(expected[name] ?? {}).length, name).toBeGreaterThan(0);
    }
    for (const name of [
      "refund",
      "cancel",
      "askReturn",
      "hold",
      "adjust",
      "cancelBenefit",
      "makeUp",
    ]) {
      expect(history.done.get(name), name).toBeGreaterThan(1);
    }
  });

  it("are the same when every event is counted again from the first", async () => {
    const before = await rolledUp();
    expect(await as(ADMIN).stats.rebuild({})).toEqual({ started: true });
    expect((await as(OPERATOR).stats.statistics({})).upToDate).toBe(false);
    await followAll();
    expect(await rolledUp()).toEqual(before);
    expect((await as(OPERATOR).stats.statistics({})).upToDate).toBe(true);
  });

  it("count each event once, whoever follows at the same time", async () => {
    const before = await rolledUp();
    await history.go(20);
    await publishAll();
    const turns = async () => {
      for (let turn = 0; turn < 20; turn++) await transaction((tx) => followPage(tx, 3));
    };
    await Promise.all([turns(), turns(), turns(), followAll()]);
    await followAll();
    const found = await rolledUp();
    expect(found).not.toEqual(before);
    const expected = await counted(daysOf(found));
    expect(found).toEqual(expected);
  });

  it("add up to the accounts of all members, month by month and in all", async () => {
    const { liability } = await as(OPERATOR).stats.statistics({});
    const member = await reader.row<{ outstanding: number; owed: number }>(
      `SELECT CAST(SUM(available + pending + frozen) AS SIGNED) AS outstanding,
         CAST(SUM(owed) AS SIGNED) AS owed FROM member`,
    );
    expect(liability.pointsOutstanding).toBe(member?.outstanding);
    expect(liability.pointsOwed).toBe(member?.owed);
    const byMonth = liability.expiringByMonth.reduce((sum, { points }) => sum + points, 0);
    expect(byMonth).toBe(member?.outstanding);
    expect(liability.worthMinor).toBe(member?.outstanding);
  });

  it("tell a range by the day and by the month alike", async () => {
    const year = { from: "2027-01-01", to: "2027-12-31" };
    const daily = await as(OPERATOR).stats.dashboard(year);
    const monthly = await as(OPERATOR).stats.dashboard({ from: "2026-05-01", to: "2030-12-31" });
    expect(daily).toMatchObject({ granularity: "DAY" });
    expect(daily.trends).toHaveLength(365);
    expect(monthly).toMatchObject({ granularity: "MONTH" });
    expect(monthly.trends).toHaveLength(56);
    const of2027 = monthly.trends.filter(({ date }) => date.startsWith("2027"));
    for (const name of ["pointsEarned", "spendMinor", "enrolled", "orders"] as const) {
      const total = of2027.reduce((sum, point) => sum + point[name], 0);
      expect([name, total]).toEqual([name, daily.overview[name]]);
      const days = daily.trends.reduce((sum, point) => sum + point[name], 0);
      expect([name, days]).toEqual([name, daily.overview[name]]);
    }
    const last = of2027.at(-1);
    expect(last?.tiers).toEqual(daily.trends.at(-1)?.tiers);
    expect(daily.before).toMatchObject({ from: "2026-01-01", to: "2026-12-31" });
    expect(last?.members).toBe(daily.overview.members);
    const inTiers = daily.tierDistribution.reduce((sum, { members }) => sum + members, 0);
    expect(inTiers).toBe(daily.overview.members);
  });

  it("say of benefits and activities what their tables say", async () => {
    const effects = await as(OPERATOR).stats.effects({ from: "2026-05-01", to: "2030-12-31" });
    const used = await reader.rows<{ benefitId: string; uses: number; members: number }>(
      `SELECT benefitId, COUNT(*) AS uses, COUNT(DISTINCT memberId) AS members,
         COUNT(DISTINCT orderId) AS orders, CAST(SUM(valueMinor) AS SIGNED) AS valueMinor
         FROM benefit_usage WHERE status = 'USED' GROUP BY benefitId ORDER BY uses DESC, benefitId`,
    );
    expect(used.length).toBeGreaterThan(0);
    const byUse = [...effects.benefits].sort(
      (a, b) => b.uses - a.uses || (a.benefitId < b.benefitId ? -1 : 1),
    );
    expect(byUse).toMatchObject(used);
    expect(effects.activities).toHaveLength(3);
    for (const { participants, byTier, byDay } of effects.activities) {
      const sum = (rows: { participants: number }[]) =>
        rows.reduce((total, row) => total + row.participants, 0);
      expect([sum(byTier), sum(byDay)]).toEqual([participants, participants]);
    }
  });

  it("are all that the dashboard reads, and by their keys", async () => {
    const seen = new Map<string, readonly unknown[]>();
    const watched: Reader = {
      rows: (sql, values = []) => {
        seen.set(sql, values);
        return reader.rows(sql, values);
      },
      row: (sql, values = []) => {
        seen.set(sql, values);
        return reader.row(sql, values);
      },
    };
    const ask = { ...askAt("2028-01-01T00:00:00Z"), db: watched };
    await dashboardOf(ask, {});
    await effectsOf(ask, {});
    const tables = new Set<string>();
    for (const [sql, values] of seen) {
      const plan = await reader.rows<{ table: string | null; possible_keys: string | null }>(
        `EXPLAIN FORMAT=TRADITIONAL ${sql}`,
        values as string[],
      );
      expect(plan.length, sql).toBeGreaterThan(0);
      for (const { table, possible_keys: keys } of plan) {
        expect(keys, sql).not.toBeUndefined();
        if (!table || table.startsWith("<derived")) continue;
        tables.add(table);
        // A row for each month; everything else is found by a key.
        if (table.startsWith("stat_") && table !== "stat_expiry") expect(keys, sql).not.toBeNull();
      }
    }
    const small = ["activity", "ledger_check", "outbox_publisher", "program_state"];
    const others = [...tables].filter((name) => !name.startsWith("stat_") && !small.includes(name));
    expect(others).toEqual([]);
    expect([...tables]).toContain("stat_day");
  });
});

describe("a range of days", () => {
  useDatabase("stats");

  it.each([
    [{ from: "2026-02-01", to: "2026-01-01" }, "from"],
    [{ from: "2020-01-01", to: "2026-01-01" }, "from"],
    [{ from: "1999-12-31" }, "from"],
    [{ to: "2026-02-30" }, "to"],
  ])("%j is refused", async (range, path) => {
    await expect(as(OPERATOR).stats.statistics(range)).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
      errors: [{ path }],
    });
  });
});
