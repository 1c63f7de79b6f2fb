import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultLocale, type Locale, locales } from "@/i18n/config";
import {
  flat,
  flatText,
  gathered,
  type LocalizedText,
  localizedNote,
  localizedText,
  textField,
  textIn,
  textOf,
  textsIn,
} from "./texts";

const locale = fc.constantFrom(...locales);
const word = fc.stringMatching(/^[a-z甲乙]{1,8}$/);
const text = fc
  .record({ "zh-CN": word, en: word }, { requiredKeys: ["zh-CN"] })
  .map((made): LocalizedText => made);

describe("a text in a language", () => {
  it.each<[LocalizedText, Locale, string]>([
    [{ "zh-CN": "香囊", en: "Sachet" }, "zh-CN", "香囊"],
    [{ "zh-CN": "香囊", en: "Sachet" }, "en", "Sachet"],
    [{ "zh-CN": "香囊" }, "en", "香囊"],
    [{ "zh-CN": "香囊", en: undefined }, "en", "香囊"],
    [{ "zh-CN": "香囊", en: "" }, "en", "香囊"],
  ])("%j in %s is %s", (texts, wanted, said) => {
    expect(textIn(texts, wanted)).toBe(said);
  });

  it("is never empty, and its own language’s wherever there is one", () => {
    fc.assert(
      fc.property(text, locale, (texts, wanted) => {
        expect(textIn(texts, wanted)).toBe(texts[wanted] ?? texts[defaultLocale]);
        expect(textIn(texts, wanted)).not.toBe("");
      }),
    );
  });

  it("is the same from its fields as from its value", () => {
    fc.assert(
      fc.property(text, locale, (texts, wanted) => {
        expect(textOf(flatText("name", texts), "name", wanted)).toBe(textIn(texts, wanted));
      }),
    );
  });
});

describe("what is written", () => {
  it.each([
    ["a name in each language", localizedText(4), { "zh-CN": "甲", en: "A" }, true],
    ["a name in one language", localizedText(4), { "zh-CN": "甲" }, false],
    ["a name without the program’s language", localizedText(4), { en: "A" }, false],
    ["a name that is too long in one", localizedText(4), { "zh-CN": "甲", en: "Abcde" }, false],
    ["an empty name in one", localizedText(4), { "zh-CN": "甲", en: " " }, false],
    [
      "a name in a language nobody reads",
      localizedText(4),
      { "zh-CN": "甲", en: "A", xx: "X" },
      false,
    ],
    ["a note in one language", localizedNote(4), { "zh-CN": "甲" }, true],
    ["a note without the program’s language", localizedNote(4), { en: "A" }, false],
  ])("%s", (_, schema, given, isFine) => {
    expect(schema.safeParse(given).success).toBe(isFine);
  });
});

describe("fields for each language", () => {
  it("are called as the published interface has them", () => {
    expect(textField("title", "zh-CN")).toBe("title");
    expect(textField("title", "en")).toBe("titleEn");
    expect(flatText("name", { "zh-CN": "香囊" })).toEqual({ name: "香囊", nameEn: "香囊" });
    expect(textsIn({ titleEn: "A", other: "B" }, "title")).toEqual({ en: "A" });
    expect(textOf({ orderId: "o-1" }, "title", "en")).toBeUndefined();
  });

  it("stand where the text stood, in the order of the release before", () => {
    const rules = {
      benefits: [{ id: "A", name: { "zh-CN": "甲", en: "A" }, params: { item: "x" } }],
    };
    expect(JSON.stringify(flat(rules))).toBe(
      '{"benefits":[{"id":"A","name":"甲","nameEn":"A","params":{"item":"x"}}]}',
    );
  });

  it("are read back as they were, and a field that only looks like one is left", () => {
    fc.assert(
      fc.property(fc.array(fc.record({ "zh-CN": word, en: word })), fc.date(), (names, at) => {
        const value = { items: names.map((name) => ({ name, params: { name: "x" } })), at };
        expect(gathered(flat(value), ["name"])).toEqual(value);
        expect(gathered(value, ["name"])).toEqual(value);
      }),
    );
  });

  it.each([
    [{ description: null, descriptionEn: null }, { description: null }],
    [{ description: "甲", descriptionEn: null }, { description: { "zh-CN": "甲" } }],
    [{ description: null, descriptionEn: "A" }, { description: { "zh-CN": "A", en: "A" } }],
  ])("of a release before, %j, are %j", (before, now) => {
    expect(gathered(before, ["description"])).toEqual(now);
  });
});
