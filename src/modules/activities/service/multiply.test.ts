import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { activity, CLOSES, countersOf, june, OPENS, paid } from "@/testing/activities";
import { at, OPERATOR } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { accountsOf, countOf, enrolled, refunded } from "@/testing/factories";
import { askAt } from "@/testing/program";
import { setStatus } from "../../members/service/members";
import { joinActivity } from "./join";
import { changeActivity } from "./manage";

const join = (memberId: number, activityId: number, now: Date) =>
  at(now, (work) => joinActivity(work, { memberId }, activityId));

const change = (
  activityId: number,
  revision: number,
  now: Date,
  edit: { action?: "pause" | "resume" | "end"; change?: object },
) =>
  at(
    now,
    (work) =>
      changeActivity(work, {
        activityId,
        revision,
        action: edit.action ?? null,
        reason: null,
        change: edit.change ?? {},
      }),
    OPERATOR,
  );

async function breakdownOf(orderId: string) {
  const row = await reader.row<{ breakdown: string }>(
    "SELECT breakdown FROM points_entry WHERE type = 'EARN' AND referenceType = 'ORDER' AND referenceId = ?",
    [orderId],
  );
  return JSON.parse(row?.breakdown ?? "null") as Record<string, unknown>;
}

/** Only one activity at a time may reach the orders of a test: each has its own and ends it. */
describe("an order in an activity that multiplies points", () => {
  useDatabase("multiply");

  it("earns so many times more, and says by which activity", async () => {
    const { id } = await enrolled();
    const activityId = await activity();
    await join(id, activityId, june(2));
    const { orderId, actions } = await paid(id, { yuan: 339.6, paidAt: june(3) });
    expect(actions[0]).toMatchObject({ action: "POINTS_EARNED", points: 678 });
    expect(await breakdownOf(orderId)).toMatchObject({
      base: 339,
      activity: {
        id: String(activityId),
        title: "会员周",
        titleEn: "Members’ week",
        multiplierPct: 200,
        points: 339,
      },
    });
    expect(await countersOf(activityId)).toEqual({ joinedCount: 1, pointsGiven: 339 });
    expect(await countOf("outbox_event", "memberId = ? AND type = 'activity.awarded'", [id])).toBe(
      1,
    );
  });

  it("counts by its own moment, not by its arrival", async () => {
    const { id } = await enrolled();
    const activityId = await activity();
    await join(id, activityId, june(2));
    const late = june(20);
    const { id: other } = await enrolled();
    await join(other, activityId, june(10));
    for (const [memberId, paidAt, points] of [
      [id, new Date(june(2).getTime() - 1), 100],
      [id, june(2), 200],
      [id, new Date(CLOSES.getTime() - 1), 200],
      [id, CLOSES, 100],
      // Joining is by choice, so what was bought before it earns the usual.
      [other, june(9), 100],
      [other, june(10), 200],
    ] as const) {
      const { actions } = await paid(memberId, { yuan: 100, paidAt, now: late });
      expect(actions[0]).toMatchObject({ action: "POINTS_EARNED", points });
    }
  });

  it("counts in a pause or after an early end only if it was paid before", async () => {
    const { id } = await enrolled();
    const activityId = await activity();
    await join(id, activityId, OPENS);
    await change(activityId, 1, june(4), { action: "pause" });
    await change(activityId, 2, june(6), { action: "resume" });
    await change(activityId, 3, june(8), { action: "end" });
    for (const [paidAt, points] of [
      [new Date(june(4).getTime() - 1), 200],
      [june(4), 100],
      [june(5), 100],
      [june(6), 200],
      [new Date(june(8).getTime() - 1), 200],
      [june(8), 100],
    ] as const) {
      const { actions } = await paid(id, { yuan: 100, paidAt, now: june(20) });
      expect(actions[0]).toMatchObject({ action: "POINTS_EARNED", points });
    }
  });

  it("takes the highest of several, never one on top of another", async () => {
    const { id } = await enrolled();
    const [double, triple] = [
      await activity(),
      await activity({ effect: { kind: "POINTS_MULTIPLIER", multiplierPct: 300 } }),
    ];
    await join(id, double, june(2));
    await join(id, triple, june(2));
    const { actions } = await paid(id, { yuan: 100, paidAt: june(3) });
    expect(actions[0]).toMatchObject({ points: 300 });
    expect(await countersOf(double)).toMatchObject({ pointsGiven: 0 });
    expect(await countersOf(triple)).toMatchObject({ pointsGiven: 200 });
  });

  it("leaves an order that its budget can’t pay whole to the next lower", async () => {
    const { id } = await enrolled();
    const [double, triple] = [
      await activity({ pointsBudget: 1_000 }),
      await activity({
        effect: { kind: "POINTS_MULTIPLIER", multiplierPct: 300 },
        pointsBudget: 150,
      }),
    ];
    await join(id, double, june(2));
    await join(id, triple, june(2));
    expect((await paid(id, { yuan: 76, paidAt: june(3) })).actions[0]).toMatchObject({
      points: 152,
    });
    expect((await paid(id, { yuan: 75, paidAt: june(3) })).actions[0]).toMatchObject({
      points: 225,
    });
    expect(await countersOf(double)).toMatchObject({ pointsGiven: 76 });
    expect(await countersOf(triple)).toMatchObject({ pointsGiven: 150 });
  });

  it("of a frozen participant still earns it", async () => {
    const { id } = await enrolled();
    await join(id, await activity(), june(2));
    await at(june(3), (work) => setStatus(work, { memberId: id }, "FROZEN", "test"), OPERATOR);
    const { actions } = await paid(id, { yuan: 100, paidAt: june(4) });
    expect(actions[0]).toMatchObject({ points: 200 });
  });

  it("gives back the extra points with the order’s own", async () => {
    const { id } = await enrolled();
    await join(id, await activity(), june(2));
    const { orderId } = await paid(id, { yuan: 99.99, paidAt: june(3) });
    expect(await accountsOf(id)).toMatchObject({ available: 198 });
    await refunded(id, { orderId, yuan: 33.33, now: june(4) });
    expect(await accountsOf(id)).toMatchObject({ available: 132 });
    await refunded(id, { orderId, yuan: 66.66, now: june(5) });
    expect(await accountsOf(id)).toMatchObject({ available: 0, owed: 0 });
  });

  it("told twice charges the budget once", async () => {
    const { id } = await enrolled();
    const activityId = await activity({ pointsBudget: 1_000 });
    await join(id, activityId, june(2));
    const { orderId } = await paid(id, { yuan: 100, paidAt: june(3) });
    const again = () => paid(id, { yuan: 100, paidAt: june(3), orderId });
    await Promise.all(Array.from({ length: 10 }, again));
    expect(await countersOf(activityId)).toEqual({ joinedCount: 1, pointsGiven: 100 });
    expect(await accountsOf(id)).toMatchObject({ available: 200 });
  });

  it("of sixty-four members at once spends the budget to the last order and no further", async () => {
    const members = await Promise.all(Array.from({ length: 64 }, () => enrolled()));
    const activityId = await activity({ pointsBudget: 2_050 });
    await Promise.all(members.map(({ id }) => join(id, activityId, june(2))));
    await Promise.all(members.map(({ id }) => paid(id, { yuan: 100, paidAt: june(3) })));
    const accounts = await Promise.all(members.map(({ id }) => accountsOf(id)));
    expect(accounts.filter(({ available }) => available === 200)).toHaveLength(20);
    expect(accounts.filter(({ available }) => available === 100)).toHaveLength(44);
    expect(await countersOf(activityId)).toEqual({ joinedCount: 64, pointsGiven: 2_000 });
  });
});

describe("an order of somebody who takes part by themself", () => {
  useDatabase("multiply");

  const automatic = { joining: "AUTOMATIC" } as const;
  // In a year of its own, because it is for everybody.
  const window = {
    startsAt: new Date("2027-06-01T00:00:00Z"),
    endsAt: new Date("2027-06-15T00:00:00Z"),
  };
  const inJune = new Date("2027-06-03T00:00:00Z");

  it("takes a place once, and none where they are gone", async () => {
    const activityId = await activity({ ...automatic, ...window, capacity: 3 });
    const members = await Promise.all(Array.from({ length: 20 }, () => enrolled()));
    const orders = () =>
      Promise.all(members.map(({ id }) => paid(id, { yuan: 100, paidAt: inJune })));
    await orders();
    await orders();
    const accounts = await Promise.all(members.map(({ id }) => accountsOf(id)));
    expect(accounts.filter(({ available }) => available === 400)).toHaveLength(3);
    expect(accounts.filter(({ available }) => available === 200)).toHaveLength(17);
    expect(await countersOf(activityId)).toEqual({ joinedCount: 3, pointsGiven: 600 });
  });
});

describe("several activities at once", () => {
  useDatabase("multiply");
  const window = {
    startsAt: new Date("2028-06-01T00:00:00Z"),
    endsAt: new Date("2028-06-15T00:00:00Z"),
  };
  const inJune = new Date("2028-06-03T00:00:00Z");
  const all = { ...window, joining: "AUTOMATIC" } as const;
  const challenge = {
    kind: "CHALLENGE",
    goal: "ORDERS",
    target: 1,
    points: 30,
    orderMinimumMinor: 0,
  } as const;

  it("of which each is short of something keep to it, and nobody meets a deadlock", async () => {
    const triple = { kind: "POINTS_MULTIPLIER", multiplierPct: 300 } as const;
    const made = {
      triple: await activity({ ...all, effect: triple, pointsBudget: 1_000 }),
      double: await activity({ ...all, pointsBudget: 1_050 }),
      places: await activity({ ...all, effect: challenge, capacity: 9 }),
      budget: await activity({ ...all, effect: challenge, pointsBudget: 200 }),
      free: await activity({ ...all, effect: challenge }),
    };
    const members = await Promise.all(Array.from({ length: 64 }, () => enrolled()));
    await Promise.all(members.map(({ id }) => paid(id, { yuan: 100, paidAt: inJune })));
    expect(await countersOf(made.triple)).toEqual({ joinedCount: 5, pointsGiven: 1_000 });
    expect(await countersOf(made.double)).toEqual({ joinedCount: 10, pointsGiven: 1_000 });
    expect(await countersOf(made.places)).toEqual({ joinedCount: 9, pointsGiven: 270 });
    expect(await countersOf(made.budget)).toMatchObject({ pointsGiven: 180 });
    expect(await countersOf(made.free)).toEqual({ joinedCount: 64, pointsGiven: 64 * 30 });
    const accounts = await Promise.all(members.map(({ id }) => accountsOf(id)));
    const total = accounts.reduce((sum, { available }) => sum + available, 0);
    expect(total).toBe(6_400 + 1_000 + 1_000 + 270 + 180 + 64 * 30);
  });

  it("are told by the quote before the order", async () => {
    const { id } = await enrolled();
    const { quote } = await import("../../purchases/service/quote");
    const request = { orderAmountMinor: 10_000, shippingMinor: 0 };
    const ask = (now: Date) => quote(askAt(now), { memberId: id }, request);
    const year = {
      startsAt: new Date("2029-06-01T00:00:00Z"),
      endsAt: new Date("2029-06-15T00:00:00Z"),
    };
    await activity({ ...all, ...year, minTierCode: "BRONZE" });
    const free = await activity({ ...all, ...year, pointsBudget: 100 });
    const now = new Date("2029-06-03T00:00:00Z");
    expect(await ask(new Date("2029-06-15T00:00:00Z"))).toMatchObject({ pointsToEarn: 100 });
    expect(await ask(now)).toMatchObject({ pointsToEarn: 200, nextTier: { pointsToEarn: 190 } });
    const { id: other } = await enrolled();
    await paid(other, { yuan: 50, paidAt: now });
    expect(await countersOf(free)).toMatchObject({ pointsGiven: 50 });
    expect(await ask(now)).toMatchObject({ pointsToEarn: 100, nextTier: { pointsToEarn: 190 } });
  });
});
