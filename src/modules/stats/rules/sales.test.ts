import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type SoldLine, salesOf } from "./sales";

const line = (money: number, words: Partial<SoldLine> = {}): SoldLine => ({
  ...{ categories: [], brand: null, moneyLeft: money, weightLeft: money },
  ...words,
});

describe("what an order sold", () => {
  it("goes to the words of its lines, by what is left of each", () => {
    const lines = [line(6_000, { categories: ["SHOES", "SHOES"] }), line(4_000)];
    expect(salesOf({ spendMinor: 9_000, points: 90 }, lines)).toEqual([
      { kind: "CATEGORY", word: "SHOES", spendMinor: 5_400, points: 54 },
      { kind: "BRAND", word: "", spendMinor: 9_000, points: 90 },
      { kind: "CATEGORY", word: "", spendMinor: 3_600, points: 36 },
    ]);
  });

  it("is nothing where nothing is left of any line", () => {
    const [sale] = salesOf({ spendMinor: 0, points: 5 }, [line(0, { brand: "ACME" })]);
    expect(sale).toMatchObject({ spendMinor: 0, points: 0 });
  });

  it("by brand comes to what the order keeps, and to no less than nothing", () => {
    const some = fc.record({
      categories: fc.array(fc.constantFrom("A", "B", "C"), { maxLength: 3 }),
      brand: fc.constantFrom("X", "Y", null),
      moneyLeft: fc.nat(1_000_000_000),
      weightLeft: fc.nat(1_000_000_000),
    });
    const order = fc.record({ spendMinor: fc.nat(1_000_000_000), points: fc.nat(1_000_000) });
    fc.assert(
      fc.property(order, fc.array(some, { minLength: 1, maxLength: 20 }), (kept, lines) => {
        const sales = salesOf(kept, lines);
        const brands = sales.filter(({ kind }) => kind === "BRAND");
        const sum = (of: (sale: (typeof sales)[number]) => number) =>
          brands.reduce((all, sale) => all + of(sale), 0);
        if (lines.some(({ moneyLeft }) => moneyLeft > 0))
          expect(sum((sale) => sale.spendMinor)).toBe(kept.spendMinor);
        if (lines.some(({ weightLeft }) => weightLeft > 0))
          expect(sum((sale) => sale.points)).toBe(kept.points);
        for (const sale of sales)
          expect(Math.min(sale.spendMinor, sale.points)).toBeGreaterThan(-1);
      }),
    );
  });
});
