import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { moreOnTier } from "./next-tier";
import { kindOfBenefit, leftOfPoints, leftOfSaving, type SavingOrder } from "./savings";

const order = (of: Partial<SavingOrder> = {}): SavingOrder => ({
  orderId: "o",
  memberId: 1,
  currency: null,
  rate: null,
  paidAmountMinor: 34_000,
  amountMinor: null,
  refundedMinor: 0,
  undoneMinor: 0,
  cancelledAt: null,
  firstPaidMinor: null,
  ...of,
});

describe("what is left of something taken off an order", () => {
  it.each<[string, number, SavingOrder | undefined]>([
    ["all of it while nobody told of the order", 6_000, undefined],
    ["all of it while only its refund was told", 6_000, order({ paidAmountMinor: null })],
    ["all of an order that stands", 6_000, order()],
    ["the share that refunds left", 4_500, order({ refundedMinor: 8_500 })],
    ["nothing of one refunded in full", 0, order({ refundedMinor: 34_000 })],
    ["nothing of one that was cancelled", 0, order({ cancelledAt: new Date(0) })],
    [
      "less of one edited to less",
      3_000,
      order({ paidAmountMinor: 17_000, firstPaidMinor: 34_000 }),
    ],
    [
      "less of one edited to less and refunded",
      1_500,
      order({ paidAmountMinor: 17_000, refundedMinor: 8_500, firstPaidMinor: 34_000 }),
    ],
    ["no more of one edited to more", 6_000, order({ firstPaidMinor: 10_000 })],
    [
      "a share of one that nothing was paid for",
      4_500,
      order({ paidAmountMinor: 0, amountMinor: 40_000, undoneMinor: 10_000 }),
    ],
  ])("%s", (_name, left, now) => {
    expect(leftOfSaving("PRICE", 6_000, now, 40_000)).toBe(left);
    expect(leftOfSaving("COUPON", 6_000, now, 40_000)).toBe(left);
    expect(leftOfSaving("SHIPPING", 6_000, now, 40_000)).toBe(left === 0 ? 0 : 6_000);
  });

  it("is never more than was taken off, and falls with every refund", () => {
    const money = fc.integer({ min: 0, max: 10_000_000 });
    fc.assert(
      fc.property(money, money, money, money, money, (value, paid, first, one, other) => {
        const left = (refundedMinor: number) =>
          leftOfSaving(
            "PRICE",
            value,
            order({
              paidAmountMinor: paid,
              firstPaidMinor: first,
              refundedMinor: Math.min(paid, refundedMinor),
            }),
            paid,
          );
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        expect(left(less)).toBeLessThanOrEqual(value);
        expect(left(more)).toBeLessThanOrEqual(left(less));
        expect(left(more)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe("what points took off", () => {
  it.each([
    [1_000, 0, 1_000],
    [1_000, 500, 500],
    [1_000, 1_000, 0],
    [300, 100, 666],
  ])("%i points, %i of them back → %i", (points, restored, left) => {
    expect(leftOfPoints({ points, restored, discountMinor: 1_000 })).toBe(left);
  });
});

describe("benefits", () => {
  it.each([
    ["DISCOUNT", "PRICE"],
    ["FREE_SHIPPING", "SHIPPING"],
    ["COUPON", "COUPON"],
    ["BIRTHDAY_GIFT", null],
    ["DEDICATED_SERVICE", null],
  ])("of the type %s count as %s", (type, kind) => expect(kindOfBenefit(type)).toBe(kind));
});

describe("what the next tier would save", () => {
  const silver = { discountRateBps: 9_000, multiplierPct: 120 };
  const gold = { discountRateBps: 8_500, multiplierPct: 150 };
  const points = { perYuan: 1, perYuanOff: 100 };

  it.each([
    ["a year of orders", 450_000, 50_000, 25_900],
    ["one whose tier price nobody told of", 450_000, 0, 23_300],
    ["too few orders", 1_000, 0, null],
  ])("%s", (_name, spendMinor, priceOffMinor, more) => {
    expect(moreOnTier({ spendMinor, priceOffMinor }, silver, gold, points)).toBe(more);
  });

  it("is not told where the next tier gives no more", () => {
    const year = { spendMinor: 1_000_000, priceOffMinor: 0 };
    expect(moreOnTier(year, gold, silver, points)).toBeNull();
    expect(moreOnTier(year, gold, gold, points)).toBeNull();
  });
});
