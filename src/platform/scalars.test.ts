import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  externalText,
  hasInvisible,
  humanText,
  insideId,
  insideIdText,
  instant,
  instantText,
  lengthOf,
  withoutInvisible,
} from "./scalars";

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
    expect(externalText(32).parse(typed)).toBe(kept);
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
    ["told", externalText(32)],
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
        const told = externalText(100).parse(typed);
        expect(hasInvisible(told)).toBe(false);
        expect(externalText(100).parse(told)).toBe(told);
        const taken = humanText(100).safeParse(typed).data;
        if (taken !== undefined) expect(humanText(100).parse(taken)).toBe(taken);
      }),
    );
  });
});

describe("ids and instants", () => {
  it.each([
    ["1", 1],
    ["12", 12],
    ["9007199254740991", Number.MAX_SAFE_INTEGER],
    // Beyond 2^53 numbers have gaps; nothing has such an id.
    ["9007199254740993", Number.MAX_SAFE_INTEGER],
    ["9999999999999999", Number.MAX_SAFE_INTEGER],
  ])("the id %s is the number %d inside", (text, id) => {
    expect(insideId.decode(text)).toBe(id);
  });

  it.each(["", "0", "-1", "01", "1.0", "1e3", " 1", "99999999999999999", "NaN"])(
    "%j is no id, told in the words of its text",
    (text) => {
      const { error } = insideId.safeParse(text);
      expect(error?.issues).toEqual(insideIdText.safeParse(text).error?.issues);
      expect(error?.issues).toHaveLength(1);
    },
  );

  it("a number is no id for whoever calls, nor NaN or a fraction one of ours", () => {
    expect(insideId.safeParse(12).error?.issues).toEqual(insideIdText.safeParse(12).error?.issues);
    for (const id of [Number.NaN, 0, -1, 1.5, 1e21])
      expect(insideId.safeEncode(id).success).toBe(false);
  });

  it("whatever id somebody names can be told back to them", () => {
    const named = fc.stringMatching(/^[1-9]\d{0,15}$/);
    fc.assert(
      fc.property(
        named,
        (text) => insideIdText.safeParse(insideId.encode(insideId.decode(text))).success,
      ),
      { examples: [["9999999999999999"]] },
    );
  });

  it("an id that was told leads back to itself", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (id) => {
        expect(insideId.encode(id)).toBe(String(id));
        expect(insideId.decode(insideId.encode(id))).toBe(id);
      }),
    );
  });

  it.each([
    ["2026-03-01T10:00:00Z", "2026-03-01T10:00:00.000Z"],
    ["2026-03-01T18:00:00.5+08:00", "2026-03-01T10:00:00.500Z"],
  ])("the instant %s is told as %s, whatever its offset was", (text, told) => {
    expect(instant.encode(instant.decode(text))).toBe(told);
  });

  it.each([
    "",
    "2026-03-01",
    "2026-03-01T10:00:00",
    "2026-02-30T10:00:00Z",
    "0999-01-01T00:00:00Z",
  ])("%j is no instant, told in the words of its text", (text) => {
    const { error } = instant.safeParse(text);
    expect(error?.issues).toEqual(instantText.safeParse(text).error?.issues);
    expect(error?.issues.length).toBeGreaterThan(0);
  });

  it("no moment outside the database's calendar is told, nor one that is none", () => {
    for (const at of ["0999-12-31T23:59:59Z", "+010000-01-01T00:00:00Z", "never"]) {
      expect(instant.safeEncode(new Date(at)).success).toBe(false);
    }
  });
});
