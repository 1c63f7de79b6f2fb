import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { OrderLine } from "../../orders/schema/cart";
import { programRules } from "../../program/schema/rules";
import { earnBounds, roomUnder } from "./earn-bounds";
import { goodsBeforeMinor, pointsByLine } from "./trial";
import { type MemberTrial, NO_FIGURES, withMember } from "./trial-figures";

const line = (quantity: number, unitAmountMinor: number, discountMinor = 0): OrderLine => ({
  ...{ lineId: "A", sku: "A", categories: [], giftCard: false },
  ...{ quantity, unitAmountMinor, discountMinor },
});

describe("what goods cost before anything was taken off", () => {
  it.each([
    [[line(2, 5000, 4000)], null, 6000, null, 10_000, true],
    [[line(2, 5000, 4000)], null, 6000, "2", 20_000, true],
    [[], 9000, 6000, null, 9000, true],
    [[], null, 6000, null, 6000, false],
    [[], null, 6000, "0.5", 3000, false],
  ])(
    "%j, told %s, paid %s at %s is %s",
    (lines, amountMinor, paidAmountMinor, rate, minor, known) => {
      const told = { lines, amountMinor, paidAmountMinor };
      expect(goodsBeforeMinor(told, rate)).toEqual({ goodsMinor: minor, isKnown: known });
    },
  );
});

describe("how points lie on lines", () => {
  const earning = (...lines: [weight: number, fixedPoints: number][]) => ({
    lines: lines.map(([weight, fixedPoints], at) => ({
      ...{ lineId: String(at), rule: null, weight, fixedPoints },
    })),
  });

  it("is by what each weighs, and fixed points first", () => {
    expect(pointsByLine(earning([2, 0], [1, 0]), 100)).toEqual([66, 34]);
    expect(pointsByLine(earning([2, 0], [0, 7]), 100)).toEqual([93, 7]);
    expect(pointsByLine(earning([0, 0], [5, 0], [0, 0]), 9)).toEqual([0, 9, 0]);
  });

  it("comes to all of them, whatever they are", () => {
    const some = fc.tuple(fc.nat(1_000_000), fc.nat(50));
    fc.assert(
      fc.property(
        fc.array(some, { minLength: 1, maxLength: 8 }),
        fc.nat(100_000),
        (lines, points) => {
          fc.pre(lines.some(([weight, fixed]) => weight + fixed > 0));
          const given = pointsByLine(earning(...lines), points);
          expect(given.reduce((sum, one) => sum + one, 0)).toBe(points);
        },
      ),
    );
  });
});

describe("the room under bounds", () => {
  const goods = (bounds: object) => programRules.parse({ goods: bounds }).goods;

  it("is of the day, the month and the year that an order was paid in", () => {
    const rules = goods({ dayPointsMax: 10, monthPointsMax: 20, yearPointsMax: 30 });
    expect(earnBounds(rules, "2026-12-31")).toEqual([
      { most: 10, from: "2026-12-31", to: "2027-01-01" },
      { most: 20, from: "2026-12-01", to: "2027-01-01" },
      { most: 30, from: "2026-01-01", to: "2027-01-01" },
    ]);
    expect(earnBounds(goods({}), "2026-12-31")).toEqual([]);
  });

  it("is the least that is left, and never less than nothing", () => {
    expect(roomUnder(goods({ orderPointsMax: 50 }), [80, 60])).toBe(50);
    expect(roomUnder(goods({}), [80, 60])).toBe(60);
    expect(roomUnder(goods({}), [80, -5])).toBe(0);
    expect(roomUnder(goods({}), [])).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("figures of members", () => {
  const priced = (points: number, refusal: string | null = null) => ({
    ...{ points, discountMinor: 10 * points, refusal, isGoodsKnown: points % 2 === 0 },
    order: { pointsEarned: 5 },
  });
  const anyMember = fc
    .tuple(
      fc.constantFrom("BRONZE", "GOLD"),
      fc.array(fc.tuple(fc.nat(50), fc.nat(50)), { maxLength: 4 }),
    )
    .map(
      ([tierCode, orders]): MemberTrial => ({
        tierCode,
        inForce: orders.map(([one]) => priced(one)),
        draft: orders.map(([, one]) => priced(one)),
      }),
    );

  it("are sums, of all and of each tier, in whatever pages members come", () => {
    fc.assert(
      fc.property(fc.array(anyMember, { maxLength: 8 }), (members) => {
        const figures = members.reduce(withMember, NO_FIGURES);
        const again = JSON.parse(
          JSON.stringify(members.slice(0, 3).reduce(withMember, NO_FIGURES)),
        );
        expect(members.slice(3).reduce(withMember, again)).toEqual(figures);
        const ofTiers = Object.values(figures.tiers);
        const sum = (of: (both: (typeof ofTiers)[number]) => number) =>
          ofTiers.reduce((all, both) => all + of(both), 0);
        expect(sum(({ orders }) => orders)).toBe(figures.orders);
        expect(sum(({ draft }) => draft.points)).toBe(figures.draft.points);
        expect(sum(({ inForce }) => inForce.discountMinor)).toBe(figures.inForce.discountMinor);
        expect(figures.more + figures.fewer).toBeLessThanOrEqual(figures.members);
      }),
    );
  });
});
