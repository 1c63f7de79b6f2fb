import { describe, expect, it } from "vitest";
import { localeFor } from "./config";

describe("the language of a request", () => {
  it.each([
    ["what was chosen wins", "en", "zh-CN,zh;q=0.9", "en"],
    ["a choice we don't have counts as none", "fr", "en", "en"],
    ["the first of the browser's that we have", undefined, "fr, en-GB;q=0.8, zh;q=0.7", "en"],
    ["by preference, not by place", undefined, "en;q=0.2, zh-TW;q=0.9", "zh-CN"],
    ["what is refused doesn't count", undefined, "en;q=0", "zh-CN"],
    ["Chinese where nothing is said", undefined, null, "zh-CN"],
    ["Chinese where nonsense is said", undefined, ";;q=,", "zh-CN"],
  ] as const)("%s", (_promise, chosen, acceptLanguage, locale) => {
    expect(localeFor(chosen, acceptLanguage)).toBe(locale);
  });
});
