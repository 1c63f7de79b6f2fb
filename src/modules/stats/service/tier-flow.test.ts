import { beforeAll, describe, expect, it } from "vitest";
import { assignTier } from "@/modules/tiers/service/assign";
import { activity, JOIN_BONUS, june, paid } from "@/testing/activities";
import { as, at, OPERATOR } from "@/testing/actors";
import { serviceKey } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { enrolled, refunded } from "@/testing/factories";
import { useApi } from "@/testing/http";
import { listen, planOf, seen } from "@/testing/plans";
import { askAt, useBusinessTime } from "@/testing/program";
import { landmarksOf } from "./landmarks";

const JUNE = { from: "2026-06-01", to: "2026-06-30" };

describe("tier changes over a range", () => {
  useDatabase("tier_flow");
  useBusinessTime("2026-06-30T04:00:00Z");
  const api = useApi();

  beforeAll(async () => {
    const { id: first } = await enrolled(june(1));
    const { orderId } = await paid(first, { yuan: 1_200, paidAt: june(3) });
    await refunded(first, { orderId, yuan: 1_200, now: june(20) });
    const { id: second } = await enrolled(june(1));
    await paid(second, { yuan: 1_200, paidAt: june(4) });
    const { id: third } = await enrolled(june(2));
    const assignment = { tierCode: "GOLD", reason: "VIP", keepUntil: null };
    await at(june(5), (work) => assignTier(work, { memberId: third }, assignment));
  });

  it("tells each way by how often it was gone, and sums up and down", async () => {
    const { up, down, moves } = await as(OPERATOR).stats.tierFlow(JUNE);
    const told = moves.map(({ from, to, direction, changes }) => [
      from?.code,
      to.code,
      direction,
      changes,
    ]);
    expect(told).toEqual([
      ["REGISTERED", "BRONZE", "UP", 2],
      ["BRONZE", "REGISTERED", "DOWN", 1],
      ["REGISTERED", "GOLD", "UP", 1],
    ]);
    expect([up, down]).toEqual([3, 1]);
  });

  it("counts by business days, each of which begins in the program’s zone", async () => {
    const on = async (from: string, to: string) => {
      const { up, down } = await as(OPERATOR).stats.tierFlow({ from, to });
      return [up, down];
    };
    expect(await on("2026-06-04", "2026-06-05")).toEqual([2, 0]);
    expect(await on("2026-06-06", "2026-06-19")).toEqual([0, 0]);
    expect(await on("2026-06-20", "2026-06-20")).toEqual([0, 1]);
    const { id } = await enrolled(june(1));
    await paid(id, { yuan: 1_200, paidAt: new Date("2026-06-24T16:00:00Z") });
    expect(await on("2026-06-24", "2026-06-24")).toEqual([0, 0]);
    expect(await on("2026-06-25", "2026-06-25")).toEqual([1, 0]);
  });

  it("is read from its index alone", async () => {
    listen();
    await as(OPERATOR).stats.tierFlow(JUNE);
    const statement = seen.find(({ sql }) => sql.includes("FROM tier_change"));
    const [step] = await planOf(statement ?? { sql: "", values: [] });
    expect(step?.key).toBe("tier_change_effectiveAt_fromCode_toCode_idx");
    expect(step?.Extra).toMatch(/Using index/);
  });

  it("is told over REST to a key with the scope", async () => {
    const path = "/admin/statistics/tier-changes?from=2026-06-01&to=2026-06-20";
    const { headers } = await serviceKey({ scopes: ["stats:read"] });
    const { status, json } = await api.call("GET", path, { headers });
    expect([status, json.up, json.down]).toEqual([200, 3, 1]);
    const other = await serviceKey({ scopes: ["events:read"] });
    expect((await api.call("GET", path, { headers: other.headers })).status).toBe(403);
  });
});

describe("what happened beside the figures", () => {
  useDatabase("tier_flow");

  it("tells activities that began, none that are drafts or yet to come", async () => {
    const started = await activity({ effect: JOIN_BONUS });
    await activity({ effect: JOIN_BONUS }, false);
    const landmarks = async (now: string) => {
      const told = await landmarksOf(askAt(now), JUNE);
      return told.landmarks.map(({ kind, id, date }) => [kind, id, date]);
    };
    const mark = ["ACTIVITY", started, "2026-06-01"];
    expect(await landmarks("2026-06-02T04:00:00Z")).toContainEqual(mark);
    expect(await landmarks("2026-05-31T15:59:59Z")).toEqual([]);
  });
});
