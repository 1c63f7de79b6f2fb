import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { activity, activityEntries, countersOf, june, paid } from "@/testing/activities";
import { at, OPERATOR } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { accountsOf, enrolled, fresh, refunded } from "@/testing/factories";
import { setStatus } from "../../members/service/members";
import { verifyLedger } from "../../points/service/verify";
import { cancelOrder } from "../../purchases/service/cancel";
import { joinActivity } from "./join";
import { changeActivity } from "./manage";

const FIRST_ORDER = {
  kind: "BONUS_POINTS",
  on: "FIRST_ORDER",
  points: 100,
  orderMinimumMinor: 20_000,
} as const;
const TWO_ORDERS = {
  kind: "CHALLENGE",
  goal: "ORDERS",
  target: 2,
  points: 500,
  orderMinimumMinor: 5_000,
} as const;
const THOUSAND = {
  kind: "CHALLENGE",
  goal: "SPEND",
  target: 100_000,
  points: 500,
  orderMinimumMinor: 0,
} as const;

const join = (memberId: number, activityId: number, now = june(1)) =>
  at(now, (work) => joinActivity(work, { memberId }, activityId));
const cancel = (memberId: number, orderId: string, now = june(9)) =>
  at(now, (work) => cancelOrder(work, { memberId }, orderId));

async function heldBy(memberId: number): Promise<number> {
  const entries = await activityEntries(memberId);
  return entries.reduce((sum, { points }) => sum + points, 0);
}

async function participant(effect: NonNullable<Parameters<typeof activity>[0]>["effect"]) {
  const { id } = await enrolled();
  const activityId = await activity(effect ? { effect } : {});
  await join(id, activityId);
  return { id, activityId, name: `${activityId}:${id}` };
}

describe("the bonus for a first order over a minimum", () => {
  useDatabase("follow");

  it("comes with the first that reaches it, once", async () => {
    const { id, activityId, name } = await participant(FIRST_ORDER);
    await paid(id, { yuan: 199.99, paidAt: june(2) });
    expect(await activityEntries(id)).toEqual([]);
    const { actions } = await paid(id, { yuan: 200, paidAt: june(3) });
    expect(actions).toMatchObject([
      { action: "POINTS_EARNED", points: 200 },
      { action: "POINTS_EARNED", points: 100 },
    ]);
    await paid(id, { yuan: 900, paidAt: june(4) });
    expect(await activityEntries(id)).toEqual([{ type: "EARN", points: 100, referenceId: name }]);
    expect(await countersOf(activityId)).toEqual({ joinedCount: 1, pointsGiven: 100 });
  });

  it("goes back with its order, pro rata and to the last point", async () => {
    const { id } = await participant(FIRST_ORDER);
    const { orderId } = await paid(id, { yuan: 300, paidAt: june(3) });
    const { actions } = (await refunded(id, { orderId, yuan: 100, now: june(4) })) as {
      actions: unknown[];
    };
    expect(actions).toMatchObject([
      { action: "POINTS_CLAWED_BACK", points: 100 },
      { action: "POINTS_CLAWED_BACK", points: 34 },
    ]);
    expect(await heldBy(id)).toBe(66);
    await refunded(id, { orderId, yuan: 100, now: june(5) });
    expect(await heldBy(id)).toBe(33);
    await refunded(id, { orderId, yuan: 100, now: june(6) });
    expect(await heldBy(id)).toBe(0);
    expect(await accountsOf(id)).toMatchObject({ available: 0, owed: 0 });
  });

  it("moves to the next order when its own is cancelled, and charges the budget once", async () => {
    const { id, activityId, name } = await participant(FIRST_ORDER);
    const { orderId } = await paid(id, { yuan: 300, paidAt: june(3) });
    await paid(id, { yuan: 400, paidAt: june(4) });
    await cancel(id, orderId);
    expect(await activityEntries(id)).toEqual([
      { type: "EARN", points: 100, referenceId: name },
      { type: "CLAW_BACK", points: -100, referenceId: `${name}-100` },
      { type: "EARN", points: 100, referenceId: `${name}:2` },
    ]);
    expect(await countersOf(activityId)).toEqual({ joinedCount: 1, pointsGiven: 100 });
  });

  it("of an order that was refunded in part before it came is the rest", async () => {
    const { id } = await participant(FIRST_ORDER);
    const orderId = fresh("o");
    await refunded(id, { orderId, yuan: 100, now: june(2) });
    await paid(id, { yuan: 300, paidAt: june(2), now: june(3), orderId });
    expect(await heldBy(id)).toBe(66);
    await refunded(id, { orderId, yuan: 200, now: june(4) });
    expect(await heldBy(id)).toBe(0);
  });

  it("becomes a debt where it was spent", async () => {
    const { id } = await participant(FIRST_ORDER);
    const { orderId } = await paid(id, { yuan: 200, paidAt: june(3) });
    const { payWithPoints } = await import("../../points/service/pay-with-points");
    const use = { points: 300, orderId: fresh("o"), orderAmountMinor: 10_000 };
    await at(june(4), (work) => payWithPoints(work, { memberId: id }, use));
    await cancel(id, orderId);
    expect(await accountsOf(id)).toMatchObject({ available: 0, owed: 300 });
  });
});

describe("a challenge", () => {
  useDatabase("follow");

  it("of two orders gives its points with the second that counts", async () => {
    const { id, name } = await participant(TWO_ORDERS);
    await paid(id, { yuan: 49.99, paidAt: june(2) });
    await paid(id, { yuan: 50, paidAt: june(3) });
    expect(await activityEntries(id)).toEqual([]);
    await paid(id, { yuan: 50, paidAt: june(4) });
    await paid(id, { yuan: 50, paidAt: june(5) });
    expect(await activityEntries(id)).toEqual([{ type: "EARN", points: 500, referenceId: name }]);
  });

  it("of a sum gives them at exactly that sum", async () => {
    const { id } = await participant(THOUSAND);
    await paid(id, { yuan: 999.99, paidAt: june(3) });
    expect(await heldBy(id)).toBe(0);
    await paid(id, { yuan: 0.01, paidAt: june(4) });
    expect(await heldBy(id)).toBe(500);
  });

  it("takes all of them back when a refund undoes the goal, and gives them again with it", async () => {
    const { id, activityId, name } = await participant(THOUSAND);
    const { orderId } = await paid(id, { yuan: 1_000, paidAt: june(3) });
    await refunded(id, { orderId, yuan: 0.01, now: june(4) });
    expect(await heldBy(id)).toBe(0);
    await refunded(id, { orderId, yuan: 10, now: june(5) });
    await paid(id, { yuan: 20, paidAt: june(6) });
    expect(await activityEntries(id)).toEqual([
      { type: "EARN", points: 500, referenceId: name },
      { type: "CLAW_BACK", points: -500, referenceId: `${name}-500` },
      { type: "EARN", points: 500, referenceId: `${name}:2` },
    ]);
    expect(await countersOf(activityId)).toEqual({ joinedCount: 1, pointsGiven: 500 });
  });

  it("counts what was paid from the joining on and in no pause, whenever it comes", async () => {
    const { id } = await enrolled();
    const activityId = await activity({ effect: TWO_ORDERS });
    await join(id, activityId, june(3));
    const edit = (revision: number, action: "pause" | "resume" | "end", now: Date) =>
      at(
        now,
        (work) => changeActivity(work, { activityId, revision, action, reason: null, change: {} }),
        OPERATOR,
      );
    await edit(1, "pause", june(5));
    await edit(2, "resume", june(7));
    await edit(3, "end", june(9));
    for (const paidAt of [june(2), june(5), june(6), june(9)]) {
      await paid(id, { yuan: 100, paidAt, now: june(20) });
    }
    expect(await heldBy(id)).toBe(0);
    await paid(id, { yuan: 100, paidAt: june(4), now: june(20) });
    expect(await heldBy(id)).toBe(0);
    await paid(id, { yuan: 100, paidAt: june(8), now: june(21) });
    expect(await heldBy(id)).toBe(500);
  });

  it("gives a frozen participant theirs", async () => {
    const { id } = await participant(THOUSAND);
    await at(june(2), (work) => setStatus(work, { memberId: id }, "FROZEN", "test"), OPERATOR);
    await paid(id, { yuan: 1_000, paidAt: june(3) });
    expect(await heldBy(id)).toBe(500);
  });

  it("of sixty-four members at once gives what its budget covers and no more", async () => {
    const activityId = await activity({ effect: THOUSAND, pointsBudget: 2_900 });
    const members = await Promise.all(Array.from({ length: 64 }, () => enrolled()));
    await Promise.all(members.map(({ id }) => join(id, activityId)));
    await Promise.all(members.map(({ id }) => paid(id, { yuan: 1_000, paidAt: june(3) })));
    const held = await Promise.all(members.map(({ id }) => heldBy(id)));
    expect(held.filter((points) => points === 500)).toHaveLength(5);
    expect(held.filter((points) => points === 0)).toHaveLength(59);
    expect(await countersOf(activityId)).toEqual({ joinedCount: 64, pointsGiven: 2_500 });
  });
});

type Told = { kind: "order" | "refund" | "cancel"; order: number; yuan: number };

/** Four orders, with refunds that fit them and cancellations of some. */
const histories = fc
  .array(
    fc.record({
      yuan: fc.integer({ min: 1, max: 12 }).map((n) => n * 60),
      refundedShare: fc.constantFrom(0, 0, 0.5, 1),
      cancelled: fc.constantFrom(false, false, false, true),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((orders) =>
    orders.flatMap(({ yuan, refundedShare, cancelled }, order): Told[] => [
      { kind: "order", order, yuan },
      ...(refundedShare > 0
        ? [{ kind: "refund", order, yuan: yuan * refundedShare } as const]
        : []),
      ...(cancelled ? [{ kind: "cancel", order, yuan } as const] : []),
    ]),
  );

describe("whatever the order of events", () => {
  useDatabase("follow");

  it("a challenge is held exactly where the orders that stand reach it", async () => {
    const activityId = await activity({ effect: THOUSAND });
    const property = fc.asyncProperty(
      histories.chain((told) => fc.shuffledSubarray(told, { minLength: told.length })),
      async (told) => {
        const { id } = await enrolled();
        await join(id, activityId);
        const names = [0, 1, 2, 3].map(() => fresh("o"));
        const orders = new Map<number, { yuan: number; undone: number }>();
        for (const { kind, order, yuan } of told) {
          const orderId = names[order] ?? "";
          const state = orders.get(order) ?? { yuan: 0, undone: 0 };
          if (kind === "order") {
            await paid(id, { yuan, paidAt: june(2 + order), now: june(20), orderId });
            state.yuan = yuan;
          }
          if (kind === "refund") {
            await refunded(id, { orderId, yuan, now: june(20) });
            state.undone += yuan;
          }
          if (kind === "cancel") {
            await cancel(id, orderId, june(20));
            state.undone += 1_000_000;
          }
          orders.set(order, state);
        }
        const spent = [...orders.values()].reduce(
          (sum, { yuan, undone }) => sum + Math.max(0, yuan - undone),
          0,
        );
        expect(await heldBy(id)).toBe(spent >= 1_000 ? 500 : 0);
      },
    );
    await fc.assert(property, { numRuns: 25 });
    const { checks } = await verifyLedger(reader);
    expect(checks.flatMap(({ violations }) => violations)).toEqual([]);
  });
});
