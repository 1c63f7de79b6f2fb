import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ceilShare, floorShare, progressPct } from "./arithmetic";
import { MONEY_MINOR_MAX, POINTS_MAX } from "./scalars";

describe("a share of an amount", () => {
  it.each([
    [599, 150, 100, 898],
    [1, 199, 100, 1],
    [99, 1, 100, 0],
    [0, 500, 100, 0],
    [7, 0, 3, 0],
    [POINTS_MAX, MONEY_MINOR_MAX, MONEY_MINOR_MAX, POINTS_MAX],
    [999_999_999, 999_999_999_999, MONEY_MINOR_MAX, 999_999_998],
  ])("%d × %d ÷ %d is %d", (a, b, divisor, share) => {
    expect(floorShare(a, b, divisor)).toBe(share);
  });

  const amount = fc.integer({ min: 0, max: MONEY_MINOR_MAX });
  const positive = fc.integer({ min: 1, max: MONEY_MINOR_MAX });

  it("is the greatest whole number that is not too much, even past 2^53", () => {
    fc.assert(
      fc.property(amount, fc.integer({ min: 0, max: POINTS_MAX }), positive, (a, b, divisor) => {
        fc.pre((BigInt(a) * BigInt(b)) / BigInt(divisor) <= BigInt(Number.MAX_SAFE_INTEGER));
        const share = BigInt(floorShare(a, b, divisor));
        const product = BigInt(a) * BigInt(b);
        expect(share * BigInt(divisor) <= product).toBe(true);
        expect((share + 1n) * BigInt(divisor) > product).toBe(true);
        const up = BigInt(ceilShare(a, b, divisor));
        expect(up * BigInt(divisor) >= product && up - share <= 1n).toBe(true);
      }),
    );
  });

  it("taken part by part never gives more than taken at once", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 10 ** 9 }), { maxLength: 8 }),
        positive,
        (parts, whole) => {
          const sum = parts.reduce((total, part) => total + part, 0);
          const shares = parts.map((part) => floorShare(part, 1000, whole));
          const shareSum = shares.reduce((total, share) => total + share, 0);
          expect(shareSum).toBeLessThanOrEqual(floorShare(sum, 1000, whole));
        },
      ),
    );
  });
});

describe("the progress towards a goal", () => {
  it.each([
    [876_000, 1_000_000, 87],
    [999_999, 1_000_000, 99],
    [1_000_000, 1_000_000, 100],
    [2_000_000, 1_000_000, 100],
    [0, 1_000_000, 0],
    [0, 0, 100],
  ])("of %d out of %d is %d percent", (part, whole, percent) => {
    expect(progressPct(part, whole)).toBe(percent);
  });

  it("is 100 exactly when the goal is reached", () => {
    const amount = fc.integer({ min: 1, max: MONEY_MINOR_MAX });
    fc.assert(
      fc.property(amount, amount, (part, whole) => {
        expect(progressPct(part, whole) === 100).toBe(part >= whole);
      }),
    );
  });
});
