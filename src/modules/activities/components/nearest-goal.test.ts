import { describe, expect, it } from "vitest";
import { nearestGoal } from "./nearest-goal";
import type { ShownActivity } from "./shown-activity";

const challenge = {
  activityId: "1",
  kind: "CHALLENGE",
  title: "三单挑战",
  description: "",
  image: null,
  status: "RUNNING",
  startsAt: "2026-11-01T00:00:00.000Z",
  endsAt: "2026-12-01T00:00:00.000Z",
  effect: { kind: "CHALLENGE", goal: "ORDERS", target: 3, points: 500, orderMinimumMinor: 0 },
  coupon: null,
  minTier: null,
  joining: "CHOICE",
  capacity: null,
  remainingCapacity: null,
  budgetSpent: false,
  scope: null,
  hours: null,
  frequency: null,
  eligible: true,
  reason: null,
  joined: true,
  participationId: "1",
  joinedAt: null,
  pointsAwarded: 0,
  couponAwarded: false,
  progress: { orders: 2, spendMinor: 0, target: 3, progressPct: 66, reached: false },
} as const satisfies ShownActivity;

const spend = {
  ...challenge,
  activityId: "2",
  effect: { ...challenge.effect, goal: "SPEND", target: 40_000 },
  progress: { orders: 0, spendMinor: 10_000, target: 40_000, progressPct: 25, reached: false },
} as const satisfies ShownActivity;

describe("the activity nearest its goal", () => {
  it("is the one that is furthest on, with what is missing", () => {
    expect(nearestGoal([spend, challenge])).toEqual({
      activityId: "1",
      title: "三单挑战",
      points: 500,
      coupon: null,
      missing: { goal: "ORDERS", amount: 1 },
      orderMinimumMinor: 0,
      isOfSomeOrders: false,
    });
    expect(nearestGoal([spend])?.missing).toEqual({ goal: "SPEND", amount: 30_000 });
  });

  it("is the one that is over first, of two that are equally far", () => {
    const sooner = { ...challenge, activityId: "3", endsAt: "2026-11-30T00:00:00.000Z" };
    expect(nearestGoal([challenge, sooner])?.activityId).toBe("3");
  });

  it("says where not every order counts", () => {
    const dear = { ...challenge, effect: { ...challenge.effect, orderMinimumMinor: 20_000 } };
    expect(nearestGoal([dear])?.orderMinimumMinor).toBe(20_000);
    const seldom = { ...challenge, frequency: { per: "day", limit: 1 } as const };
    expect(nearestGoal([seldom])?.isOfSomeOrders).toBe(true);
  });

  it.each([
    ["reached", { progress: { ...challenge.progress, orders: 3, reached: true } }],
    ["not joined", { joined: false }],
    ["for a higher tier", { joining: "AUTOMATIC" as const, eligible: false }],
    ["out of points", { eligible: false, budgetSpent: true }],
    ["paused", { status: "PAUSED" as const }],
    ["without progress", { progress: null }],
    [
      "a multiplier",
      { effect: { kind: "POINTS_MULTIPLIER" as const, multiplierPct: 200 }, progress: null },
    ],
  ])("is none that is %s", (_name, change) => {
    expect(nearestGoal([{ ...challenge, ...change }])).toBeNull();
  });
});
