import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memberSearch } from "./rules";

const CODE = "M478724245706";

describe("what a word may mean that somebody looks for members by", () => {
  it.each([
    ["M478724245706"],
    ["M 478724 245706"],
    ["m 478724 245706"],
    ["Ｍ４７８７２４２４５７０６"],
    ["M-4787-2424-5706"],
    ["\u202aM478724\u00a0245706\u202c\n"],
    ["478724 245706"],
    ["会员号：M 478724 245706"],
    ["code: m478724245706"],
  ])("%j is a member’s code", (typed) => {
    expect(memberSearch(typed).codes).toEqual([CODE]);
  });

  it.each([
    ["M", ["M"]],
    ["m 4787", ["M4787"]],
    ["4787", []],
    ["M4787242457061", []],
    ["Maria", []],
  ])("%j may begin the codes %j", (typed, codes) => {
    expect(memberSearch(typed).codes).toEqual(codes);
  });

  it.each([
    ["138 1234 5678", ["13812345678", "+8613812345678"]],
    ["138-1234", ["1381234", "+861381234"]],
    ["+86 138 1234 5678", ["+8613812345678", "13812345678"]],
    ["008613812345678", ["+8613812345678", "13812345678"]],
    ["86 138 1234 5678", ["+8613812345678", "13812345678"]],
    ["0044 20 7946", ["+44207946", "0044207946", "+860044207946"]],
    ["+44 20 7946", ["+44207946"]],
    ["（138）1234", ["1381234", "+861381234"]],
    ["u-138", []],
  ])("%j may begin the phones %j", (typed, phones) => {
    expect(memberSearch(typed).phones).toEqual(phones);
  });

  it.each([
    ["Ext-7", "Ext-7"],
    [" ｕ－１００１ ", "u-1001"],
    ["a_%", "a_%"],
    ["New Name", null],
    ["林", null],
  ])("%j may begin the shop’s id %j", (typed, externalId) => {
    expect(memberSearch(typed).externalId).toBe(externalId);
  });

  it("looks for nothing in what cannot be seen", () => {
    const nothing = { codes: [], externalId: null, phones: [], name: null };
    expect(memberSearch("\u200b\u3000")).toEqual(nothing);
  });

  it("finds a code however it was printed", () => {
    const gap = fc.constantFrom("", " ", "\u00a0", "-", "\u2009");
    fc.assert(
      fc.property(fc.array(gap, { minLength: 13, maxLength: 13 }), (gaps) => {
        const printed = Array.from(CODE, (sign, place) => sign + gaps[place]).join("");
        expect(memberSearch(printed).codes).toEqual([CODE]);
      }),
    );
  });
});
