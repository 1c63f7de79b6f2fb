import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { orderLine } from "../../orders/schema/cart";
import { paidOf } from "../../orders/schema/check";
import { programRules } from "../../program/schema/rules";
import { earningOf, type Sold, weightsOf } from "./goods";
import { orderPoints } from "./order-figures";
import { undonePoints } from "./refund";

const line = (lineId: string, yuan: number, changes: object = {}) =>
  orderLine.parse({
    ...{ lineId, sku: lineId, quantity: 1, unitAmountMinor: yuan * 100 },
    ...changes,
  });

const SHOES = line("shoes", 200, { categories: ["SHOES"], brand: "ACME", taxMinor: 2_600 });
const SOCKS = line("socks", 60, { quantity: 2, unitAmountMinor: 3_000, discountMinor: 1_000 });
const CARD = line("card", 100, { giftCard: true });

const sold = (changes: Partial<Sold> = {}): Sold => {
  const lines = changes.lines ?? [SHOES, SOCKS, CARD];
  const rate = changes.rate ?? null;
  return { shippingMinor: 1_000, ...changes, lines, rate, paidAmountMinor: paidOf(lines) };
};

const rulesOf = (goods: object) => programRules.parse({ goods }).goods;

const percent = (scope: object, of: number) => ({
  ...{ label: `${of}%`, scope: { channels: [], stores: [], ...scope } },
  gives: { kind: "PERCENT", percent: of },
});
const perPiece = (scope: object, points: number) => ({
  ...percent(scope, 0),
  gives: { kind: "PER_PIECE", points },
});

const shoes = { include: { categories: ["SHOES"] } };

describe("what of an order earns", () => {
  it.each<[string, object, Partial<Sold>, number]>([
    ["goods as paid, and no gift cards", {}, {}, 200 + 50],
    ["gift cards where the rules say so", { giftCardsEarn: true }, {}, 200 + 50 + 100],
    ["what discounts took off", { discountsEarn: true }, {}, 200 + 60],
    ["nothing of the tax", { taxEarns: false }, {}, 174 + 50],
    ["freight", { freightEarns: true }, {}, 200 + 50 + 10],
    ["nothing of too small an order", { minimumMinor: 35_001 }, {}, 0],
    ["an order that is just enough", { minimumMinor: 35_000 }, {}, 250],
    ["a category twice", { rules: [percent(shoes, 200)] }, {}, 400 + 50],
    ["a category not at all", { rules: [percent(shoes, 0)] }, {}, 50],
    [
      "by the first rule that a line is in",
      { rules: [percent(shoes, 0), percent({ include: { brands: ["ACME"] } }, 500)] },
      {},
      50,
    ],
    ["points for each piece", { rules: [perPiece({ include: { skus: ["socks"] } }, 7)] }, {}, 214],
    ["of a channel", { rules: [percent({ channels: ["APP"] }, 200)] }, { channel: "APP" }, 500],
    [
      "of no other channel",
      { rules: [percent({ channels: ["APP"] }, 200)] },
      { channel: "WEB" },
      250,
    ],
    ["an order without lines as it was paid", { rules: [percent(shoes, 200)] }, { lines: [] }, 0],
    ["no more than an order may", { orderPointsMax: 99 }, {}, 99],
  ])("%s", (_, goods, changes, points) => {
    const rules = rulesOf(goods);
    const order = sold(changes);
    const pointsMax = rules.orderPointsMax || Number.POSITIVE_INFINITY;
    const facts = { pointsPerYuan: 1, multiplierPct: 100, boostPct: 100, pointsMax };
    const { paidAmountMinor } = order;
    const earned = orderPoints({ ...facts, paidAmountMinor, goods: earningOf(order, rules) });
    expect(earned.points).toBe(points);
  });

  it("is what was paid where an order was told without lines", () => {
    const order = { lines: [], paidAmountMinor: 33_960, shippingMinor: 0, rate: null };
    const twice = rulesOf({ rules: [percent({ stores: ["S1"] }, 200)] });
    expect(earningOf(order, rulesOf({}))).toEqual({ weight: 3_396_000, fixedPoints: 0, lines: [] });
    expect(earningOf({ ...order, store: "S1" }, twice).weight).toBe(6_792_000);
    expect(earningOf(order, rulesOf({ rules: [percent(shoes, 0)] })).weight).toBe(3_396_000);
  });

  it("fixed points come to no more by a tier", () => {
    const rules = rulesOf({ rules: [perPiece(shoes, 20)] });
    const facts = { paidAmountMinor: 0, pointsPerYuan: 1, multiplierPct: 150, boostPct: 200 };
    const { points } = orderPoints({ ...facts, goods: earningOf(sold(), rules) });
    expect(points).toBe(20 + 150);
  });
});

describe("where an order's points lie", () => {
  const weigh = (goods: object, points: number, lines = [SHOES, SOCKS]) =>
    weightsOf(earningOf(sold({ lines }), rulesOf(goods)), points, lines);

  it.each<[string, object, Record<string, number> | null]>([
    ["as its money does by default", {}, null],
    ["as its money does where all earns twice", { rules: [percent({}, 200)] }, null],
    ["on what earns", { rules: [percent(shoes, 0)] }, { shoes: 0, socks: 500_000 }],
    [
      "twice on what earns twice",
      { rules: [percent(shoes, 200)] },
      { shoes: 4_000_000, socks: 500_000 },
    ],
    [
      "by points where some are fixed",
      { rules: [perPiece(shoes, 20)] },
      { shoes: 20_000, socks: 230_000 },
    ],
    ["nowhere where nothing earns", { minimumMinor: 1_000_000 }, null],
  ])("%s", (_, goods, weights) => {
    const found = weigh(goods, 250);
    expect(found && Object.fromEntries(found)).toEqual(weights);
  });

  /** Lines with percents, refunded in steps by name or as a whole. */
  const drawn = fc.record({
    points: fc.nat(10_000),
    lines: fc.array(
      fc.record({ paid: fc.nat(10_000), percent: fc.integer({ min: 0, max: 400 }) }),
      {
        minLength: 1,
        maxLength: 4,
      },
    ),
    steps: fc.array(fc.record({ line: fc.nat(4), amount: fc.nat(6_000) }), { maxLength: 8 }),
  });

  it("takes all points for all money, never any back, and the same in any order", () => {
    const carriedOut = (
      { points, lines }: { points: number; lines: { paid: number; percent: number }[] },
      steps: { line: number; amount: number }[],
    ) => {
      const wholeMinor = lines.reduce((sum, { paid }) => sum + paid, 0);
      const all = lines.reduce((sum, { paid, percent: of }) => sum + paid * of, 0);
      const gone = lines.map(() => 0);
      let undoneMinor = 0;
      let taken = 0;
      for (const { line: at, amount } of steps) {
        const own = lines[at];
        const room = wholeMinor - undoneMinor;
        const fits = Math.min(amount, room, own ? own.paid - (gone[at] ?? 0) : room);
        if (own) gone[at] = (gone[at] ?? 0) + fits;
        undoneMinor += fits;
        const named = lines.reduce((sum, one, n) => sum + one.percent * (gone[n] ?? 0), 0);
        const namedMinor = gone.reduce((sum, one) => sum + one, 0);
        const weights = { all, namedMinor, named };
        const now = undonePoints(points, { wholeMinor, undoneMinor, weights });
        expect(now).toBeGreaterThanOrEqual(taken);
        taken = now;
      }
      if (wholeMinor > 0 && undoneMinor === wholeMinor) expect(taken).toBe(points);
      return taken;
    };
    fc.assert(
      fc.property(drawn, ({ steps, ...order }) => {
        const whole = order.lines.reduce((sum, { paid }) => sum + paid, 0);
        const rest = { line: 99, amount: whole };
        expect(carriedOut(order, [...steps].reverse())).toBe(carriedOut(order, steps));
        carriedOut(order, [...steps, rest]);
      }),
    );
  });

  it("takes of a line what lies on it, and of none what is pro rata of the rest", () => {
    const weights = { all: 100, namedMinor: 0, named: 0 };
    const half = { wholeMinor: 10_000, undoneMinor: 5_000 };
    expect(undonePoints(100, { ...half, weights })).toBe(50);
    expect(
      undonePoints(100, { ...half, weights: { all: 100, namedMinor: 5_000, named: 100 } }),
    ).toBe(100);
    expect(undonePoints(100, { ...half, weights: { all: 100, namedMinor: 5_000, named: 0 } })).toBe(
      0,
    );
  });
});
