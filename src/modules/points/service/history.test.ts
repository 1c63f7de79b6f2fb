import { describe, expect, it } from "vitest";
import { ADMIN, as, at, memberCaller, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { bought, enrolled, fresh, refunded } from "@/testing/factories";
import { useBusinessTime } from "@/testing/program";
import { payWithPoints } from "./pay-with-points";

const TODAY = "2026-07-01T04:00:00Z";

/** In Shanghai a month begins at 16:00 the day before. */
async function history() {
  const { id } = await enrolled();
  const first = await bought(id, { yuan: 300, now: "2026-02-01T04:00:00Z" });
  await bought(id, { yuan: 50, now: "2026-02-28T15:59:59Z" });
  await bought(id, { yuan: 7, now: "2026-02-28T16:00:00Z" });
  const use = { points: 120, orderId: fresh("o"), orderAmountMinor: 100_000 };
  await at("2026-03-02T04:00:00Z", (work) => payWithPoints(work, { memberId: id }, use));
  await refunded(id, { orderId: first.orderId, yuan: 10, now: "2026-05-01T04:00:00Z" });
  await bought(id, { yuan: 40, now: "2026-05-01T04:00:00Z" });
  return id;
}

describe("the months of a history", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("are told where they are asked for, each as a whole, and add up to all of it", async () => {
    const own = as(memberCaller(await history()));
    expect((await own.points.transactions({})).months).toEqual([]);
    const { months, summary } = await own.points.transactions({ months: true });
    expect(
      months.map(({ month, net, earned, redeemed }) => [month, net, earned, redeemed]),
    ).toEqual([
      ["2026-05", 30, 40, 0],
      ["2026-03", -113, 7, 120],
      ["2026-02", 350, 350, 0],
    ]);
    expect(months.reduce((sum, { net }) => sum + net, 0)).toBe(summary.net);
  });

  it("are whole on every page that has a line of them", async () => {
    const own = as(memberCaller(await history()));
    const seen: [string, number][] = [];
    let cursor: string | null = null;
    do {
      const more: { cursor?: string } = cursor === null ? {} : { cursor };
      const page = await own.points.transactions({ months: true, limit: 1, ...more });
      seen.push(...page.months.map(({ month, net }): [string, number] => [month, net]));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual([
      ["2026-05", 30],
      ["2026-05", 30],
      ["2026-03", -113],
      ["2026-03", -113],
      ["2026-02", 350],
      ["2026-02", 350],
    ]);
  });

  it("count what the filter lets through, and no day outside of it", async () => {
    const own = as(memberCaller(await history()));
    const earned = await own.points.transactions({ months: true, type: "EARN" });
    expect(earned.months.map(({ month, net }) => [month, net])).toEqual([
      ["2026-05", 40],
      ["2026-03", 7],
      ["2026-02", 350],
    ]);
    const from = "2026-02-10T00:00:00Z";
    const some = await own.points.transactions({ months: true, from, to: "2026-03-02T00:00:00Z" });
    expect(some.months.map(({ month, net }) => [month, net])).toEqual([
      ["2026-03", 7],
      ["2026-02", 50],
    ]);
  });

  it("know a line that was written after one of the next month", async () => {
    const { id } = await enrolled();
    await bought(id, { yuan: 5, now: "2026-01-10T04:00:00Z" });
    await bought(id, { yuan: 30, now: "2026-02-28T16:00:01Z" });
    await bought(id, { yuan: 20, now: "2026-02-28T15:59:59Z" });
    await bought(id, { yuan: 9, now: "2026-03-05T04:00:00Z" });
    const { months } = await as(memberCaller(id)).points.transactions({ months: true, limit: 1 });
    expect(months).toMatchObject([{ month: "2026-03", net: 39 }]);
    const all = await as(memberCaller(id)).points.transactions({ months: true });
    expect(all.months.map(({ month, net }) => [month, net])).toEqual([
      ["2026-03", 39],
      ["2026-02", 20],
      ["2026-01", 5],
    ]);
  });
});

describe("the names in a history", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("are those of the version that decided, whatever tiers are called by now", async () => {
    const { id } = await enrolled();
    await bought(id, { yuan: 300 });
    const own = as(memberCaller(id)).points;
    const tierOf = async () => (await own.transactions({ limit: 1 })).items[0]?.breakdown?.tier;
    const before = await tierOf();
    expect(before).toMatchObject({ code: "REGISTERED", name: expect.stringMatching(/.+/) });
    const { versionId: expectedVersion, items } = await as(ADMIN).tiers.ladder({});
    const name = { "zh-CN": "新名字", en: "Renamed" };
    const tiers = items.map(({ rank: _, ...rung }) => ({ ...rung, name }));
    await as(ADMIN).tiers.publish({ expectedVersion, reason: "renamed", tiers, removed: [] });
    expect((await as(ADMIN).tiers.list({})).items[0]?.name).toBe("Renamed");
    expect(await tierOf()).toEqual(before);
    const { accounts } = await own.explain({});
    expect(accounts.available.lines.at(-1)).toMatchObject({
      points: 300,
      breakdown: { tier: before },
    });
  });
});

describe("the lines for a file", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("are one’s own, all of them, as the list has them", async () => {
    const id = await history();
    const own = as(memberCaller(id)).points;
    const { items } = await own.transactions({});
    expect(await own.statement({})).toEqual({ items, nextCursor: null });
    expect((await own.statement({ type: "REDEEM" })).items).toHaveLength(1);
  });

  it("are nobody else’s to take", async () => {
    const memberId = String(await history());
    const other = await enrolled();
    for (const caller of [SERVICE, memberCaller(other.id)]) {
      await expect(as(caller).points.statement({ memberId })).rejects.toMatchObject({
        domainCode: "PERMISSION_DENIED",
      });
    }
  });
});

describe("the step that led to a tier", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("names the order and the spend that made it, and nothing before there was one", async () => {
    const { id } = await enrolled();
    const own = as(memberCaller(id)).points;
    expect(await own.tierStep({})).toEqual({ change: null });
    const { orderId } = await bought(id, { yuan: 600, now: "2026-03-01T04:00:00Z" });
    const bronze = (await own.tierStep({})).change?.to;
    const { items } = await as(ADMIN).tiers.list({});
    expect(bronze).toBe(items.find(({ code }) => code === "BRONZE")?.name);
    expect(await own.tierStep({})).toEqual({
      change: {
        ...{ to: bronze, cause: "ORDER", orderId },
        ...{ at: "2026-03-01T04:00:00.000Z", qualifyingMinor: 60_000 },
      },
    });
  });
});
