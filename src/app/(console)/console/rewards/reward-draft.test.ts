import { describe, expect, it } from "vitest";
import { createInput } from "@/modules/rewards/schema/managed";
import { typedWhole } from "../figures";
import { typedText } from "../typed-text";
import {
  draftOfReward,
  faultIn,
  missingNote,
  type RewardDraft,
  type RewardField,
  rewardOf,
} from "./reward-draft";

const draft: RewardDraft = {
  ...draftOfReward(null),
  name: typedText({ "zh-CN": "帆布包", en: "Canvas bag" }),
  pointsCost: "1200",
};

/** What the procedure's schema says of it, in the form's words. */
function faultsOf(typed: RewardDraft) {
  const judged = createInput.safeParse({ ...rewardOf(typed), stock: typedWhole(typed.stock) });
  const fields = judged.error?.issues.map(({ path }) => path.join(".") as RewardField) ?? [];
  fields.push(...[missingNote(typed)].filter((field) => field !== null));
  return [...new Set(fields)].map((field) => ({ field, fault: faultIn(field) }));
}

describe("a reward in a form", () => {
  it("is sound with a name and a price, and what the API takes", () => {
    expect(faultsOf(draft)).toEqual([]);
  });

  it.each([
    [{ name: typedText({ "zh-CN": "", en: "Canvas bag" }) }, "name.zh-CN", "text"],
    [{ name: typedText({ "zh-CN": "帆布包", en: " " }) }, "name.en", "text"],
    [{ description: typedText({ "zh-CN": "", en: "Heavy." }) }, "description.zh-CN", "text"],
    [{ terms: typedText({ "zh-CN": "", en: "No returns." }) }, "terms.zh-CN", "text"],
    [{ category: typedText({ "zh-CN": "居家", en: "" }) }, "category.en", "text"],
    [{ pointsCost: "0" }, "pointsCost", "points"],
    [{ pointsCost: "free" }, "pointsCost", "points"],
    [{ stock: "-1" }, "stock", "count"],
    [{ perMonth: "0" }, "perMonth", "count"],
    [{ image: "http://plain.example/a.png" }, "image", "image"],
    [{ image: "/rewards/../secret.svg" }, "image", "image"],
    [{ sortOrder: "first" }, "sortOrder", "order"],
  ] as const)("with %j says what is wrong", (change, field, fault) => {
    expect(faultsOf({ ...draft, ...change })).toEqual([{ field, fault }]);
  });

  it("asks a pass what it gives, how often and how long, and nothing else does", () => {
    const pass: RewardDraft = { ...draft, kind: "BENEFIT_PASS" };
    expect(faultsOf(pass).map(({ field }) => field)).toEqual(["benefitId", "passUses", "passDays"]);
    const filled = { ...pass, benefitId: "FREE_SHIPPING", passUses: "3", passDays: "90" };
    expect(rewardOf(filled)).toMatchObject({ benefitId: "FREE_SHIPPING", passUses: 3 });
    expect(rewardOf({ ...filled, kind: "PRODUCT" })).toMatchObject({ benefitId: null });
  });
});
