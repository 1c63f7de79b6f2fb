import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toProgram } from "../../orders/rules/currency";
import { discountIn, leftIn, sameAmount, type ToldAmount } from "./told-amount";

const told = (ownAmountMinor: number, rate: string, currency = "USD"): ToldAmount => ({
  ...{ orderAmountMinor: toProgram(ownAmountMinor, rate), currency, rate, ownAmountMinor },
});

describe("what is taken off in an order's own currency", () => {
  it.each([
    ["rounded down", told(2_000, "7.1"), 700, 98],
    ["all of it where all is taken", told(2_000, "7.1"), 14_200, 2_000],
    ["nothing where nothing is", told(2_000, "7.1"), 0, 0],
    ["nothing of what is worth nothing here", told(30, "0.01"), 0, 0],
    [
      "as it is in the program's",
      { orderAmountMinor: 500, currency: null, rate: null, ownAmountMinor: null },
      70,
      70,
    ],
  ])("is %s", (_, amount, discountMinor, expected) => {
    expect(discountIn(amount, discountMinor)).toBe(expected);
    expect(leftIn(amount, amount.orderAmountMinor - discountMinor)).toBe(
      (amount.ownAmountMinor ?? amount.orderAmountMinor) - expected,
    );
  });

  it("is never worth more than was decided, nor more than the order", () => {
    const orders = fc.record({
      own: fc.integer({ min: 1, max: 1_000_000 }),
      rate: fc.constantFrom("7.1234", "0.048", "2310.5", "0.5", "0.00000001"),
      pct: fc.integer({ min: 0, max: 99 }),
    });
    fc.assert(
      fc.property(orders, ({ own, rate, pct }) => {
        const amount = told(own, rate);
        const discount = Math.floor((amount.orderAmountMinor * pct) / 100);
        const off = discountIn(amount, discount);
        expect(off).toBeLessThanOrEqual(own);
        expect(toProgram(off, rate)).toBeLessThanOrEqual(discount);
      }),
    );
  });
});

describe("an amount told again", () => {
  const kept = told(2_000, "8");
  it.each([
    [{ orderAmountMinor: 2_000, currency: "USD" }, true],
    [{ orderAmountMinor: 2_001, currency: "USD" }, false],
    [{ orderAmountMinor: 16_000 }, false],
    [{ orderAmountMinor: 16_000, currency: "CNY" }, false],
    [{ orderAmountMinor: 2_000, currency: "HKD" }, false],
  ])("%j: the same? %s", (again, isSame) => {
    expect(sameAmount(kept, again)).toBe(isSame);
  });
});
