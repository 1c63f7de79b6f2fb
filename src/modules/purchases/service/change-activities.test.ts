import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { PLAIN_ACTIVITY } from "@/testing/activities";
import { at } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { changed, completed, refunded, tell } from "@/testing/edits";
import { accountsOf, countOf, enrolled, fresh } from "@/testing/factories";
import { useBusinessTime } from "@/testing/program";
import type { NewActivity } from "../../activities/schema/activity";
import { createActivity } from "../../activities/service/manage";
import { openAccount } from "../../points/service/account";
import { spendPoints } from "../../points/service/spend";
import { verifyLedger } from "../../points/service/verify";

const TODAY = "2026-07-01T04:00:00Z";

const line = (lineId: string, yuan: number) => ({
  ...{ lineId, sku: lineId, categories: [lineId], quantity: 1, unitAmountMinor: yuan * 100 },
});
const shoes = (yuan: number) => line("SHOES", yuan);
const socks = (yuan: number) => line("SOCKS", yuan);

function about(...categories: string[]): NewActivity["scope"] {
  const none = { categories: [], brands: [], skus: [] };
  return { include: { ...none, categories }, exclude: none, channels: [], stores: [] };
}

const times = (multiplierPct: number) => ({ kind: "POINTS_MULTIPLIER", multiplierPct }) as const;

/** Every test has days of its own, so that none reaches another's activities. */
let month = 0;
function ownDays() {
  month += 1;
  const day = (date: number) => new Date(Date.UTC(2025, month, date, 4)).toISOString();
  const window = { startsAt: new Date(day(1)), endsAt: new Date(day(27)) };
  const running = async (change: Partial<NewActivity>) => {
    const wanted = { ...PLAIN_ACTIVITY, ...window, joining: "AUTOMATIC" as const, ...change };
    return (await at(window.startsAt, (work) => createActivity(work, wanted, true))).activityId;
  };
  return { day, running };
}

async function customer() {
  const { id, externalId } = await enrolled();
  return { id, who: externalId ?? "", orderId: fresh("o") };
}

const spendAll = (memberId: number, points: number) =>
  at(TODAY, async (work) =>
    spendPoints(work, await openAccount(work, { memberId }), {
      points,
      reference: { type: "REDEMPTION", id: fresh("spent") },
      breakdown: {},
    }),
  );

const budgetOf = (id: number) =>
  reader.row<{ pointsGiven: number; pointsReturned: number; joinedCount: number }>(
    "SELECT pointsGiven, pointsReturned, joinedCount FROM activity WHERE id = ?",
    [id],
  );

async function expectSound() {
  const { checks } = await verifyLedger(reader);
  expect(checks.flatMap(({ violations }) => violations)).toEqual([]);
}

describe("an edited order and the activities of its moment", () => {
  useDatabase("edited-activities");
  useBusinessTime(TODAY);

  it("that was made smaller after its points were spent leaves no room in the budget for others", async () => {
    const { day, running } = ownDays();
    const bonus = await running({
      effect: { kind: "BONUS_POINTS", on: "EACH_ORDER", points: 1000, orderMinimumMinor: 10_000 },
      pointsBudget: 2000,
    });
    let spent = 0;
    for (let turn = 0; turn < 4; turn++) {
      const { id, who, orderId } = await customer();
      await tell(completed(who, orderId, { lines: [socks(100)] }, day(3)));
      const { available } = await accountsOf(id);
      await spendAll(id, available);
      spent += available;
      await tell(changed(who, orderId, { lines: [socks(1)], version: 1 }));
    }
    expect(spent).toBe(2 * 1000 + 4 * 100);
    expect(await budgetOf(bonus)).toMatchObject({ pointsGiven: 2000 });
    await expectSound();
  });

  it("has those that its lines are of by now, of each as much as it adds", async () => {
    const { id, who, orderId } = await customer();
    const { day, running } = ownDays();
    const triple = await running({ effect: times(300), scope: about("SHOES"), pointsBudget: 500 });
    const double = await running({ effect: times(200), pointsBudget: 500 });
    await tell(completed(who, orderId, { lines: [socks(50)] }, day(3)));
    expect(await accountsOf(id)).toMatchObject({ available: 100 });
    expect(await budgetOf(triple)).toMatchObject({ pointsGiven: 0, joinedCount: 0 });
    await tell(changed(who, orderId, { lines: [socks(50), shoes(100)], version: 1 }));
    expect(await accountsOf(id)).toMatchObject({ available: 400 });
    expect(await budgetOf(triple)).toMatchObject({ pointsGiven: 200, joinedCount: 1 });
    expect(await budgetOf(double)).toMatchObject({ pointsGiven: 50, joinedCount: 1 });
    // What it no longer has goes back to the budgets, and a place that was taken stays.
    await tell(changed(who, orderId, { lines: [shoes(40)], version: 2 }));
    expect(await accountsOf(id)).toMatchObject({ available: 120 });
    expect(await budgetOf(triple)).toMatchObject({ pointsGiven: 80, joinedCount: 1 });
    expect(await budgetOf(double)).toEqual({ pointsGiven: 0, pointsReturned: 0, joinedCount: 1 });
    expect(await countOf("activity_use", "memberId = ?", [id])).toBe(1);
    await expectSound();
  });

  it("keeps what it has where a budget is gone, also after a refund, and gets no more", async () => {
    const { id, who, orderId } = await customer();
    const other = await customer();
    const { day, running } = ownDays();
    const double = await running({ effect: times(200), pointsBudget: 100 });
    await tell(completed(who, orderId, { yuan: 100 }, day(3)));
    await tell(refunded(who, orderId, { refundId: fresh("r"), yuan: 50, at: day(4) }));
    expect(await budgetOf(double)).toMatchObject({ pointsGiven: 50, pointsReturned: 50 });
    await tell(completed(other.who, other.orderId, { yuan: 50 }, day(5)));
    expect(await budgetOf(double)).toMatchObject({ pointsGiven: 100 });
    await tell(changed(who, orderId, { yuan: 100, version: 1, at: day(6) }));
    expect(await accountsOf(id)).toMatchObject({ available: 100 });
    expect(await budgetOf(double)).toMatchObject({ pointsGiven: 100, pointsReturned: 50 });
    // Worth more, it has no more of the activity: 150 and 100, less what is refunded.
    await tell(changed(who, orderId, { yuan: 150, version: 2, at: day(6) }));
    expect(await accountsOf(id)).toMatchObject({ available: 166 });
    expect(await budgetOf(double)).toMatchObject({ pointsGiven: 100, pointsReturned: 50 });
    await expectSound();
  });

  it("keeps its place among so many of a member's orders", async () => {
    const { id, who, orderId } = await customer();
    const { day, running } = ownDays();
    await running({ effect: times(200), frequency: { limit: 1, per: "day" } });
    const second = fresh("o");
    await tell(completed(who, orderId, { yuan: 100 }, day(3)));
    await tell(completed(who, second, { yuan: 10 }, day(3)));
    await tell(changed(who, second, { yuan: 20 }));
    await tell(changed(who, orderId, { yuan: 150 }));
    expect(await accountsOf(id)).toMatchObject({ available: 320 });
    // Worth nothing any more it has no place, which the other may take.
    await tell(changed(who, orderId, { yuan: 0, version: 2 }));
    await tell(changed(who, second, { yuan: 30, version: 2 }));
    expect(await accountsOf(id)).toMatchObject({ available: 60 });
    await expectSound();
  });

  it("of before there were uses is not charged twice", async () => {
    const { id, who, orderId } = await customer();
    const { day, running } = ownDays();
    const double = await running({ effect: times(200), pointsBudget: 130 });
    await tell(completed(who, orderId, { yuan: 100 }, day(3)));
    await reader.write("UPDATE shop_order SET terms = NULL WHERE orderId = ?", [orderId]);
    await reader.write("DELETE FROM activity_use WHERE memberId = ?", [id]);
    await tell(changed(who, orderId, { yuan: 120 }));
    expect(await accountsOf(id)).toMatchObject({ available: 240 });
    expect(await budgetOf(double)).toMatchObject({ pointsGiven: 120 });
    await tell(changed(who, orderId, { yuan: 80, version: 2 }));
    expect(await budgetOf(double)).toMatchObject({ pointsGiven: 80 });
    await expectSound();
  });

  it("never takes a budget over its end, however many are edited at once", async () => {
    const customers = await Promise.all(Array.from({ length: 24 }, customer));
    const { day, running } = ownDays();
    const pointsBudget = 24 * 10 + 7 * 40 + 5;
    const double = await running({ effect: times(200), pointsBudget });
    const triple = await running({ effect: times(300), scope: about("SHOES"), pointsBudget });
    for (const { who, orderId } of customers)
      await tell(completed(who, orderId, { lines: [shoes(5), socks(10)] }, day(3)));
    expect(await budgetOf(double)).toMatchObject({ pointsGiven: 240 });
    await Promise.all(
      customers.flatMap(({ who, orderId }, n) => [
        tell(changed(who, orderId, { lines: [shoes(5 + (n % 3)), socks(50)], version: 1 })),
        tell(completed(who, fresh("o"), { lines: [socks(1)] }, day(4))),
      ]),
    );
    for (const activityId of [double, triple]) {
      const kept = await reader.row<{ kept: number }>(
        "SELECT CAST(SUM(points - returned) AS SIGNED) AS kept FROM activity_use WHERE activityId = ?",
        [activityId],
      );
      const { pointsGiven = 0 } = (await budgetOf(activityId)) ?? {};
      expect(pointsGiven).toBe(kept?.kept);
      expect(pointsGiven).toBeLessThanOrEqual(pointsBudget);
    }
    const grown = await countOf("activity_use", "activityId = ? AND points = 50", [double]);
    expect(grown).toBeLessThanOrEqual(7);
    expect(grown).toBeGreaterThanOrEqual(6);
    await expectSound();
  });
});
