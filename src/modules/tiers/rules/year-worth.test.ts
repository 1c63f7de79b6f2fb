import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { yearWorth } from "./year-worth";

const terms = { perYuan: 1, perYuanOff: 100 };

describe("what a year brings on a tier", () => {
  it.each([
    [
      "without any terms",
      500_000,
      10_000,
      100,
      { discountMinor: 0, points: 5_000, pointsMinor: 5_000 },
    ],
    [
      "with a price and times points",
      500_000,
      8_500,
      150,
      { discountMinor: 75_000, points: 6_375, pointsMinor: 6_375 },
    ],
    ["of nothing", 0, 8_000, 200, { discountMinor: 0, points: 0, pointsMinor: 0 }],
    ["of less than a yuan", 99, 10_000, 200, { discountMinor: 0, points: 0, pointsMinor: 0 }],
  ])("%s", (_name, listMinor, discountRateBps, multiplierPct, worth) => {
    const { discountMinor, points, pointsMinor, totalMinor } = yearWorth(
      listMinor,
      { discountRateBps, multiplierPct },
      terms,
    );
    expect({ discountMinor, points, pointsMinor }).toEqual(worth);
    expect(totalMinor).toBe(discountMinor + pointsMinor);
  });

  it("is worth nothing in points where they are not given", () => {
    const none = yearWorth(
      100_000,
      { discountRateBps: 9_000, multiplierPct: 300 },
      { perYuan: 0, perYuanOff: 100 },
    );
    expect(none).toEqual({ discountMinor: 10_000, points: 0, pointsMinor: 0, totalMinor: 10_000 });
  });

  it("grows with what is bought, and never takes off more than the price", () => {
    const tier = fc.record({
      discountRateBps: fc.integer({ min: 1, max: 10_000 }),
      multiplierPct: fc.integer({ min: 100, max: 1_000 }),
    });
    const amount = fc.integer({ min: 0, max: 100_000_000 });
    fc.assert(
      fc.property(tier, amount, amount, (of, a, b) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)].map((minor) =>
          yearWorth(minor, of, terms),
        );
        expect(less?.points).toBeLessThanOrEqual(more?.points ?? -1);
        expect(more?.discountMinor).toBeLessThanOrEqual(Math.max(a, b));
      }),
    );
  });
});
