import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalEmail } from "./email";

describe("an address", () => {
  it.each([
    [" Lin@Shop.CN ", "lin@shop.cn"],
    ["LIN@SHOP.CN", "lin@shop.cn"],
    ["\u3000lin@shop.cn\t", "lin@shop.cn"],
    ["o'hara+tag@a-b.example", "o'hara+tag@a-b.example"],
    ["lin@例子.中国", "lin@xn--fsqu00a.xn--fiqs8s"],
    ["lin@xn--fsqu00a.xn--fiqs8s", "lin@xn--fsqu00a.xn--fiqs8s"],
    ["lin@DÉMO.test", "lin@xn--dmo-bma.test"],
    ["lin@démo.test", "lin@xn--dmo-bma.test"],
    ["lin@xn--fsqu00a.中国", "lin@xn--fsqu00a.xn--fiqs8s"],
    ["lin@STRA\u1e9eE.de", "lin@xn--strae-oqa.de"],
    ["lin@Straße.de", "lin@xn--strae-oqa.de"],
  ])("%j is the account of %s", (typed, account) => {
    expect(canonicalEmail(typed)).toBe(account);
  });

  it.each([
    ["an accent in its local part", "ádmin@demo.test"],
    ["full width", "\uff41dmin@demo.test"],
    ["full width in its domain", "admin@\uff44emo.test"],
    ["an ideographic full stop", "admin@demo。test"],
    ["an ideographic full stop between ideographs", "lin@例子。中国"],
    ["an iota below", "admin@a\u0345.test"],
    ["a letter of another case", "admin@\uab70.test"],
    ["a decomposed domain", "admin@de\u0301mo.test"],
    ["a Cyrillic letter", "\u0430dmin@demo.test"],
    ["the Kelvin sign", "\u212aai@demo.test"],
    ["the Kelvin sign in its domain", "admin@\u212aai.test"],
    ["a dotted capital I", "adm\u0130n@demo.test"],
    ["U+200B at its end", "admin@demo.test\u200b"],
    ["U+200B at its beginning", "\u200badmin@demo.test"],
    ["U+200B in its domain", "admin@de\u200bmo.test"],
    ["a soft hyphen in its domain", "admin@de\u00admo.test"],
    ["a byte order mark", "\ufeffadmin@demo.test"],
    ["a variation selector", "admin@demo\ufe0f.test"],
    ["a Hangul filler", "admin\u3164@demo.test"],
    ["a direction mark", "admin\u202e@demo.test"],
    ["a NUL", "admin\0@demo.test"],
    ["a lone surrogate", "admin\ud800@demo.test"],
    ["a blank within", "ad min@demo.test"],
    ["a comment", "admin(x)@demo.test"],
    ["a quoted local part", '"admin"@demo.test'],
    ["two dots", "ad..min@demo.test"],
    ["a dot first", ".admin@demo.test"],
    ["two at signs", "admin@x@demo.test"],
    ["no local part", "@demo.test"],
    ["no domain", "admin@"],
    ["no dot in its domain", "admin@localhost"],
    ["a dot after its domain", "admin@demo.test."],
    ["a port", "admin@demo.test:80"],
    ["a path", "admin@demo.test/x"],
    ["percent", "admin@%64emo.test"],
    ["an IPv4 address", "admin@127.0.0.1"],
    ["a number for an IPv4 address", "admin@0x7f.1"],
    ["an address literal", "admin@[127.0.0.1]"],
    ["a placeholder's domain", "member-7@sign-in.invalid"],
    ["a local part of 65", `${"a".repeat(65)}@demo.test`],
    ["more than the column holds", `a@${"a".repeat(60)}.${"b".repeat(60)}.${"c".repeat(63)}.test`],
  ])("with %s is none, and nobody's", (_, typed) => {
    expect(canonicalEmail(typed)).toBeNull();
  });

  it("has one form, which is ASCII in lower case and its own form", () => {
    const letters = fc.constantFrom(..."aA@.. -é\u200b\u212aß中。ａ1");
    const text = fc.oneof(fc.string(), fc.emailAddress(), fc.string({ unit: letters }));
    fc.assert(
      fc.property(text, (typed) => {
        const form = canonicalEmail(typed);
        if (form === null) return;
        expect(form).toMatch(/^[!-~]+@[a-z0-9.-]+$/);
        expect(form).toBe(form.toLowerCase());
        expect(canonicalEmail(form)).toBe(form);
        expect(canonicalEmail(` ${typed} `)).toBe(form);
      }),
      { numRuns: 2000 },
    );
  });

  it("with any unseen character anywhere is none", () => {
    const unseen = fc.constantFrom(
      "\u200b",
      "\u200d",
      "\u2060",
      "\u00ad",
      "\u034f",
      "\ufeff",
      "\u180e",
      "\u{e0061}",
      "\u115f",
    );
    fc.assert(
      fc.property(unseen, fc.nat(15), (mark, at) => {
        const address = "admin@demo.test";
        expect(canonicalEmail(`${address.slice(0, at)}${mark}${address.slice(at)}`)).toBeNull();
      }),
    );
  });
});
