import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cart, orderLine, orderScope } from "../schema/cart";
import { amountOf, cartFaults, orderFaults, paidOf } from "../schema/check";
import { linesInScope } from "./lines";

const line = (lineId: string, changes: Record<string, unknown> = {}) =>
  orderLine.parse({ lineId, sku: `sku-${lineId}`, quantity: 1, unitAmountMinor: 1000, ...changes });

const at = (faults: { path: (string | number)[] }[]) => faults.map(({ path }) => path.join("."));

describe("what lines contradict", () => {
  const two = [line("1", { quantity: 2, discountMinor: 500 }), line("2", { taxMinor: 100 })];
  it.each([
    ["nothing without lines", { paidAmountMinor: 7 }, []],
    ["nothing where they come to the total", { lines: two, paidAmountMinor: 2500 }, []],
    ["the total", { lines: two, paidAmountMinor: 2600 }, ["paidAmountMinor"]],
    ["nothing of the price", { lines: two, paidAmountMinor: 2500, orderAmountMinor: 2500 }, []],
    ["nor with tax", { lines: two, paidAmountMinor: 2500, orderAmountMinor: 2600 }, []],
    [
      "the price",
      { lines: two, paidAmountMinor: 2500, orderAmountMinor: 2400 },
      ["orderAmountMinor"],
    ],
    [
      "a name that two have",
      { lines: [line("1"), line("1")], paidAmountMinor: 2000 },
      ["lines.1.lineId"],
    ],
    [
      "a discount beyond the price",
      { lines: [line("1", { discountMinor: 1001 })], paidAmountMinor: 0 },
      ["lines.0.discountMinor"],
    ],
    [
      "more paid than it costs",
      { lines: [line("1"), line("2", { paidMinor: 1001 })], paidAmountMinor: 2001 },
      ["lines.1.paidMinor"],
    ],
    [
      "nothing where points paid a part",
      { lines: [line("1", { paidMinor: 300 })], paidAmountMinor: 300, orderAmountMinor: 1000 },
      [],
    ],
    [
      "a line that no figure holds",
      { lines: [line("1", { quantity: 100_000, unitAmountMinor: 10 ** 12 })], paidAmountMinor: 0 },
      ["lines.0.unitAmountMinor"],
    ],
  ])("%s", (_, order, faults) => {
    expect(at(orderFaults(order))).toEqual(faults);
  });

  it("a cart comes to its amount", () => {
    expect(cartFaults({ lines: two, orderAmountMinor: 2500 })).toEqual([]);
    expect(at(cartFaults({ lines: two, orderAmountMinor: 2501 }))).toEqual(["orderAmountMinor"]);
  });

  it("never lets an order through whose lines pay something else", () => {
    const lines = fc.array(
      fc.record({
        quantity: fc.integer({ min: 1, max: 9 }),
        unitAmountMinor: fc.nat(9_999),
        discountMinor: fc.nat(20_000),
        paidMinor: fc.option(fc.nat(99_999), { nil: undefined }),
      }),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(lines, fc.nat(200_000), (drawn, paidAmountMinor) => {
        const told = drawn.map((figures, index) => line(String(index), figures));
        if (orderFaults({ lines: told, paidAmountMinor }).length > 0) return;
        expect(paidOf(told)).toBe(paidAmountMinor);
        expect(amountOf(told)).toBeGreaterThanOrEqual(paidAmountMinor);
      }),
    );
  });
});

describe("the lines that a rule is about", () => {
  const lines = [
    line("shoe", { categories: ["SHOES", "SALE"], brand: "ACME" }),
    line("boot", { categories: ["SHOES"], brand: "Borealis" }),
    line("hat", { categories: ["HATS"] }),
  ];
  const order = { lines, channel: "APP" };
  it.each([
    ["all by a rule that asks nothing", {}, "shoe boot hat"],
    ["those of a category", { include: { categories: ["SHOES"] } }, "shoe boot"],
    ["of any of two", { include: { categories: ["SALE", "HATS"] } }, "shoe hat"],
    ["of a category and a brand", { include: { categories: ["SHOES"], brands: ["ACME"] } }, "shoe"],
    ["without a brand", { exclude: { brands: ["ACME"] } }, "boot hat"],
    ["by sku", { include: { skus: ["sku-hat"] } }, "hat"],
    ["but one", { include: { categories: ["SHOES"] }, exclude: { skus: ["sku-boot"] } }, "shoe"],
    ["of the channel", { channels: ["APP", "WEB"] }, "shoe boot hat"],
    ["not of another channel", { channels: ["WEB"] }, ""],
    ["not of a store that nobody told", { stores: ["S1"] }, ""],
  ])("%s", (_, scope, names) => {
    const found = linesInScope(order, orderScope.parse({ channels: [], stores: [], ...scope }));
    expect(found.map(({ lineId }) => lineId).join(" ")).toBe(names);
  });
});

describe("a cart as the shop tells it", () => {
  it.each([
    ["more lines than a cart has", { lines: Array.from({ length: 501 }, (_, i) => line(`${i}`)) }],
    ["no line at all", { lines: [] }],
    ["a line without a name", { lines: [{ sku: "a", quantity: 1, unitAmountMinor: 1 }] }],
    ["half a piece", { lines: [{ ...line("1"), quantity: 0.5 }] }],
    ["a longer attribute than is kept", { attributes: { note: "x".repeat(201) } }],
    [
      "more attributes than are kept",
      { attributes: Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`k${i}`, "v"])) },
    ],
    ["a currency that is none", { currency: "yuan" }],
    ["an empty category", { lines: [{ ...line("1"), categories: ["  "] }] }],
  ])("has not %s", (_, told) => {
    expect(cart.safeParse(told).success).toBe(false);
  });

  it("keeps the words as they were told, without what nobody sees", () => {
    const told = { channel: " APP\u200b ", lines: [{ ...line("1"), categories: ["鞋"] }] };
    const { channel, lines = [] } = cart.parse(told);
    expect([channel, lines[0]?.categories]).toEqual(["APP", ["鞋"]]);
  });
});

describe("a scope of many words over many lines", () => {
  it("is read once, however many lines there are and however often it is asked", () => {
    let read = 0;
    const words = new Proxy(["SHOES", "SOCKS"], {
      get(target, name, receiver) {
        if (name === "0") read += 1;
        return Reflect.get(target, name, receiver);
      },
    });
    const none = { categories: [], brands: [], skus: [] };
    const scope = {
      include: { ...none, categories: words },
      exclude: none,
      channels: [],
      stores: [],
    };
    const lines = Array.from({ length: 500 }, (_, index) =>
      line(String(index), { categories: [index % 2 === 0 ? "SHOES" : "HATS"] }),
    );
    for (const _ of [1, 2, 3]) expect(linesInScope({ lines }, scope)).toHaveLength(250);
    expect(read).toBe(1);
  });
});
