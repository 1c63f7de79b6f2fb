import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { activity } from "@/testing/activities";
import { as, at, OPERATOR, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { accountsOf, countOf, enrolled, fresh } from "@/testing/factories";
import { useBusinessTime, useProgram } from "@/testing/program";
import { verifyLedger } from "../../points/service/verify";
import { cancelOrder } from "../../purchases/service/cancel";
import { completeOrder } from "../../purchases/service/complete";
import { refundOrder } from "../../purchases/service/refund";
import type { NewActivity } from "../schema/activity";

/** 3 June 2026 is a Wednesday; every test has a year's June of its own, so that none reaches another's. */

const line = (lineId: string, yuan: number, category: string, brand = "ACME", quantity = 1) => ({
  ...{ lineId, sku: lineId, categories: [category], brand, quantity },
  ...{ unitAmountMinor: yuan * 100, discountMinor: 0, giftCard: false },
});

const LINES = [
  line("cream", 100, "BEAUTY"),
  line("mask", 20, "BEAUTY", "OTHER", 3),
  line("socks", 50, "CLOTHES"),
];
/** Of ¥210. */
const WHOLE = 21_000;

const scopeOf = (
  include: Partial<Record<"categories" | "brands" | "skus", string[]>>,
  about: { channels?: string[]; stores?: string[] } = {},
) => ({
  include: { categories: [], brands: [], skus: [], ...include },
  exclude: { categories: [], brands: [], skus: [] },
  channels: [],
  stores: [],
  ...about,
});

const BEAUTY = scopeOf({ categories: ["BEAUTY"] });

const times = (multiplierPct: number) => ({ kind: "POINTS_MULTIPLIER", multiplierPct }) as const;
const plus = (points: number, orderMinimumMinor = 0) =>
  ({ kind: "BONUS_POINTS", on: "EACH_ORDER", points, orderMinimumMinor }) as const;

let year = 2026;
/** The next year whose June nobody has used. */
function ownJune() {
  year += 1;
  const own = year;
  const day = (date: number, clock = "12:00") =>
    new Date(`${own}-06-${String(date).padStart(2, "0")}T${clock}:00+08:00`);
  const window = { startsAt: day(1, "00:00"), endsAt: day(29, "00:00") };
  const running = (change: Partial<NewActivity>) =>
    activity({ ...window, joining: "AUTOMATIC", ...change });
  return { day, running };
}

interface Bought {
  paidAt: Date;
  now?: Date;
  lines?: typeof LINES;
  channel?: string;
  store?: string;
  orderId?: string;
}

async function buy(memberId: number, { paidAt, now = paidAt, lines = LINES, ...told }: Bought) {
  const orderId = told.orderId ?? fresh("o");
  const paidAmountMinor = lines.reduce((sum, one) => sum + one.quantity * one.unitAmountMinor, 0);
  const order = { ...told, orderId, paidAt, paidAmountMinor, lines };
  const { actions } = await at(now, (work) => completeOrder(work, { memberId }, order));
  const earned = actions.find(({ action }) => action === "POINTS_EARNED");
  return { orderId, points: earned && "points" in earned ? earned.points : 0 };
}

type Named = { lineId: string; quantity?: number; amountMinor?: number };

const refund = (
  memberId: number,
  orderId: string,
  told: { amountMinor?: number; lines?: Named[] },
  now: Date,
) =>
  at(now, (work) =>
    refundOrder(
      work,
      { memberId },
      { orderId, refundId: fresh("r"), refundedAt: now, returnId: null, ...told },
    ),
  );

const budgetOf = (id: number) =>
  reader.row<{ pointsGiven: number; pointsReturned: number; pacedPct: number }>(
    "SELECT pointsGiven, pointsReturned, pacedPct FROM activity WHERE id = ?",
    [id],
  );

async function saidOf(orderId: string) {
  const row = await reader.row<{ breakdown: string }>(
    "SELECT breakdown FROM points_entry WHERE type = 'EARN' AND referenceId = ?",
    [orderId],
  );
  return JSON.parse(row?.breakdown ?? "null") as Record<string, unknown>;
}

describe("an activity about some goods", () => {
  useDatabase("by_scope");

  it("multiplies its lines alone, and the entry says which", async () => {
    const { id } = await enrolled();
    const { day, running } = ownJune();
    const double = await running({ effect: times(200), scope: BEAUTY });
    const { orderId, points } = await buy(id, { paidAt: day(3) });
    expect(points).toBe(210 + 160);
    expect(await saidOf(orderId)).toMatchObject({
      base: 210,
      activities: [
        {
          id: String(double),
          title: "会员周",
          multiplierPct: 200,
          points: 160,
          lines: 2,
          lineIds: ["cream", "mask"],
        },
      ],
    });
    expect(await budgetOf(double)).toMatchObject({ pointsGiven: 160 });
  });

  it.each<[string, NewActivity["scope"], number]>([
    ["a brand", scopeOf({ brands: ["OTHER"] }), 60],
    ["an SKU", scopeOf({ skus: ["socks"] }), 50],
    ["a category and a brand", scopeOf({ categories: ["BEAUTY"], brands: ["ACME"] }), 100],
    ["a channel", scopeOf({}, { channels: ["APP"] }), 210],
    ["another channel", scopeOf({}, { channels: ["WEB"] }), 0],
    ["a store", scopeOf({}, { stores: ["S1"] }), 210],
    ["goods in a store that it is not", scopeOf({ brands: ["OTHER"] }, { stores: ["S2"] }), 0],
  ])("goes by %s", async (_, scope, more) => {
    const { id } = await enrolled();
    const { day, running } = ownJune();
    await running({ effect: times(200), scope });
    const { points } = await buy(id, { paidAt: day(3), channel: "APP", store: "S1" });
    expect(points).toBe(210 + more);
  });

  it.each<[string, { amountMinor?: number; lines?: Named[] }[], number, number]>([
    [
      "what it is not about takes nothing of it",
      [{ lines: [{ lineId: "socks", quantity: 1 }] }],
      50,
      0,
    ],
    ["a line takes all that lies on it", [{ lines: [{ lineId: "cream", quantity: 1 }] }], 200, 100],
    ["a piece of three", [{ lines: [{ lineId: "mask", quantity: 1 }] }], 40, 20],
    [
      "piece by piece as all at once",
      [1, 1, 1].map((quantity) => ({ lines: [{ lineId: "mask", quantity }] })),
      120,
      60,
    ],
    ["of the order as a whole pro rata", [{ amountMinor: 10_500 }], 185, 80],
    [
      "in pieces of the whole and of lines",
      [
        { amountMinor: 1 },
        { lines: [{ lineId: "cream", amountMinor: 3_333 }] },
        { lines: [{ lineId: "cream", amountMinor: 6_667 }] },
        { lines: [{ lineId: "mask", quantity: 3 }] },
        { amountMinor: 4_999 },
      ],
      370,
      160,
    ],
    ["all at once", [{ amountMinor: WHOLE }], 370, 160],
  ])("gives back what its lines got: %s", async (_, refunds, clawed, returned) => {
    const { id } = await enrolled();
    const { day, running } = ownJune();
    const double = await running({ effect: times(200), scope: BEAUTY, pointsBudget: 160 });
    const { orderId } = await buy(id, { paidAt: day(3) });
    for (const told of refunds) await refund(id, orderId, told, day(4));
    expect((await accountsOf(id)).available).toBe(370 - clawed);
    const left = { pointsGiven: 160 - returned, pointsReturned: returned };
    expect(await budgetOf(double)).toMatchObject(left);
  });

  it("has its whole budget again when the order is cancelled, also where that was told first", async () => {
    const { id } = await enrolled();
    const { day, running } = ownJune();
    const double = await running({ effect: times(200), scope: BEAUTY, pointsBudget: 160 });
    const { orderId } = await buy(id, { paidAt: day(3) });
    expect((await buy(id, { paidAt: day(3) })).points).toBe(210);
    await at(day(4), (work) => cancelOrder(work, { memberId: id }, orderId));
    expect(await budgetOf(double)).toMatchObject({ pointsGiven: 0, pointsReturned: 160 });
    expect((await buy(id, { paidAt: day(5) })).points).toBe(370);
    const early = fresh("o");
    await at(day(6), (work) => cancelOrder(work, { memberId: id }, early));
    expect((await buy(id, { paidAt: day(6), orderId: early })).points).toBe(0);
    expect(await budgetOf(double)).toMatchObject({ pointsGiven: 160 });
  });

  it("gives back what a refund undid that came before its order", async () => {
    const { id } = await enrolled();
    const { day, running } = ownJune();
    const double = await running({ effect: times(200), scope: BEAUTY, pointsBudget: 1_000 });
    const orderId = fresh("o");
    await refund(id, orderId, { lines: [{ lineId: "cream", quantity: 1 }] }, day(4));
    await buy(id, { paidAt: day(3), now: day(5), orderId });
    expect((await accountsOf(id)).available).toBe(170);
    expect(await budgetOf(double)).toMatchObject({ pointsGiven: 60, pointsReturned: 100 });
  });

  it("lets a bonus lie on its goods, from its minimum on", async () => {
    const { id } = await enrolled();
    const { day, running } = ownJune();
    const bonus = await running({ effect: plus(33, 16_000), scope: BEAUTY });
    const small = await buy(id, { paidAt: day(3), lines: [line("cream", 159, "BEAUTY")] });
    expect(small.points).toBe(159);
    const { orderId, points } = await buy(id, { paidAt: day(3) });
    expect(points).toBe(243);
    expect(await saidOf(orderId)).toMatchObject({ activities: [{ bonus: 33, points: 33 }] });
    await refund(id, orderId, { lines: [{ lineId: "socks", quantity: 1 }] }, day(4));
    expect(await budgetOf(bonus)).toMatchObject({ pointsGiven: 33 });
    await refund(id, orderId, { amountMinor: 16_000 }, day(4));
    expect(await budgetOf(bonus)).toMatchObject({ pointsGiven: 0 });
    expect((await accountsOf(id)).available).toBe(159);
  });

  it("counts beside others as they are set", async () => {
    const { id } = await enrolled();
    const { day, running } = ownJune();
    await running({ effect: times(200) });
    await running({ effect: times(300), scope: BEAUTY });
    await running({ effect: times(150), scope: BEAUTY, stacking: { mode: "ALL" } });
    const first = { mode: "PRIORITY", group: "g", priority: 1 } as const;
    await running({ effect: plus(7), stacking: first });
    await running({ effect: plus(70), stacking: { ...first, priority: 2 } });
    const { points } = await buy(id, { paidAt: day(3) });
    expect(points).toBe(210 + 2 * 160 + 50 + 80 + 7);
  });
});

describe("an activity in recurring hours", () => {
  useDatabase("by_scope");

  it("goes by when an order was paid, whenever it is told", async () => {
    const { id } = await enrolled();
    const { day, running } = ownJune();
    const weekday = ((day(3).getUTCDay() + 6) % 7) + 1;
    await running({
      effect: times(200),
      hours: [{ weekdays: [weekday], from: "22:00", until: "02:00" }],
    });
    for (const [paidAt, points] of [
      [day(3, "21:59"), 210],
      [day(3, "22:00"), 420],
      [day(4, "01:59"), 420],
      [day(4, "02:00"), 210],
      [day(10, "23:00"), 420],
    ] as const) {
      expect(await buy(id, { paidAt, now: day(20) })).toMatchObject({ points });
    }
  });
});

describe("an activity of which each member has so many orders", () => {
  useDatabase("by_scope");

  it.each([
    ["day", [3, 3, 4], [2, 1, 2]],
    ["lifetime", [3, 4, 25], [2, 1, 1]],
  ] as const)("counts them by %s of their payment", async (per, days, times_) => {
    const { id } = await enrolled();
    const { day, running } = ownJune();
    await running({ effect: times(200), frequency: { limit: 1, per } });
    for (const [at_, date] of days.entries()) {
      const { points } = await buy(id, { paidAt: day(date), now: day(27 - at_) });
      expect(points).toBe(210 * (times_[at_] ?? 0));
    }
  });

  it("never keeps more than so many, however often one buys and gives back", async () => {
    const { id } = await enrolled();
    const { day, running } = ownJune();
    await running({ effect: times(200), frequency: { limit: 1, per: "day" } });
    const first = await buy(id, { paidAt: day(3) });
    const second = await buy(id, { paidAt: day(3) });
    await refund(id, first.orderId, { amountMinor: WHOLE - 1 }, day(3));
    expect((await buy(id, { paidAt: day(3) })).points).toBe(210);
    await refund(id, first.orderId, { amountMinor: 1 }, day(3));
    const third = await buy(id, { paidAt: day(3) });
    expect([first.points, second.points, third.points]).toEqual([420, 210, 420]);
    expect(await countOf("activity_use", "memberId = ? AND points > returned", [id])).toBe(1);
  });

  it("counts a member's orders one by one, also at once", async () => {
    const { id } = await enrolled();
    const { day, running } = ownJune();
    await running({ effect: times(200), frequency: { limit: 3, per: "week" } });
    const orders = await Promise.all(Array.from({ length: 12 }, () => buy(id, { paidAt: day(3) })));
    expect(orders.filter(({ points }) => points === 420)).toHaveLength(3);
  });
});

describe("the budget of an activity", () => {
  useDatabase("by_scope");

  it("is spent by sixty-four orders at once to the last and no further, and told step by step", async () => {
    const members = await Promise.all(Array.from({ length: 64 }, () => enrolled()));
    const { day, running } = ownJune();
    const pointsBudget = 20 * 160 + 100;
    const double = await running({ effect: times(200), scope: BEAUTY, pointsBudget });
    const orders = await Promise.all(members.map(({ id }) => buy(id, { paidAt: day(3) })));
    expect(orders.filter(({ points }) => points === 370)).toHaveLength(20);
    expect(await budgetOf(double)).toMatchObject({ pointsGiven: 20 * 160, pacedPct: 80 });
    const told = () =>
      reader.rows<{ pct: number }>(
        "SELECT pct FROM activity_notice WHERE activityId = ? ORDER BY pct",
        [double],
      );
    expect((await told()).map(({ pct }) => pct)).toEqual([50, 80]);
    // Half of them go back at once while others buy, and nothing is told twice.
    await Promise.all(
      members.map(async ({ id }, at_) => {
        const { orderId } = orders[at_] ?? { orderId: "" };
        if (at_ % 2 === 0) await refund(id, orderId, { amountMinor: WHOLE }, day(4));
        else await buy(id, { paidAt: day(4) });
      }),
    );
    const kept = await reader.row<{ kept: number }>(
      "SELECT CAST(SUM(points - returned) AS SIGNED) AS kept FROM activity_use WHERE activityId = ?",
      [double],
    );
    const after = await budgetOf(double);
    expect(after?.pointsGiven).toBe(kept?.kept);
    expect(after?.pointsGiven).toBeLessThanOrEqual(pointsBudget);
    expect((await told()).map(({ pct }) => pct)).toEqual([50, 80]);
    const events = `type = 'activity.budget_reached' AND JSON_EXTRACT(data, '$.activityId') = '${double}'`;
    expect(await countOf("outbox_event", events, [])).toBe(2);
    expect((await verifyLedger(reader)).ok).toBe(true);
  }, 60_000);

  it("tells every step that one order takes, and of a larger budget what is ahead", async () => {
    const { id } = await enrolled();
    const { day, running } = ownJune();
    const double = await running({ effect: times(200), pointsBudget: 210 });
    await buy(id, { paidAt: day(3) });
    expect(await budgetOf(double)).toMatchObject({ pointsGiven: 210, pacedPct: 100 });
    const { revision } = await as(OPERATOR).activities.get({ activityId: String(double) });
    expect(revision).toBe(1);
    const notices = await as(OPERATOR).activities.notices({ unread: true });
    const own = notices.items.filter(({ activityId }) => activityId === String(double));
    expect(own.map(({ reachedPct }) => reachedPct)).toEqual([100, 80, 50]);
    const noticeIds = own.map(({ noticeId }) => noticeId);
    expect(await as(OPERATOR).activities.readNotices({ noticeIds })).toEqual({ read: 3 });
    expect(await as(OPERATOR).activities.readNotices({ noticeIds })).toEqual({ read: 0 });
    const unread = await as(OPERATOR).activities.notices({ unread: true });
    expect(unread.items.map(({ noticeId }) => noticeId)).not.toContain(noticeIds[0]);
  });
});

describe("the quote of a cart", () => {
  useDatabase("by_scope");
  useProgram({}, (rung) => ({ ...rung, multiplierPct: 100, benefits: [] }));
  useBusinessTime("2026-06-03T19:00:00+08:00");

  it("counts what the order will earn", async () => {
    const { id, externalId } = await enrolled();
    await activity({
      joining: "AUTOMATIC",
      effect: times(300),
      scope: BEAUTY,
      hours: [{ weekdays: [3], from: "18:00", until: "22:00" }],
      frequency: { limit: 1, per: "lifetime" },
      pointsBudget: 400,
    });
    const cart = { externalId: externalId ?? "", orderAmountMinor: WHOLE, lines: LINES };
    const before = await as(SERVICE).orders.quote(cart);
    expect(before.pointsToEarn).toBe(210 + 320);
    expect((await buy(id, { paidAt: new Date("2026-06-03T19:00:00+08:00") })).points).toBe(530);
    expect((await as(SERVICE).orders.quote(cart)).pointsToEarn).toBe(210);
  });
});
