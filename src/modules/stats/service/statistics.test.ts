import { beforeAll, describe, expect, it } from "vitest";
import { joinActivity } from "@/modules/activities/service/join";
import { useBenefit } from "@/modules/benefits/service/use";
import { closeMember } from "@/modules/profile/service/close-member";
import { cancelOrder } from "@/modules/purchases/service/cancel";
import { changeOrder } from "@/modules/purchases/service/change";
import { reader, transaction } from "@/platform/db";
import { activity, JOIN_BONUS, june, paid } from "@/testing/activities";
import { as, at, OPERATOR } from "@/testing/actors";
import { serviceKey } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { accountsOf, enrolled, fresh, refunded } from "@/testing/factories";
import { useApi } from "@/testing/http";
import { useBusinessTime } from "@/testing/program";
import { publishAll } from "@/testing/receiver";
import { followAll } from "@/testing/statistics";
import { followPage } from "./follow";

const JUNE = { from: "2026-06-01", to: "2026-06-30" };

/** The figures of June, once everything is counted. */
async function told(range: { from?: string; to?: string } = JUNE) {
  await followAll();
  return as(OPERATOR).stats.statistics(range);
}

async function dayOf(date: string) {
  const { trends } = await told();
  return trends.find((point) => point.date === date);
}

describe("what arrives late", () => {
  useDatabase("figures");
  let memberId: number;
  let orderId: string;

  beforeAll(async () => {
    ({ id: memberId } = await enrolled(june(2)));
  });

  it("counts on the day it was paid, however late it comes", async () => {
    ({ orderId } = await paid(memberId, { yuan: 300, paidAt: june(3), now: june(20) }));
    expect(await dayOf("2026-06-03")).toMatchObject({ orders: 1, spendMinor: 30_000 });
    expect(await dayOf("2026-06-20")).toMatchObject({ orders: 0, spendMinor: 0 });
  });

  it("a refund lowers its own day, and the day of the order stays", async () => {
    await refunded(memberId, { orderId, yuan: 120, now: june(21) });
    expect(await dayOf("2026-06-21")).toMatchObject({ refundedMinor: 12_000, orders: 0 });
    expect(await dayOf("2026-06-03")).toMatchObject({ spendMinor: 30_000, refundedMinor: 0 });
  });

  it("an edit moves the day of its order, and what of its refunds fits moves theirs", async () => {
    for (const [version, paidAmountMinor, refundedMinor] of [
      [1, 10_000, 10_000],
      [2, 15_000, 12_000],
    ] as const) {
      const edit = { orderId, version, paidAmountMinor, changedAt: june(20) };
      await at(june(22), (work) => changeOrder(work, { memberId }, edit));
      expect(await dayOf("2026-06-03")).toMatchObject({ orders: 1, spendMinor: paidAmountMinor });
      expect(await dayOf("2026-06-21")).toMatchObject({ refundedMinor });
    }
  });

  it("a cancelled order counts nowhere, nor does what was refunded of it", async () => {
    await at(june(22), (work) => cancelOrder(work, { memberId }, orderId));
    expect(await dayOf("2026-06-03")).toMatchObject({ orders: 0, spendMinor: 0 });
    expect((await told()).overview).toMatchObject({ orders: 0, spendMinor: 0, refundedMinor: 0 });
  });

  it("somebody is active for thirty days from what they did, and no longer", async () => {
    await enrolled("2026-03-01T04:00:00Z");
    const active = async (to: string) => (await told({ from: to, to })).overview.activeMembers;
    expect(await active("2026-02-28")).toBe(0);
    expect(await active("2026-03-30")).toBe(1);
    expect(await active("2026-03-31")).toBe(0);
  });

  it("whoever closes is no member any more, and what they had is outstanding no more", async () => {
    const { id } = await enrolled(june(23));
    await paid(id, { yuan: 200, paidAt: june(23) });
    const before = await told();
    const { available, pending } = await accountsOf(id);
    expect(available + pending).toBeGreaterThan(0);
    await at(june(24), (work) => closeMember(work, { memberId: id }, null));
    const after = await told();
    expect(after.overview.members).toBe(before.overview.members - 1);
    expect(after.overview.closed).toBe(1);
    expect(after.overview.pointsForfeited).toBe(available + pending);
    expect(after.liability.pointsOutstanding).toBe(
      before.liability.pointsOutstanding - available - pending,
    );
    const inTiers = (all: typeof after) =>
      all.tierDistribution.reduce((sum, { members }) => sum + members, 0);
    expect(inTiers(after)).toBe(after.overview.members);
  });
});

describe("what benefits and activities did", () => {
  useDatabase("figures");
  let memberId: number;
  let activityId: number;

  const effects = async () => {
    await followAll();
    return as(OPERATOR).stats.effects(JUNE);
  };

  beforeAll(async () => {
    ({ id: memberId } = await enrolled(june(1)));
    activityId = await activity({ effect: JOIN_BONUS });
  });

  it("a benefit tells its uses, members and worth by the tier of who used it", async () => {
    await paid(memberId, { yuan: 12_000, paidAt: june(2) });
    const { tierCode } = await accountsOf(memberId);
    const orderId = fresh("o");
    await at(june(3), (work) =>
      useBenefit(
        work,
        { memberId },
        {
          benefitId: "DISCOUNT",
          orderId,
          orderAmountMinor: 10_000,
          shippingMinor: 0,
          reserve: false,
          ttlSeconds: undefined,
        },
      ),
    );
    const { benefits } = await effects();
    const valueMinor = benefits[0]?.valueMinor;
    expect(valueMinor).toBeGreaterThan(0);
    const [uses, members] = [1, 1];
    expect(benefits).toMatchObject([
      {
        benefitId: "DISCOUNT",
        uses,
        members,
        valueMinor,
        orders: 1,
        byTier: [{ tierCode, uses, members, valueMinor }],
        byDay: [{ date: "2026-06-03", uses, valueMinor }],
      },
    ]);
  });

  it("an activity counts its participants’ orders in its window, also those of before they joined", async () => {
    await at(june(5), (work) => joinActivity(work, { memberId }, activityId));
    const { orderId } = await paid(memberId, { yuan: 80, paidAt: june(6), now: june(18) });
    await paid(memberId, { yuan: 90, paidAt: june(20) });
    expect((await effects()).activities).toMatchObject([
      { participants: 1, pointsGiven: 100, orders: 2, spendMinor: 1_208_000 },
    ]);
    await refunded(memberId, { orderId, yuan: 30, now: june(21) });
    expect((await effects()).activities).toMatchObject([{ orders: 2, spendMinor: 1_205_000 }]);
    await at(june(22), (work) => cancelOrder(work, { memberId }, orderId));
    expect((await effects()).activities).toMatchObject([{ orders: 1, spendMinor: 1_200_000 }]);
  });
});

describe("a follower that is far behind", () => {
  useDatabase("figures");

  it("catches up in bounded pages, and each page stays counted when the next one fails", async () => {
    for (let index = 0; index < 30; index++) await enrolled(june(1));
    await publishAll();
    const position = async () =>
      (await reader.row<{ sequence: number }>("SELECT sequence FROM stat_position WHERE id = 1"))
        ?.sequence ?? 0;
    const start = await position();
    await transaction((tx) => followPage(tx, 10));
    expect(await position()).toBe(start + 10);
    const broken = transaction(async (tx) => {
      await followPage(tx, 10);
      throw new Error("the power went");
    });
    await expect(broken).rejects.toThrow("the power went");
    expect(await position()).toBe(start + 10);
    const before = (await as(OPERATOR).stats.statistics(JUNE)).upToDate;
    expect(before).toBe(false);
    const { overview, upToDate } = await told();
    expect(upToDate).toBe(true);
    const row = await reader.row<{ members: number }>(
      "SELECT COUNT(*) AS members FROM member WHERE status <> 'CLOSED' AND joinedAt < ?",
      [new Date("2026-06-30T16:00:00Z")],
    );
    expect(overview.members).toBe(row?.members);
  });
});

describe("statistics over REST", () => {
  useDatabase("figures");
  useBusinessTime("2026-06-30T04:00:00Z");
  const api = useApi();
  let headers: Record<string, string>;

  beforeAll(async () => {
    ({ headers } = await serviceKey({ scopes: ["stats:read"] }));
    const { id } = await enrolled(june(1));
    await paid(id, { yuan: 400, paidAt: june(27) });
    await followAll();
  });

  const read = (path: string) => api.call("GET", `/admin/statistics${path}`, { headers });

  it("tells thirty days up to today where nothing else is asked", async () => {
    const { status, json } = await read("");
    expect(status).toBe(200);
    expect(json).toMatchObject({ from: "2026-06-01", to: "2026-06-30", granularity: "DAY" });
    expect(json.trends).toHaveLength(30);
    expect(json.trends[26]).toMatchObject({ date: "2026-06-27", orders: 1, spendMinor: 40_000 });
    const { pointsOutstanding, worthMinor, expiringByMonth } = json.liability;
    expect(pointsOutstanding).toBe(json.overview.pointsOutstanding);
    const sum = (name: "points" | "worthMinor") =>
      expiringByMonth.reduce(
        (all: number, row: Record<string, number>) => all + (row[name] ?? 0),
        0,
      );
    expect([sum("points"), sum("worthMinor")]).toEqual([pointsOutstanding, worthMinor]);
  });

  it("tells more than 400 days by the month", async () => {
    const { json } = await read("?from=2025-01-15&to=2026-06-30");
    expect(json.granularity).toBe("MONTH");
    expect(json.trends[0].date).toBe("2025-01-01");
    expect(json.trends).toHaveLength(18);
  });

  it("tells what benefits and activities did", async () => {
    const { status, json } = await read("/benefits?from=2026-06-01&to=2026-06-30");
    expect(status).toBe(200);
    expect(json).toMatchObject({ from: "2026-06-01", upToDate: true });
    expect(Array.isArray(json.benefits) && Array.isArray(json.activities)).toBe(true);
  });

  it.each(["?from=2026-13-01", "?from=2026-06-02&to=2026-06-01", "?to=now", "?days=7"])(
    "refuses %s",
    async (query) => {
      const { status, json } = await read(query);
      expect([status, json.code]).toEqual([400, "VALIDATION_FAILED"]);
    },
  );

  it.each(["", "/benefits"])("%s needs a key with the scope", async (path) => {
    const other = await serviceKey({ scopes: ["events:read"] });
    const asked = (given: Record<string, string>) =>
      api.call("GET", `/admin/statistics${path}`, { headers: given });
    expect((await asked(other.headers)).status).toBe(403);
    expect((await asked({})).status).toBe(401);
  });
});
