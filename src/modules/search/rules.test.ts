import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { idIn, inOrder, isTitled, wanted } from "./rules";
import { type FoundItem, foundKind } from "./schema";

describe("what a typed text may name", () => {
  it.each([
    ["1024", { id: 1024, number: "1024", couponCode: null }],
    ["#7", { id: 7, number: null }],
    ["SF1400203088812", { id: null, number: "SF1400203088812", couponCode: null }],
    ["ab1o-cdef-0000-1111", { couponCode: "AB10CDEF00001111", id: null }],
    ["1400203088812345", { couponCode: null, number: "1400203088812345" }],
    ["茶", { title: "茶", number: null, id: null, rewardCode: null }],
    ["ＡＢ 茶", { title: "ab 茶", number: null }],
  ])("%s", (typed, expected) => {
    expect(wanted(typed)).toMatchObject(expected);
  });

  it("is no row's number where none can be it", () => {
    for (const text of ["0", "#", "-1", "1e3", "9".repeat(16), "12 3"]) {
      expect(idIn(text)).toBeNull();
    }
  });

  it("is answered for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (typed) => {
        const { id, number, couponCode } = wanted(typed);
        expect(id === null || Number.isSafeInteger(id)).toBe(true);
        expect(number ?? "abc").toMatch(/^[\x21-\x7e]{3,}$/);
        expect(couponCode ?? "A".repeat(16)).toMatch(/^[A-Z0-9]{16}$/);
      }),
    );
  });

  it("finds a title in any language, width and case", () => {
    expect(isTitled(["双倍积分周", "Double Points Week"], wanted("ＰＯＩＮＴＳ").title ?? "")).toBe(
      true,
    );
    expect(isTitled(["双倍积分周", "Double Points Week"], wanted("倍积").title ?? "")).toBe(true);
    expect(isTitled(["双倍积分周"], wanted("茶").title ?? "")).toBe(false);
  });
});

describe("the order of what was found", () => {
  it("is exact ones first, then by kind, and loses none", () => {
    const item = fc.record({ kind: fc.constantFrom(...foundKind.options), exact: fc.boolean() });
    fc.assert(
      fc.property(fc.array(item), (items) => {
        const places = inOrder(items as FoundItem[]).map(
          ({ exact, kind }) => (exact ? 0 : 100) + foundKind.options.indexOf(kind),
        );
        expect(places).toEqual([...places].sort((a, b) => a - b));
        expect(places).toHaveLength(items.length);
      }),
    );
  });
});
