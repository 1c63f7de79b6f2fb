import { describe, expect, it } from "vitest";
import type { Ladder, Rung } from "../schema";
import { minimumTierOf } from "./ladder";

const terms = {
  thresholdMinor: 0,
  discountRateBps: 10_000,
  multiplierPct: 100,
  benefits: [],
  replaces: [],
};
const rung = (rank: number, code: string, name: string, en: string): Rung => {
  return { ...terms, rank, code, name: { "zh-CN": name, en } };
};
const ladder: Ladder = [
  rung(1, "SILVER", "银牌会员", "Silver"),
  rung(2, "GOLD", "金牌会员", "Gold"),
];

describe("the tier that something is open from", () => {
  it.each([
    ["for all", null, "en", null],
    ["a tier below others", "SILVER", "en", { code: "SILVER", name: "Silver", isHighest: false }],
    ["the highest", "GOLD", "zh-CN", { code: "GOLD", name: "金牌会员", isHighest: true }],
    ["one that is gone", "JADE", "en", { code: "JADE", name: "JADE", isHighest: false }],
  ] as const)("%s", (_promise, code, locale, said) => {
    expect(minimumTierOf(code, ladder, locale)).toEqual(said);
  });
});
