import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { hasInvisible, humanText, lengthOf, toldText, withoutInvisible } from "./scalars";

const FAMILY = "👨‍👩‍👧‍👦";

describe("text that people wrote", () => {
  it.each([
    ["a name", "林夏", "林夏"],
    ["spaces around it", "  林夏\u3000", "林夏"],
    ["letters in two parts, made one", "Jose\u0301", "José"],
    ["a family in one emoji", FAMILY, FAMILY],
    ["a skin tone and a profession", "👩🏽‍💻", "👩🏽‍💻"],
    ["a flag of many colours", "🏳️‍🌈", "🏳️‍🌈"],
    ["the flag of Wales", "🏴\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F}", null],
    ["a heart in colour", "❤️", "❤️"],
    ["a key of a telephone", "1\uFE0F\u20E3", null],
    ["a variant of an ideograph", "邊\u{E0100}", null],
  ])("has %s", (_, typed, kept) => {
    expect(humanText(32).parse(typed)).toBe(kept ?? typed);
    expect(withoutInvisible(typed.trim().normalize("NFC"))).toBe(kept ?? typed);
  });

  it.each([
    ["a zero-width space", "ad\u200Bmin", "admin"],
    ["a joiner between letters", "ad\u200Dmin", "admin"],
    ["a non-joiner", "ad\u200Cmin", "admin"],
    ["a byte order mark", "ad\uFEFFmin", "admin"],
    ["a word joiner", "ad\u2060min", "admin"],
    ["a soft hyphen", "ad\u00ADmin", "admin"],
    ["a turn to the left", "\u202Enimda", "nimda"],
    ["an isolate", "\u2067nimda\u2069", "nimda"],
    ["a mark of direction", "admin\u200F", "admin"],
    ["a control", "ad\u0007min", "admin"],
    ["a new line", "ad\nmin", "admin"],
    ["a line separator", "ad\u2028min", "admin"],
    ["half a character", "ad\uD83Dmin", "admin"],
    ["a filler", "ad\u3164min", "admin"],
    ["a selector after a letter", "a\uFE0Fdmin", "admin"],
    ["tags without a flag", "admin\u{E0061}\u{E007F}", "admin"],
    ["a joiner at the end of an emoji", "👩\u200D", "👩"],
  ])("has not %s", (_, typed, kept) => {
    expect(humanText(32).safeParse(typed).success).toBe(false);
    expect(hasInvisible(typed)).toBe(true);
    expect(toldText(32).parse(typed)).toBe(kept);
  });

  it("is counted in code points, as its schema says", () => {
    expect(humanText(17).safeParse("😀".repeat(17)).success).toBe(true);
    expect(humanText(16).safeParse("😀".repeat(17)).error?.issues).toMatchObject([
      { code: "too_big", maximum: 16 },
    ]);
    expect(humanText(2).safeParse("").success).toBe(false);
    expect(humanText(2).safeParse(" \u3000").success).toBe(false);
    expect(z.toJSONSchema(humanText(17), { io: "input" })).toMatchObject({
      type: "string",
      minLength: 1,
      maxLength: 17,
    });
    expect(lengthOf(FAMILY)).toBe(7);
  });

  it.each([
    ["taken in", humanText(32)],
    ["told", toldText(32)],
  ])("%s is bounded before it is composed: marks without end take no time", (_, text) => {
    const marks = ["\u0301", "\u0327", "\u0316", "\u0334"].join("").repeat(100_000);
    const startedAt = performance.now();
    expect(text.safeParse(`a${marks}`).error?.issues).toMatchObject([
      { code: "too_big", maximum: 32 },
    ]);
    expect(performance.now() - startedAt).toBeLessThan(1000);
    // Blanks around it and letters in pieces are no part of its length.
    const name = "ệ".repeat(32);
    expect(text.parse(`${" ".repeat(1000)}${name.normalize("NFD")} `)).toBe(name);
  });

  it("once taken in is taken in again and stays what it is; cleaned it has nothing invisible", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (typed) => {
        const told = toldText(100).parse(typed);
        expect(hasInvisible(told)).toBe(false);
        expect(toldText(100).parse(told)).toBe(told);
        const taken = humanText(100).safeParse(typed).data;
        if (taken !== undefined) expect(humanText(100).parse(taken)).toBe(taken);
      }),
    );
  });
});
