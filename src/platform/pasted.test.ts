import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { figureIn, foldedName, nameParts, plainText } from "./pasted";

describe("what people paste", () => {
  it.each([
    [" M 478724  245706\u00a0", "M 478724 245706"],
    ["\u202aM478724245706\u202c", "M478724245706"],
    ["\ufeffＭ４７８", "M478"],
    ["a\u200bb\tc\r\nd", "ab c d"],
    ["\u200b \u3000", ""],
  ])("%j is plainly %j", (text, plain) => {
    expect(plainText(text)).toBe(plain);
  });

  it.each([
    ["1200", "1200"],
    ["1,200", "1200"],
    ["1，200", "1200"],
    ["１２００", "1200"],
    ["1 200", "1200"],
    ["1\u202f200", "1200"],
    ["12,345,678.90", "12345678.90"],
    ["+50", "50"],
    ["- 50", "-50"],
    ["－５０", "-50"],
    ["−50", "-50"],
    ["–50", "-50"],
    ["\u200e-50\u200f", "-50"],
    ["339.", "339."],
    ["1,5", null],
    ["1,20", null],
    ["12 34", null],
    ["1,200,5", null],
    ["1.200,5", null],
    [".5", null],
    ["1e3", null],
    ["--5", null],
    ["", null],
    ["五十", null],
  ])("%j as a figure is %j", (text, figure) => {
    expect(figureIn(text)).toBe(figure);
  });

  it("any whole number is read as it was written, grouped or not", () => {
    fc.assert(
      fc.property(fc.integer(), (value) => {
        expect(figureIn(String(value))).toBe(String(value));
        expect(figureIn(value.toLocaleString("en"))).toBe(String(value));
      }),
    );
  });
});

describe("a name as it is compared", () => {
  it.each([
    ["New Name", "new name"],
    ["林晓岚", "林晓岚"],
    ["Ｚoë  Müller", "zoe muller"],
    ["ẞtraße", "sstrasse"],
    ["ΟΔΟΣ", "οδοσ"],
    ["Оля й", "оля й"],
    ["がく", "がく"],
    ["ｶﾞｸ", "ガク"],
    ["한글", "한글"],
    ["👩‍👧 a", "👩👧 a"],
  ])("%j is %j", (name, folded) => {
    expect(foldedName(name)).toBe(folded);
  });

  it("folds once and for all, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (name) => {
        expect(foldedName(foldedName(name))).toBe(foldedName(name));
      }),
    );
  });

  it("is cut at each letter, so that whatever stands in it begins a part", () => {
    expect(nameParts("晓 岚")).toEqual([
      [0, "晓 岚"],
      [2, "岚"],
    ]);
    expect(nameParts(null)).toEqual([]);
    expect(nameParts("\u200d")).toEqual([]);
    const letters = fc.stringMatching(/^[a-zA-Z0-9林晓岚😀 ]{1,32}$/u);
    fc.assert(
      fc.property(letters, fc.nat(31), fc.integer({ min: 1, max: 32 }), (name, from, size) => {
        const asked = foldedName(
          Array.from(name)
            .slice(from, from + size)
            .join(""),
        );
        fc.pre(asked !== "");
        expect(nameParts(name).some(([, part]) => part.startsWith(asked))).toBe(true);
      }),
    );
  });

  it("has no more parts than letters that are looked at, however it unfolds", () => {
    const parts = nameParts("ﷺ".repeat(32));
    expect(parts.length).toBeLessThanOrEqual(64);
    for (const [, part] of parts) expect(Array.from(part).length).toBeLessThanOrEqual(64);
  });
});
