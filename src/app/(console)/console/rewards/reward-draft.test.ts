import { describe, expect, it } from "vitest";
import { createInput } from "@/modules/rewards/schema";
import { typedText } from "../typed-text";
import { draftOfReward, faultsOfReward, type RewardDraft, rewardOf } from "./reward-draft";

const draft: RewardDraft = {
  ...draftOfReward(null),
  name: typedText({ "zh-CN": "帆布包", en: "Canvas bag" }),
  pointsCost: "1200",
};

describe("a reward in a form", () => {
  it("is sound with a name and a price, and what the API takes", () => {
    expect(faultsOfReward(draft)).toEqual([]);
    expect(createInput.safeParse({ ...rewardOf(draft), stock: null }).success).toBe(true);
  });

  it.each([
    [{ name: typedText({ "zh-CN": "", en: "Canvas bag" }) }, "name.zh-CN", "text"],
    [{ name: typedText({ "zh-CN": "帆布包", en: " " }) }, "name.en", "text"],
    [{ description: typedText({ "zh-CN": "", en: "Heavy." }) }, "description.zh-CN", "text"],
    [{ pointsCost: "0" }, "pointsCost", "points"],
    [{ pointsCost: "free" }, "pointsCost", "points"],
    [{ stock: "-1" }, "stock", "count"],
    [{ perMonth: "0" }, "perMonth", "count"],
    [{ image: "http://plain.example/a.png" }, "image", "image"],
    [{ image: "/rewards/../secret.svg" }, "image", "image"],
    [{ sortOrder: "first" }, "sortOrder", "order"],
  ] as const)("with %j says what is wrong", (change, field, fault) => {
    expect(faultsOfReward({ ...draft, ...change })).toEqual([{ field, fault }]);
  });

  it("asks a pass what it gives, how often and how long, and nothing else does", () => {
    const pass: RewardDraft = { ...draft, kind: "BENEFIT_PASS" };
    expect(faultsOfReward(pass).map(({ field }) => field)).toEqual([
      "benefitId",
      "passUses",
      "passDays",
    ]);
    const filled = { ...pass, benefitId: "FREE_SHIPPING", passUses: "3", passDays: "90" };
    expect(rewardOf(filled)).toMatchObject({ benefitId: "FREE_SHIPPING", passUses: 3 });
    expect(rewardOf({ ...filled, kind: "PRODUCT" })).toMatchObject({ benefitId: null });
  });
});
