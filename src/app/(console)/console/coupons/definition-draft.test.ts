import { describe, expect, it } from "vitest";
import { createDefinitionInput } from "@/modules/coupons/schema/coupons";
import type { CouponDefinition } from "./coupon-definition";
import { type DefinitionDraft, definitionOf, draftOf, wordsOf } from "./definition-draft";

const ZONE = "Asia/Shanghai";
const empty = draftOf(null, ZONE);
const draft = (typed: Partial<DefinitionDraft>): DefinitionDraft => ({
  ...empty,
  name: { "zh-CN": "满减券", en: "Ten off" },
  ...typed,
});

describe("a coupon in its form", () => {
  it.each<[string, Partial<DefinitionDraft>]>([
    ["an amount", { amount: "30", minimum: "199.99", uses: "3", validDays: "7" }],
    ["a share", { kind: "PERCENT", percent: "12.5", maximum: "50" }],
    ["a share without a maximum", { kind: "PERCENT", percent: "20" }],
    ["a piece", { kind: "ITEM", sku: "MUG-1", value: "45", minTier: "GOLD", combinable: true }],
    [
      "some goods for a while",
      {
        amount: "5",
        validFrom: "2026-12-01T00:00",
        validUntil: "2026-12-31T23:59",
        validDays: "",
        givesBack: false,
        scope: {
          ...empty.scope,
          "include.categories": "鞋, 袜",
          "exclude.brands": "ACME",
          stores: "S1",
        },
      },
    ],
  ])("is what it was when it is opened again: %s", (_, typed) => {
    const input = definitionOf(draft(typed), ZONE);
    const { terms, ...rest } = createDefinitionInput.parse(input);
    const stored = {
      ...rest,
      terms,
      definitionId: "1",
      revision: 1,
      worthMinor: null,
      updatedAt: "",
    };
    expect(draftOf(stored as CouponDefinition, ZONE)).toEqual(draft(typed));
  });

  it("is refused where a figure is none", () => {
    for (const typed of [{ amount: "x" }, { amount: "" }, { amount: "5", uses: "1.5" }]) {
      expect(createDefinitionInput.safeParse(definitionOf(draft(typed), ZONE)).success).toBe(false);
    }
  });

  it("reads words however they are parted", () => {
    expect(wordsOf("鞋, 袜，帽、\n 伞;鞋")).toEqual(["鞋", "袜", "帽", "伞"]);
    expect(wordsOf("  ")).toEqual([]);
  });
});
