import { beforeAll, describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { PLAIN_ACTIVITY } from "@/testing/activities";
import { at } from "@/testing/actors";
import { automation, followWhile } from "@/testing/automations";
import { coupon } from "@/testing/coupons";
import { useDatabase } from "@/testing/database";
import { madeUp, seeded, withEdits, withLines, withReturns } from "@/testing/histories";
import { useBusinessTime, useProgram } from "@/testing/program";
import { faultsOf, type MemberEnd, Telling } from "@/testing/telling";
import type { NewActivity } from "../../activities/schema/activity";
import { createActivity } from "../../activities/service/manage";

/** After the last event of every history, and before any of its points expire. */
const TODAY = "2026-12-01T00:00:00Z";

/** Of every history the whole time. */
const WINDOW = {
  startsAt: new Date("2009-01-01T00:00:00Z"),
  endsAt: new Date("2030-01-01T00:00:00Z"),
};

/** Some of the goods, at some of the hours, beside one another in every way there is. */
const ABOUT_GOODS: Partial<NewActivity>[] = [
  { effect: { kind: "POINTS_MULTIPLIER", multiplierPct: 200 } },
  { effect: { kind: "POINTS_MULTIPLIER", multiplierPct: 350 }, scope: goods("S1", "S3") },
  {
    effect: { kind: "POINTS_MULTIPLIER", multiplierPct: 125 },
    hours: [{ weekdays: [1, 2, 3, 4, 5], from: "11:00", until: "12:30" }],
    stacking: { mode: "ALL" },
  },
  {
    effect: { kind: "BONUS_POINTS", on: "EACH_ORDER", points: 77, orderMinimumMinor: 2_000 },
    scope: goods("S0", "S2"),
    stacking: { mode: "PRIORITY", group: "g", priority: 1 },
  },
  {
    effect: { kind: "POINTS_MULTIPLIER", multiplierPct: 300 },
    stacking: { mode: "PRIORITY", group: "g", priority: 2 },
  },
];

/** Earned once, with a coupon and no points: as a whole or not at all. */
const ONCE = { points: 0, orderMinimumMinor: 3_000 };
const GIVING: NewActivity["effect"][] = [
  { kind: "BONUS_POINTS", on: "FIRST_ORDER", ...ONCE },
  { kind: "CHALLENGE", goal: "ORDERS", target: 2, ...ONCE },
  { kind: "CHALLENGE", goal: "SPEND", target: 20_000, ...ONCE },
];

function goods(...skus: string[]): NewActivity["scope"] {
  const none = { categories: [], brands: [], skus: [] };
  return { include: { ...none, skus }, exclude: none, channels: [], stores: [] };
}

/** What automations give for, held by what orders are left. */
const OCCASIONS = [
  { kind: "FIRST_ORDER" as const },
  { kind: "TIER_REACHED" as const, tiers: ["DIAMOND"] },
];

describe("a history with lines, activities about some of them, and automations", () => {
  useDatabase("shuffled_activities");
  // The highest tier is within reach: what is passed over on the way up is not reached.
  useProgram({}, (rung) => ({
    ...rung,
    multiplierPct: 100,
    thresholdMinor: rung.thresholdMinor / 4,
  }));
  useBusinessTime(TODAY);

  beforeAll(async () => {
    for (const terms of ABOUT_GOODS) {
      const wanted = { ...PLAIN_ACTIVITY, ...WINDOW, joining: "AUTOMATIC" as const, ...terms };
      await at(WINDOW.startsAt, (work) => createActivity(work, wanted, true));
    }
    const { definitionId: couponDefinitionId } = await coupon({ validDays: 3650 });
    for (const effect of GIVING) {
      const gift = { ...effect, couponDefinitionId };
      const wanted = { ...PLAIN_ACTIVITY, ...WINDOW, joining: "AUTOMATIC" as const, effect: gift };
      await at(WINDOW.startsAt, (work) => createActivity(work, wanted, true));
    }
    for (const trigger of OCCASIONS) {
      const { definitionId } = await coupon({ validDays: 3650 });
      await automation(WINDOW.startsAt.toISOString(), trigger, { definitionId });
    }
  });

  it.each([11, 12, 13])(
    "keeps the same points and budgets in whatever order it is told (shuffle %i)",
    { timeout: 120_000 },
    async (seed) => {
      const lined = withReturns(
        withLines(madeUp(seeded(seed)), seeded(seed + 1)),
        seeded(seed + 2),
      );
      const told = seed < 13 ? lined : withEdits(lined, seeded(seed + 4));
      const straight = await followWhile(TODAY, new Telling(told).inOrder());
      const inDisorder = new Telling(told).inDisorder(seeded(seed + 3));
      const crooked = await followWhile(TODAY, inDisorder);
      const kept = await straight.activitiesKept();
      expect(new Set(kept.map(({ activityId }) => activityId)).size).toBe(ABOUT_GOODS.length);
      expect(await crooked.activitiesKept()).toEqual(kept);
      const { held, living } = await straight.activityCoupons();
      expect(new Set(held.map(({ activityId }) => activityId)).size).toBe(GIVING.length);
      expect(living).toEqual(held);
      expect(await crooked.activityCoupons()).toEqual({ held, living });
      const gifts = await straight.automationCoupons();
      expect(new Set(gifts.held.map(({ automationId }) => automationId)).size).toBe(
        OCCASIONS.length,
      );
      expect(gifts.held.every(({ count }) => count === 1)).toBe(true);
      expect(gifts.living).toEqual(gifts.held);
      expect(await crooked.automationCoupons()).toEqual(gifts);
      const end = ({ id: _, totalEarned: __, ...rest }: MemberEnd) => rest;
      expect((await crooked.members()).map(end)).toEqual((await straight.members()).map(end));
      expect(await faultsOf(straight, crooked)).toEqual([]);
      // Every order told in full: what is left of it and what activities kept go together.
      const budgets = await reader.rows<{ id: number; given: number; kept: number }>(
        `SELECT a.id, a.pointsGiven AS given, CAST(SUM(u.points - u.returned) AS SIGNED) AS kept
           FROM activity a JOIN activity_use u ON u.activityId = a.id GROUP BY a.id, a.pointsGiven`,
      );
      for (const { id, given, kept: left } of budgets)
        expect({ id, given }).toEqual({ id, given: left });
    },
  );
});
