import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { basketOf, byTryingAll, drawing, type Sizes } from "@/testing/baskets";
import { couponTerms } from "../../coupons/schema/terms";
import { orderScope } from "../../orders/schema/cart";
import { type Basket, bestBasket, COUPONS_MAX } from "./basket";
import type { BasketFacts, CouponOffer } from "./basket-items";

const namesOf = ({ applied }: Basket, { amounts }: BasketFacts) =>
  applied.flatMap(({ kind, id }) => {
    if (kind === "COUPON") return [`c${id}`];
    const isScarce = amounts.some((one) => one.id === id && one.isScarce);
    return id !== null && isScarce ? [id] : [];
  });

/** Small figures, so that goods run out and sets come to the same. */
function sizesBy(draw: (below: number) => number): Sizes {
  return {
    lines: draw(4),
    coupons: draw(6),
    amounts: draw(3),
    priceMinor: [3, 12, 100][draw(3)] ?? 3,
    worthMinor: [4, 12, 60][draw(3)] ?? 4,
  };
}

/** Both as one text: a hundred thousand matchers take longer than what they match. */
function told(best: { toPayMinor: number; names: string[] }, second: typeof best | null): string {
  const one = ({ toPayMinor, names }: typeof best) => `${names.join(" ")}: ${toPayMinor}`;
  return `${one(best)}, then ${second ? one(second) : "nothing"}`;
}

function check(facts: BasketFacts): void {
  const basket = bestBasket(facts);
  const { toPayMinor, runnerUp } = basket;
  const names = runnerUp?.chosen.map(({ kind, id }) => (kind === "COUPON" ? `c${id}` : id)) ?? [];
  const next = runnerUp && { toPayMinor: runnerUp.toPayMinor, names };
  const found = told({ toPayMinor, names: namesOf(basket, facts) }, next);
  const expected = told(...byTryingAll(facts));
  if (found !== expected) expect(found).toBe(expected);
  expectSums(basket, facts);
}

/** Whatever is chosen: what comes off comes to what is told, of each line and of all, and is never too much. */
function expectSums({ applied, lines, ...basket }: Basket, { goods, shippingMinor }: BasketFacts) {
  const sum = (of: readonly { discountMinor: number }[]) =>
    of.reduce((total, { discountMinor }) => total + discountMinor, 0);
  const ofGoods = applied.filter(({ about }) => about === "GOODS");
  const isWhole =
    basket.toPayMinor === basket.goodsToPayMinor + basket.shippingToPayMinor &&
    basket.goodsToPayMinor === goods.amountMinor - sum(ofGoods) &&
    basket.shippingToPayMinor === shippingMinor - (sum(applied) - sum(ofGoods)) &&
    basket.goodsToPayMinor >= 0 &&
    basket.shippingToPayMinor >= 0;
  const isWholeByLine =
    goods.lines === null ||
    (sum(lines) === sum(ofGoods) &&
      ofGoods.every((one) => sum(one.lines) === one.discountMinor) &&
      lines.every((line) => line.toPayMinor >= 0 && line.toPayMinor <= line.amountMinor));
  if (!isWhole || !isWholeByLine) expect({ applied, lines, ...basket }).toBe("what sums up");
}

const CARTS = 100_000;
const CARTS_A_RUN = 500;

describe("the best basket", () => {
  it(`is the one that trying everything finds, in ${CARTS} small carts, and so is the next`, () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const draw = drawing(seed);
        for (let cart = 0; cart < CARTS_A_RUN; cart += 1) check(basketOf(draw, sizesBy(draw)));
      }),
      { numRuns: CARTS / CARTS_A_RUN, endOnFailure: true },
    );
  }, 120_000);
});

const shoes = { lineId: "shoes", sku: "SHOE", categories: ["SHOES"], quantity: 1 };
const mug = { lineId: "mug", sku: "MUG", categories: [], quantity: 1 };
const priced = { discountMinor: 0, giftCard: false };
const LINES = [
  { ...shoes, ...priced, unitAmountMinor: 10_000 },
  { ...mug, ...priced, unitAmountMinor: 2000 },
];
const ABOUT_SHOES = orderScope.parse({ include: { categories: ["SHOES"] } });

type Terms = Parameters<typeof couponTerms.parse>[0] & object;

function coupon(id: string, terms: Terms, endsAt: string | null = null): CouponOffer {
  const parsed = couponTerms.parse({ validDays: 7, combinable: true, ...terms });
  return { id, terms: parsed, endsAt: endsAt === null ? null : new Date(endsAt) };
}

const off = (amountMinor: number) => ({ effect: { kind: "AMOUNT", amountMinor } });

function facts(coupons: CouponOffer[], more: Partial<BasketFacts> = {}): BasketFacts {
  const goods = { amountMinor: 12_000, lines: LINES };
  return { goods, shippingMinor: 0, tierOffMinor: 0, coupons, amounts: [], ...more };
}

const shipping = (id: string, isScarce: boolean) => {
  return { id, about: "SHIPPING" as const, valueMinor: 1000, isScarce, endsAt: null };
};

describe("of coupons", () => {
  it.each<[string, BasketFacts, string[], number]>([
    [
      "two together beat one that bears no other",
      facts([
        coupon("1", { ...off(3500), combinable: false }),
        coupon("2", off(2000)),
        coupon("3", off(2000)),
      ]),
      ["c2", "c3"],
      8000,
    ],
    [
      "one that bears no other beats two together",
      facts([
        coupon("1", { ...off(5000), combinable: false }),
        coupon("2", off(2000)),
        coupon("3", off(2000)),
      ]),
      ["c1"],
      7000,
    ],
    [
      "the narrower comes first, and leaves more for the other",
      facts([coupon("1", off(9000)), coupon("2", { ...off(10_000), scope: ABOUT_SHOES })]),
      ["c2", "c1"],
      0,
    ],
    [
      "what ends sooner is used where one is enough",
      facts([coupon("1", off(12_000), "2026-12-31"), coupon("2", off(12_000), "2026-12-01")]),
      ["c2"],
      0,
    ],
    [
      "none is used that the tier’s price makes needless",
      facts([coupon("1", off(12_000))], { tierOffMinor: 12_000 }),
      [],
      0,
    ],
    [
      "the tier’s price takes what they leave",
      facts([coupon("1", off(11_000))], { tierOffMinor: 1800 }),
      ["c1"],
      0,
    ],
  ])("%s", (_, of, names, toPayMinor) => {
    const basket = bestBasket(of);
    expect([namesOf(basket, of), basket.toPayMinor]).toEqual([names, toPayMinor]);
  });

  it("no pass is spent on shipping that the tier pays", () => {
    const of = facts([], {
      shippingMinor: 1000,
      amounts: [shipping("PASS", true), shipping("TIER", false)],
    });
    const basket = bestBasket(of);
    expect(basket).toMatchObject({ shippingToPayMinor: 0, applied: [{ id: "TIER" }] });
    expect(basket.unused).toEqual([
      { kind: "BENEFIT", id: "PASS", reason: "NOT_NEEDED", facts: {} },
    ]);
  });

  it("each says what it takes off which line, and why nothing of the others", () => {
    const one = coupon("1", { ...off(3000), scope: ABOUT_SHOES });
    const dear = coupon("2", { ...off(3000), minimumMinor: 20_000 });
    const { applied, lines, unused } = bestBasket(facts([one, dear], { tierOffMinor: 900 }));
    expect(applied).toEqual([
      {
        ...{ kind: "COUPON", id: "1", about: "GOODS", discountMinor: 3000 },
        lines: [
          { lineId: "shoes", discountMinor: 3000, reason: null },
          { lineId: "mug", discountMinor: 0, reason: "NOT_IN_SCOPE" },
        ],
      },
      {
        ...{ kind: "TIER_PRICE", id: null, about: "GOODS", discountMinor: 900 },
        lines: [
          { lineId: "shoes", discountMinor: 700, reason: null },
          { lineId: "mug", discountMinor: 200, reason: null },
        ],
      },
    ]);
    expect(lines.map(({ toPayMinor }) => toPayMinor)).toEqual([6300, 1800]);
    const short = { minimumMinor: 20_000, shortageMinor: 8000 };
    expect(unused).toEqual([{ kind: "COUPON", id: "2", reason: "MINIMUM_NOT_MET", facts: short }]);
  });

  it("whatever comes in first, the same comes out", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const draw = drawing(seed);
        const of = basketOf(draw, {
          lines: 4,
          coupons: 8,
          amounts: 3,
          priceMinor: 12,
          worthMinor: 12,
        });
        const turned = {
          ...of,
          coupons: of.coupons.toReversed(),
          amounts: of.amounts.toReversed(),
        };
        expect(bestBasket(turned)).toEqual(bestBasket(of));
      }),
    );
  });

  it("of more than are tried together those that are worth most, and says that it is not proven", () => {
    const many = Array.from({ length: COUPONS_MAX + 2 }, (_, at) =>
      coupon(String(1 + at), off(10 + at)),
    );
    const basket = bestBasket(facts(many));
    expect(basket.isProven).toBe(false);
    expect(basket.applied).toHaveLength(COUPONS_MAX);
    expect(basket.unused).toMatchObject([
      { id: "1", reason: "NOT_TRIED" },
      { id: "2", reason: "NOT_TRIED" },
    ]);
  });

  it("many that stand alone cost a step each, however worth little and long the cart", () => {
    const lines = Array.from({ length: 500 }, (_, at) => {
      return { ...mug, ...priced, lineId: `mug${at}`, unitAmountMinor: 1000 };
    });
    const alone = Array.from({ length: 50 }, (_, at) =>
      coupon(
        String(1 + at),
        { ...off(100 + at), combinable: false },
        `2026-12-01T00:00:${10 + at}Z`,
      ),
    );
    const together = Array.from({ length: 20 }, (_, at) => coupon(String(100 + at), off(90)));
    const goods = { amountMinor: 500_000, lines };
    const basket = bestBasket({ ...facts([...alone, ...together]), goods });
    expect(basket).toMatchObject({ toPayMinor: 500_000 - 20 * 90, isProven: true });
  });

  it("many in a large cart are tried in few steps, to the end", () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(300, 3000, 100_000), (seed, priceMinor) => {
        const sizes = { lines: 50, coupons: 20, amounts: 0, priceMinor, worthMinor: 5000 };
        expect(bestBasket(basketOf(drawing(seed), sizes)).isProven).toBe(true);
      }),
      // Always the same: some cart among millions may take more.
      { numRuns: 50, seed: 1 },
    );
  });
});
