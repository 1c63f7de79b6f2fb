import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MONEY_MINOR_MAX } from "@/platform/scalars";
import { maxPointsFor, worthMinor } from "./order-figures";
import { checkAvailable, checkRedemption } from "./redeem";

const DEFAULTS = { pointsPerYuanOff: 100, orderShareMaxBps: 3000 };

describe("what points are worth", () => {
  it.each([
    [100, 100, 100],
    [250, 100, 250],
    [1, 100, 1],
    [1, 200, 0],
    [3, 200, 1],
    [7, 3, 233],
    [0, 100, 0],
  ])("%i points at %i for ¥1 are %i fen", (points, pointsPerYuanOff, minor) => {
    expect(worthMinor(points, pointsPerYuanOff)).toBe(minor);
  });
});

describe("the most points an order takes", () => {
  it.each([
    ["30 % of ¥100", 100_00, DEFAULTS, 3000],
    ["30 % of ¥0.01", 1, DEFAULTS, 0],
    ["30 % of ¥0.04", 4, DEFAULTS, 1],
    ["30 % of ¥99.99, down", 99_99, DEFAULTS, 2999],
    ["all of it", 100_00, { ...DEFAULTS, orderShareMaxBps: 10_000 }, 10_000],
    ["none of it", 100_00, { ...DEFAULTS, orderShareMaxBps: 0 }, 0],
    ["dear points", 100_00, { ...DEFAULTS, pointsPerYuanOff: 1 }, 30],
  ])("is %s", (_, orderAmountMinor, terms, max) => {
    expect(maxPointsFor(orderAmountMinor, terms)).toBe(max);
  });

  it("is never worth more than the share of the order, to the last fen", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: MONEY_MINOR_MAX }),
        fc.integer({ min: 1, max: 100_000 }),
        fc.integer({ min: 0, max: 10_000 }),
        (orderAmountMinor, pointsPerYuanOff, orderShareMaxBps) => {
          const points = maxPointsFor(orderAmountMinor, { pointsPerYuanOff, orderShareMaxBps });
          const worth = worthMinor(points, pointsPerYuanOff);
          const share = (BigInt(orderAmountMinor) * BigInt(orderShareMaxBps)) / 10_000n;
          expect(BigInt(worth) <= share).toBe(true);
          // One point more would be worth more than the share.
          expect(BigInt(points + 1) * 100n > share * BigInt(pointsPerYuanOff)).toBe(true);
        },
      ),
    );
  });
});

describe("whether points may be spent on an order", () => {
  it.each([
    [
      "the cap before the balance",
      { points: 3001, available: 0, orderAmountMinor: 100_00 },
      "DEDUCTION_LIMIT_EXCEEDED",
      { required: 3001, maxPoints: 3000, maxDiscountMinor: 3000 },
    ],
    [
      "what is not there, with the shortage",
      { points: 3000, available: 2999, orderAmountMinor: 100_00 },
      "INSUFFICIENT_POINTS",
      { required: 3000, available: 2999, shortage: 1 },
    ],
  ])("refuses %s", (_, facts, domainCode, about) => {
    expect(() => checkRedemption(facts, DEFAULTS)).toThrowError(
      expect.objectContaining({ domainCode, facts: about }),
    );
  });

  it("takes the cap exactly and everything there is", () => {
    const facts = { points: 3000, available: 3000, orderAmountMinor: 100_00 };
    expect(checkRedemption(facts, DEFAULTS)).toEqual({ discountMinor: 3000 });
    expect(() => checkAvailable(3000, 3000)).not.toThrow();
  });
});
