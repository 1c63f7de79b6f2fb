import { describe, expect, it } from "vitest";
import { decimalsOf, formatMoneyIn, rateFor, yuanFor } from "./currency";

describe("money of other currencies", () => {
  it.each([
    ["USD", 1999, "en", "$19.99"],
    ["USD", 1999, "zh-CN", "US$19.99"],
    ["JPY", 1999, "en", "¥1,999"],
    ["JPY", 1999, "zh-CN", "JP¥1,999"],
    ["KWD", 5, "en", "KWD\u00a00.005"],
    ["USD", 1_000_000_000_001, "en", "$10,000,000,000.01"],
    ["USD", -50, "en", "-$0.50"],
  ] as const)("%s %i in %s is %s", (currency, minor, locale, said) => {
    expect(formatMoneyIn(minor, currency, locale)).toBe(said);
  });

  it("has as many decimals as the currency", () => {
    expect(["USD", "JPY", "KWD", "VND"].map(decimalsOf)).toEqual([2, 0, 3, 0]);
  });

  it.each([
    ["USD", "7.1234", "7.1234"],
    ["JPY", "4.8", "0.048"],
    ["KWD", "2.3105", "23.105"],
    ["VND", "0.0288", "0.000288"],
    ["JPY", "480", "4.8"],
    ["KWD", "0.00000001", "0.0000001"],
  ])("a rate of %s is said for a whole one, and read back as it was", (currency, rate, yuan) => {
    expect(yuanFor(rate, currency)).toBe(yuan);
    expect(rateFor(yuan, currency)).toBe(rate);
  });

  it.each(["", "7,1", "-7", "7.", ".5", "1e3", "x"])("%j is no rate", (text) => {
    expect(rateFor(text, "USD")).toBeNull();
  });
});
