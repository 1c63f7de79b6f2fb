import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { orderPoints } from "../rules/order-figures";
import { reckoningOf } from "./reckoning";

const gold = { code: "GOLD", multiplierPct: 150 };

describe("how an order’s points came about", () => {
  it.each([
    // 339 yuan × 1.5 gold × 2 double week = 1,017
    [
      { base: 339, tier: gold, activity: { id: "1", multiplierPct: 200, points: 509 } },
      1017,
      33_960,
      { base: 339, isYuan: true, product: "1017", points: 1017, end: "exact" },
    ],
    [
      { base: 339, tier: gold },
      508,
      33_960,
      { isYuan: true, product: "508.5", points: 508, end: "rounded" },
    ],
    // A multiplier of nothing is not said.
    [
      { base: 20, tier: { code: "MEMBER", multiplierPct: 100 } },
      20,
      2_000,
      { factors: [], product: "20", end: "exact" },
    ],
    // Some goods bring points of their own; the base is not what was paid.
    [
      { base: 439, tier: gold, goods: [{ label: "socks", lines: 1, fixedPoints: 20 }] },
      678,
      43_960,
      { isYuan: false, fixedPoints: 20, product: "678.5", points: 678, end: "rounded" },
    ],
    // What activities add to single lines comes on top.
    [
      { base: 100, tier: gold, activities: [{ multiplierPct: 200, points: 40, lines: 1 }] },
      190,
      10_000,
      { product: "150", points: 150, end: "exact" },
    ],
    // A bound of the day, or of what the activity had left.
    [
      { base: 339, tier: gold, activity: { multiplierPct: 200, points: 100 } },
      608,
      33_960,
      { product: "1017", points: 608, end: "capped" },
    ],
    [
      { base: 250, tier: { multiplierPct: 105 }, benefit: { id: "b", multiplierPct: 115 } },
      301,
      25_000,
      { product: "301.875", points: 301, end: "rounded" },
    ],
  ])("%o of %i points", (breakdown, points, paidMinor, said) => {
    expect(reckoningOf(breakdown, points, paidMinor)).toMatchObject(said);
  });

  it.each([
    ["nothing is kept", null, 5],
    ["no base is kept", { orderId: "A1" }, 5],
    ["more came than what is kept makes", { base: 100, tier: gold }, 151],
    ["activities alone would be more", { base: 0, activities: [{ points: 9 }] }, 5],
    ["a figure is none", { base: 100, tier: { multiplierPct: "150" } }, 150],
  ])("says less where %s", (_, breakdown, points) => {
    expect(reckoningOf(breakdown, points)).toBeNull();
  });

  it("makes the points that the rules gave, whatever they were", () => {
    const figures = fc.record({
      paidAmountMinor: fc.nat(50_000_000),
      pointsPerYuan: fc.constantFrom(1, 2, 10),
      multiplierPct: fc.integer({ min: 100, max: 500 }),
      boostPct: fc.integer({ min: 100, max: 500 }),
      fixedPoints: fc.nat(1000),
      pointsMax: fc.option(fc.nat(10_000), { nil: undefined }),
    });
    fc.assert(
      fc.property(figures, ({ fixedPoints, pointsMax, ...facts }) => {
        const goods = { weight: 100 * facts.paidAmountMinor, fixedPoints };
        const given = orderPoints({
          ...facts,
          goods,
          ...(pointsMax !== undefined && { pointsMax }),
        });
        const breakdown = {
          base: given.base,
          tier: { code: "GOLD", multiplierPct: facts.multiplierPct },
          benefit: { id: "b", multiplierPct: facts.boostPct },
          ...(fixedPoints > 0 && { goods: [{ label: "x", lines: 1, fixedPoints }] }),
        };
        const said = reckoningOf(breakdown, given.points, facts.paidAmountMinor);
        expect(said?.points).toBe(given.points);
        const [whole = "", fraction] = (said?.product ?? "").split(".");
        if (said?.end === "exact")
          expect([Number(whole), fraction]).toEqual([given.points, undefined]);
        if (said?.end === "rounded")
          expect([Number(whole), Boolean(fraction)]).toEqual([given.points, true]);
        if (said?.end === "capped") expect(Number(whole)).toBeGreaterThan(given.points);
      }),
    );
  });
});
