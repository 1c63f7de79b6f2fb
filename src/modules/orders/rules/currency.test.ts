import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MONEY_MINOR_MAX } from "@/platform/scalars";
import { orderLine } from "../schema/cart";
import { amountOf, cartFaults, paidOf } from "../schema/check";
import { currencyRate, otherCurrency } from "../schema/currency";
import { countedOf, fromProgram, keptOf, linesInProgram, tooMuch, toProgram } from "./currency";

const rates = fc
  .tuple(fc.integer({ min: 0, max: 9_999_999 }), fc.integer({ min: 0, max: 99_999_999 }))
  .map(([whole, decimals]) => `${whole}.${String(decimals).padStart(8, "0")}`)
  .filter((text) => currencyRate.safeParse(text).success);

describe("a rate", () => {
  it.each(["7.1234", "0.00000001", "9999999.99999999", "1", "0.048", "2310.5"])("is %s", (text) => {
    expect(currencyRate.safeParse(text).success).toBe(true);
  });

  it.each([
    ...["0", "0.0", "0.00000000", "", " 7", "7.", ".5", "07", "-1", "+1", "1e3", "7,1", "1_000"],
    ...["0.000000001", "10000000", "NaN", "Infinity", "７", "7.1\n", "0x1"],
  ])("is never %j", (text) => {
    expect(currencyRate.safeParse(text).success).toBe(false);
  });

  it("is text: a number would have been rounded already", () => {
    expect(currencyRate.safeParse(7.1).success).toBe(false);
  });

  it("of the program's own currency is none", () => {
    expect(["CNY", undefined, null, "USD"].map(otherCurrency)).toEqual([null, null, null, "USD"]);
  });
});

describe("money in the program's currency", () => {
  it.each([
    ["cents", 1999, "7.1234", 14_239],
    ["yen, which have no decimals", 4800, "4.8", 23_040],
    ["mils of a dinar, which has three", 1234, "2.3105", 2851],
    ["a cent that is worth less than a fen", 99, "0.01", 0],
    ["what decimals of base two would get wrong", 3, "0.1", 0],
    ["and again", 10, "0.1", 1],
    ["the largest of all", MONEY_MINOR_MAX, "1", MONEY_MINOR_MAX],
    ["the program's own", 1999, null, 1999],
  ])("%s", (_, minor, rate, expected) => {
    expect(toProgram(minor, rate)).toBe(expected);
  });

  it("and back is never more than it was", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), rates, (minor, rate) => {
        expect(fromProgram(toProgram(minor, rate), rate)).toBeLessThanOrEqual(minor);
      }),
    );
  });

  it("says which amount no figure of the program holds", () => {
    const amounts = { paid: 5, price: MONEY_MINOR_MAX };
    expect(tooMuch(amounts, "1.00000001")).toBe("price");
    expect(tooMuch(amounts, "1")).toBeUndefined();
    expect(tooMuch(amounts, "9999999.99999999")).toBe("price");
    expect(tooMuch(amounts, null)).toBeUndefined();
  });

  it("of any split of a refund is what one full refund takes, in any order", () => {
    const order = fc.tuple(
      rates,
      fc.array(fc.integer({ min: 0, max: 5_000_000 }), { minLength: 1, maxLength: 12 }),
    );
    fc.assert(
      fc.property(order, ([rate, refunds]) => {
        const paid = refunds.reduce((sum, refund) => sum + refund, 0);
        let refunded = 0;
        let taken = 0;
        for (const refund of refunds) {
          const before = { paidAmountMinor: paid, refundedMinor: refunded, rate };
          refunded += refund;
          const own = keptOf(before) - keptOf({ ...before, refundedMinor: refunded });
          expect(own).toBeGreaterThanOrEqual(0);
          taken += own;
        }
        const all = { paidAmountMinor: paid, refundedMinor: paid, rate };
        expect(countedOf(all)).toEqual({ paidMinor: taken, refundedMinor: taken });
        expect(taken).toBe(toProgram(paid, rate));
      }),
    );
  });
});

describe("lines in the program's currency", () => {
  const line = fc
    .record({
      quantity: fc.integer({ min: 1, max: 1000 }),
      unitAmountMinor: fc.integer({ min: 0, max: 100_000 }),
      discountPct: fc.integer({ min: 0, max: 100 }),
      paidPct: fc.integer({ min: 0, max: 100 }),
    })
    .map(({ quantity, unitAmountMinor, discountPct, paidPct }) => {
      const discountMinor = Math.floor((quantity * unitAmountMinor * discountPct) / 100);
      const paidMinor = Math.floor(((quantity * unitAmountMinor - discountMinor) * paidPct) / 100);
      return { quantity, unitAmountMinor, discountMinor, paidMinor };
    });
  const lines = fc
    .array(line, { minLength: 1, maxLength: 8 })
    .map((all) => all.map((one, at) => orderLine.parse({ lineId: String(at), sku: "s", ...one })));

  it("come to what all of them are, contradict nothing and stay as many pieces", () => {
    fc.assert(
      fc.property(lines, rates, (told, rate) => {
        const counted = linesInProgram(told, rate);
        expect(amountOf(counted)).toBe(toProgram(amountOf(told), rate));
        expect(paidOf(counted)).toBe(toProgram(paidOf(told), rate));
        expect(counted.map(({ quantity }) => quantity)).toEqual(
          told.map(({ quantity }) => quantity),
        );
        const price = paidOf(counted);
        const faults = cartFaults({ lines: counted, orderAmountMinor: price }).filter(
          // A line may be paid by one more than it costs: both are rounded by the sums before it.
          ({ path }) => path.at(-1) !== "paidMinor",
        );
        if (amountOf(counted) < MONEY_MINOR_MAX / 1000) expect(faults).toEqual([]);
      }),
    );
  });
});
