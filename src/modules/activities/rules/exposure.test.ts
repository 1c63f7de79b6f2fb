import { describe, expect, it } from "vitest";
import type { Effect } from "../schema/activity";
import { NO_TERMS } from "../schema/terms";
import { NO_COUPON } from "./change";
import { addedExposure, type Bounds, exposureOf } from "./exposure";

const BONUS: Effect = { kind: "BONUS_POINTS", on: "JOIN", points: 100, orderMinimumMinor: 0 };
const DOUBLE: Effect = { kind: "POINTS_MULTIPLIER", multiplierPct: 200 };

const bounds = (effect: Effect, capacity: number | null, pointsBudget: number | null): Bounds => ({
  effect,
  capacity,
  pointsBudget,
  startsAt: new Date("2026-11-01T00:00:00Z"),
  endsAt: new Date("2026-11-02T00:00:00Z"),
  minTierCode: "DIAMOND",
  joining: "CHOICE",
  ...NO_TERMS,
  ...NO_COUPON,
});

describe("the most points an activity can bring", () => {
  it.each([
    [BONUS, 50, 2000, 2000],
    [BONUS, 50, 9000, 5000],
    [BONUS, 50, null, 5000],
    [BONUS, null, 2000, 2000],
    [BONUS, null, null, null],
    [DOUBLE, 50, null, null],
    [DOUBLE, 50, 700, 700],
    [{ ...BONUS, on: "EACH_ORDER" }, 50, null, null],
    [{ ...BONUS, on: "EACH_ORDER" }, 50, 700, 700],
  ] as const)("%j, %j places, budget %j: %j", (effect, capacity, budget, most) => {
    expect(exposureOf(bounds(effect, capacity, budget))).toBe(most);
  });
});

describe("a bonus for each order", () => {
  const each = bounds({ ...BONUS, on: "EACH_ORDER" }, 50, null);
  const often = (limit: number, per: "day" | "lifetime") => ({
    ...each,
    frequency: { limit, per },
  });

  it("is bounded by places only where each member has so many in all", () => {
    expect(exposureOf(often(3, "lifetime"))).toBe(15_000);
    expect(exposureOf(often(3, "day"))).toBeNull();
  });

  it("brings more where it counts more often", () => {
    expect(addedExposure(often(3, "lifetime"), often(4, "lifetime"))).toBe(5000);
    expect(addedExposure(often(3, "day"), often(4, "day"))).toBeNull();
  });

  it("brings no bound where its hours or goods change", () => {
    const hours = [{ weekdays: [3], from: "18:00", until: "22:00" }];
    expect(addedExposure({ ...each, hours }, each)).toBeNull();
    expect(addedExposure({ ...each, hours }, { ...each, hours })).toBe(0);
  });
});

describe("what a change adds to it", () => {
  it.each<[string, Bounds | null, Bounds, number | null]>([
    ["all of it at first", null, bounds(BONUS, 50, null), 5000],
    ["what grows", bounds(BONUS, 50, null), bounds(BONUS, 60, null), 1000],
    ["nothing where it shrinks", bounds(BONUS, 50, null), bounds(BONUS, 40, null), 0],
    [
      "nothing where nothing that bounds it changes",
      bounds(BONUS, null, null),
      bounds(BONUS, null, null),
      0,
    ],
    ["no bound where it loses its bound", bounds(BONUS, 50, null), bounds(BONUS, null, null), null],
    [
      "no bound where one without bound pays more",
      bounds(BONUS, null, null),
      bounds({ ...BONUS, points: 1_000_000_000 }, null, null),
      null,
    ],
    ["all of it where it had no bound", bounds(DOUBLE, null, null), bounds(DOUBLE, null, 700), 700],
  ])("is %s", (_, before, after, added) => {
    expect(addedExposure(before, after)).toBe(added);
  });
});

describe("what more time, or others who take part, add", () => {
  const later = { endsAt: new Date("2036-11-02T00:00:00Z") };
  const sooner = { startsAt: new Date("2026-10-01T00:00:00Z") };
  it.each<[string, Bounds, Partial<Bounds>, number | null]>([
    ["no bound: a later end", bounds(DOUBLE, null, null), later, null],
    ["no bound: an earlier start", bounds(DOUBLE, null, null), sooner, null],
    ["no bound: every tier", bounds(DOUBLE, null, null), { minTierCode: null }, null],
    ["no bound: nobody has to join", bounds(DOUBLE, null, null), { joining: "AUTOMATIC" }, null],
    [
      "nothing: an earlier end",
      bounds(DOUBLE, null, null),
      { endsAt: new Date("2026-11-01T12:00:00Z") },
      0,
    ],
    ["nothing where a budget bounds it", bounds(DOUBLE, null, 700), { ...later, ...sooner }, 0],
    ["nothing where places do", bounds(BONUS, 50, null), { ...later, minTierCode: null }, 0],
  ])("is %s", (_, before, change, added) => {
    expect(addedExposure(before, { ...before, ...change })).toBe(added);
  });
});

describe("a coupon", () => {
  const worth = { couponVersionId: 9, couponPoints: 2000 };
  const withCoupon = (capacity: number | null, pointsBudget: number | null, coupon = worth) => ({
    ...bounds({ ...BONUS, points: 0, couponDefinitionId: "7" }, capacity, pointsBudget),
    ...coupon,
  });
  const boundless = { couponVersionId: 9, couponPoints: null as number | null };

  it.each<[Bounds, number | null]>([
    [withCoupon(50, null), 100_000],
    [withCoupon(50, 6000), 6000],
    [withCoupon(null, null), null],
    [{ ...withCoupon(50, 6000), ...boundless }, null],
    [{ ...bounds(BONUS, 50, null), ...worth }, 105_000],
  ])("counts by what it is worth in points (%#)", (given, expected) => {
    expect(exposureOf(given)).toBe(expected);
  });

  it("that is worth more brings more", () => {
    const dearer = { couponVersionId: 10, couponPoints: 3000 };
    expect(addedExposure(withCoupon(50, null), withCoupon(50, null, dearer))).toBe(50_000);
    expect(addedExposure(withCoupon(null, null), withCoupon(null, null, dearer))).toBeNull();
    expect(addedExposure(withCoupon(null, null), withCoupon(null, null))).toBe(0);
  });
});
