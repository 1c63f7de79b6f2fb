import { describe, expect, it } from "vitest";
import { programRules } from "@/modules/program/schema/rules";
import { goodsDrafts, goodsFaults, NEW_RULE, readGoods, shownGoods } from "./goods-draft";

const { rules } = programRules.parse({
  goods: {
    rules: [
      {
        label: "鞋双倍",
        scope: {
          include: { categories: ["鞋", "靴"], skus: ["A-1"] },
          exclude: { brands: ["Acme"] },
          channels: ["APP"],
          stores: [],
        },
        gives: { kind: "PERCENT", percent: 200 },
      },
      {
        label: "新品",
        scope: { channels: [], stores: ["S1"] },
        gives: { kind: "PER_PIECE", points: 30 },
      },
    ],
  },
}).goods;

describe("rules about goods in a form", () => {
  it("come back as they were when nothing is typed", () => {
    expect(readGoods(shownGoods(rules))).toEqual(rules);
    expect(readGoods(shownGoods([]))).toEqual([]);
  });

  it("take words as people list them", () => {
    const [draft = NEW_RULE] = goodsDrafts(shownGoods(rules));
    const typed = { ...draft, categories: " 鞋，靴、 帽,, ", stores: "" };
    const [rule] = readGoods(JSON.stringify([typed])) ?? [];
    expect(rule?.scope.include.categories).toEqual(["鞋", "靴", "帽"]);
  });

  it("say which field means nothing", () => {
    expect([...goodsFaults(NEW_RULE)]).toEqual(["label"]);
    const faulty = { ...NEW_RULE, label: "x", much: "many", exceptSkus: "two words" };
    expect([...goodsFaults(faulty)].sort()).toEqual(["exceptSkus", "much"]);
    expect(readGoods(JSON.stringify([faulty]))).toBeNull();
    expect([...goodsFaults({ ...NEW_RULE, label: "x", much: "1001" })]).toEqual(["much"]);
  });
});
