import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linesInScope } from "../../orders/rules/lines";
import { type OrderLine, orderScope } from "../../orders/schema/cart";
import { amountOf, lineAmountMinor } from "../../orders/schema/check";
import { type CouponTerms, couponTerms } from "../schema/terms";
import { type Beside, discountOf, type Goods } from "./discount";

function line(lineId: string, unit: number, more: Partial<OrderLine> = {}): OrderLine {
  return {
    ...{ lineId, sku: lineId.toUpperCase(), categories: [], quantity: 1 },
    ...{ unitAmountMinor: unit, discountMinor: 0, giftCard: false },
    ...more,
  };
}

function terms(effect: CouponTerms["effect"], more: Partial<CouponTerms> = {}): CouponTerms {
  return { ...couponTerms.parse({ effect, validDays: 7 }), ...more };
}

const cart = (...lines: OrderLine[]): Goods => ({ amountMinor: amountOf(lines), lines });
const amount = (amountMinor: number): Goods => ({ amountMinor, lines: null });
const about = (include: object, exclude: object = {}) => orderScope.parse({ include, exclude });

const off30 = terms({ kind: "AMOUNT", amountMinor: 3000 });
const fifth = terms({ kind: "PERCENT", offBps: 2000, maximumMinor: 5000 });
const mug = terms({ kind: "ITEM", sku: "MUG", valueMinor: 4000 });
const shoes = { scope: about({ categories: ["SHOES"] }) };
const SHOES = { categories: ["SHOES"] };

describe("what a coupon takes off", () => {
  it.each<[string, CouponTerms, Goods, number]>([
    ["an amount", off30, amount(10_000), 3000],
    ["an amount, never more than the goods", off30, amount(2999), 2999],
    ["an amount from its minimum on", { ...off30, minimumMinor: 10_000 }, amount(10_000), 3000],
    ["a share", fifth, amount(10_000), 2000],
    ["a share, rounded down", fifth, amount(9999), 1999],
    ["a share up to its maximum", fifth, amount(100_000), 5000],
    [
      "a share of what it is about",
      { ...fifth, ...shoes },
      cart(line("a", 10_000, SHOES), line("b", 90_000)),
      2000,
    ],
    ["one piece", mug, cart(line("mug", 3500, { quantity: 3 })), 3500],
    ["one piece, no more than it is worth", mug, cart(line("mug", 5000)), 4000],
    [
      "the dearest of several pieces",
      mug,
      cart(line("x", 1000, { sku: "MUG" }), line("mug", 3000)),
      3000,
    ],
    ["of a line what it costs by now", off30, cart(line("a", 4000, { discountMinor: 1500 })), 2500],
  ])("is %s", (_, of, goods, discountMinor) => {
    expect(discountOf(of, goods)).toMatchObject({ usable: true, discountMinor });
  });

  it.each<[string, CouponTerms, Goods, string]>([
    ["below its minimum", { ...off30, minimumMinor: 10_000 }, amount(9999), "MINIMUM_NOT_MET"],
    ["of goods that nobody told", { ...off30, ...shoes }, amount(10_000), "LINES_REQUIRED"],
    ["of a piece without lines", mug, amount(10_000), "LINES_REQUIRED"],
    [
      "where nothing is in scope",
      { ...off30, ...shoes },
      cart(line("a", 10_000)),
      "NOTHING_IN_SCOPE",
    ],
    [
      "of what is excluded",
      { ...off30, scope: about({}, { brands: ["ACME"] }) },
      cart(line("a", 10_000, { brand: "ACME" })),
      "NOTHING_IN_SCOPE",
    ],
    ["of a gift card", off30, cart(line("a", 10_000, { giftCard: true })), "NOTHING_IN_SCOPE"],
    ["of an article that is not in the cart", mug, cart(line("a", 10_000)), "NOTHING_IN_SCOPE"],
    ["of free goods", off30, cart(line("a", 0)), "NOTHING_IN_SCOPE"],
    [
      "where only what it is about is below the minimum",
      { ...off30, ...shoes, minimumMinor: 6000 },
      cart(line("a", 5000, SHOES), line("b", 90_000)),
      "MINIMUM_NOT_MET",
    ],
  ])("is nothing %s", (_, of, goods, reason) => {
    expect(discountOf(of, goods)).toMatchObject({ usable: false, reason });
  });

  it("is spread over the lines that it is about", () => {
    const goods = cart(
      line("a", 333, SHOES),
      line("b", 500),
      line("c", 333, SHOES),
      line("d", 334, SHOES),
    );
    const of = terms({ kind: "AMOUNT", amountMinor: 100 }, shoes);
    expect(discountOf(of, goods)).toMatchObject({
      lines: [
        { lineId: "a", discountMinor: 33 },
        { lineId: "c", discountMinor: 33 },
        { lineId: "d", discountMinor: 34 },
      ],
    });
  });

  it("leaves to another coupon what that one has taken", () => {
    const goods = cart(line("a", 4000));
    const beside: Beside = { byLine: new Map([["a", 2500]]), allMinor: 2500 };
    expect(discountOf(off30, goods, beside)).toMatchObject({ discountMinor: 1500 });
    expect(discountOf(off30, amount(4000), beside)).toMatchObject({ discountMinor: 1500 });
    const all: Beside = { byLine: new Map([["a", 4000]]), allMinor: 4000 };
    expect(discountOf(off30, goods, all)).toMatchObject({ usable: false });
  });

  it("leaves what another one took of the goods as a whole, or of lines that had other names", () => {
    const goods = cart(line("a", 4000), line("mug", 2000));
    const besides: Beside[] = [
      { byLine: new Map(), allMinor: 5500 },
      { byLine: new Map([["x", 5500]]), allMinor: 5500 },
    ];
    for (const beside of besides) {
      expect(discountOf(off30, goods, beside)).toMatchObject({ discountMinor: 500 });
      expect(discountOf(mug, goods, beside)).toMatchObject({ discountMinor: 500 });
      const all = { ...beside, allMinor: 6000 };
      expect(discountOf(off30, goods, all)).toMatchObject({ usable: false });
      expect(discountOf(mug, goods, all)).toMatchObject({ usable: false });
    }
  });
});

const money = fc.integer({ min: 0, max: 3_000_000 });
const anyLine = fc
  .record({
    unitAmountMinor: money,
    quantity: fc.integer({ min: 1, max: 9 }),
    discountBps: fc.integer({ min: 0, max: 10_000 }),
    categories: fc.subarray(["SHOES", "SALE"]),
    sku: fc.constantFrom("MUG", "SOCK"),
    giftCard: fc.boolean(),
  })
  .map(({ discountBps, ...one }) => ({
    ...one,
    discountMinor: Math.floor((one.quantity * one.unitAmountMinor * discountBps) / 10_000),
  }));
const anyGoods = fc
  .array(anyLine, { minLength: 1, maxLength: 8 })
  .map((lines) => cart(...lines.map((one, at) => line(`l${at}`, 0, one))));
const anyEffect: fc.Arbitrary<CouponTerms["effect"]> = fc.oneof(
  fc.record({
    kind: fc.constant("AMOUNT" as const),
    amountMinor: fc.integer({ min: 1, max: 5_000_000 }),
  }),
  fc.record({
    kind: fc.constant("PERCENT" as const),
    offBps: fc.integer({ min: 1, max: 10_000 }),
    maximumMinor: fc.option(fc.integer({ min: 1, max: 1_000_000 })),
  }),
  fc.record({
    kind: fc.constant("ITEM" as const),
    sku: fc.constant("MUG"),
    valueMinor: fc.integer({ min: 1, max: 4_000_000 }),
  }),
);
const anyTerms = fc
  .record({
    effect: anyEffect,
    minimumMinor: fc.integer({ min: 0, max: 2_000_000 }),
    scope: fc.option(
      fc.constantFrom(about({ categories: ["SHOES"] }), about({}, { categories: ["SALE"] })),
    ),
  })
  .map(({ effect, ...more }) => terms(effect, more));

describe("whatever the coupon and the cart", () => {
  const parts = (goods: Goods, of: CouponTerms, beside?: Beside) => {
    const result = discountOf(of, goods, beside);
    const lines = goods.lines ?? [];
    const sold = lines.filter(({ giftCard }) => !giftCard);
    const scope = of.scope ?? orderScope.parse({});
    return {
      result,
      lines,
      inScope: linesInScope({ lines: sold, channel: undefined, store: undefined }, scope),
    };
  };

  it("its parts come to exactly what it takes off, on lines that it is about, none below nothing or above what the line costs", () => {
    fc.assert(
      fc.property(anyGoods, anyTerms, (goods, of) => {
        const { result, inScope } = parts(goods, of);
        if (!result.usable) return;
        expect(result.discountMinor).toBeGreaterThan(0);
        expect(result.lines.reduce((sum, one) => sum + one.discountMinor, 0)).toBe(
          result.discountMinor,
        );
        expect(new Set(result.lines.map(({ lineId }) => lineId)).size).toBe(result.lines.length);
        for (const { lineId, discountMinor } of result.lines) {
          const found = inScope.find((one) => one.lineId === lineId);
          expect(found).toBeDefined();
          expect(discountMinor).toBeGreaterThan(0);
          expect(discountMinor).toBeLessThanOrEqual(found ? lineAmountMinor(found) : 0);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("two together never take off more than the goods cost, line by line", () => {
    fc.assert(
      fc.property(anyGoods, anyTerms, anyTerms, (goods, one, other) => {
        const first = discountOf(one, goods);
        if (!first.usable) return;
        const byLine = new Map(
          first.lines.map(({ lineId, discountMinor }) => [lineId, discountMinor]),
        );
        const { result, lines } = parts(goods, other, { byLine, allMinor: first.discountMinor });
        if (!result.usable) return;
        for (const { lineId, discountMinor } of result.lines) {
          const found = lines.find((line) => line.lineId === lineId);
          const both = discountMinor + (byLine.get(lineId) ?? 0);
          expect(both).toBeLessThanOrEqual(found ? lineAmountMinor(found) : 0);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("the same question has the same answer", () => {
    fc.assert(
      fc.property(anyGoods, anyTerms, (goods, of) => {
        expect(discountOf(of, structuredClone(goods))).toEqual(
          discountOf(structuredClone(of), goods),
        );
      }),
    );
  });
});
