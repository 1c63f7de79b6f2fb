import { describe, expect, it } from "vitest";
import { programRules } from "@/modules/program/schema/rules";
import type { Content } from "./draft";
import { actsOf, sidesOf } from "./said-changes";

const tier = (code: string, thresholdMinor: number) => ({
  code,
  name: { "zh-CN": code, en: code },
  thresholdMinor,
  discountRateBps: 10_000,
  multiplierPct: 100,
  benefits: [],
});
const content: Content = {
  rules: programRules.parse({}),
  tiers: [tier("REGISTERED", 0), tier("SILVER", 1000)],
  removed: [],
};
const gold = Object.entries({
  name: { "zh-CN": "金", en: "Gold" },
  thresholdMinor: 2000,
  discountRateBps: 9000,
  multiplierPct: 150,
}).map(([name, after]) => ({ field: `tiers.GOLD.${name}`, before: undefined, after }));

describe("what was done to a draft, in words", () => {
  it("compares two programs that differ in nothing else", () => {
    const [before, after] = sidesOf({ base: content, content }, [
      { field: "tiers.SILVER.thresholdMinor", before: 500, after: 700 },
    ]);
    expect(before.tiers.map(({ thresholdMinor }) => thresholdMinor)).toEqual([0, 500]);
    expect(after.tiers.map(({ thresholdMinor }) => thresholdMinor)).toEqual([0, 700]);
    expect(after.rules).toEqual(before.rules);
  });

  it("says a tier that came, and of one that is gone what its base says", () => {
    const [before, after] = sidesOf({ base: content, content }, gold);
    expect(before.tiers).toHaveLength(2);
    expect(after.tiers.map(({ code }) => code)).toEqual(["REGISTERED", "SILVER", "GOLD"]);
    const bare = { ...content, tiers: content.tiers.slice(0, 1) };
    const [was, is] = sidesOf({ base: content, content: bare }, [
      { field: "tiers.SILVER.multiplierPct", before: 100, after: 120 },
    ]);
    expect([was, is].map(({ tiers }) => tiers[1]?.multiplierPct)).toEqual([100, 120]);
  });

  it("leaves out a tier of which only a part is known", () => {
    const [before, after] = sidesOf({ base: content, content }, gold.slice(0, 2));
    expect(after).toEqual(before);
  });

  it("puts lines of one act beside each other", () => {
    const line = (revision: number, kind = "EDITED") => ({ revision, kind });
    const lines = [line(3), line(3), line(2, "TAKEN_IN"), line(1, "CREATED"), line(1, "CREATED")];
    expect(actsOf(lines).map((act) => act.length)).toEqual([2, 1, 2]);
  });
});
