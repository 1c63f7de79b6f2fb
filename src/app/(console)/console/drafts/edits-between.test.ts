import { describe, expect, it } from "vitest";
import type { Benefit } from "../benefits/benefit";
import { editsOfBenefit } from "./edits-between";

const coupon: Benefit = {
  ...{ id: "CUT", type: "COUPON", name: { "zh-CN": "券", en: "Coupon" }, enabled: true },
  ...{ validFrom: null, validUntil: null, quota: { limit: 1, per: "month" } },
  params: { amountMinor: 3000 },
  ...{ tiers: ["SILVER", "GOLD"], isTierPrice: false, summary: "¥30" },
};
const { tiers: _, isTierPrice: __, summary: ___, ...definition } = coupon;
const applied = (benefit: Benefit | null, after: typeof definition | null) =>
  Object.fromEntries(
    editsOfBenefit(benefit, after).map(({ field, was, value }) => [field, [was, value]]),
  );

describe("edits of a benefit's definition", () => {
  it("name what is different, and nothing of what the list says beside it", () => {
    const dearer = { ...definition, params: { amountMinor: 5000 }, quota: null };
    expect(applied(coupon, dearer)).toEqual({
      "benefits.CUT.params.amountMinor": [3000, 5000],
      "benefits.CUT.quota": [coupon.quota, null],
    });
    expect(applied(coupon, definition)).toEqual({});
  });

  it("of one that is new are all of it", () => {
    expect(applied(null, definition)).toMatchObject({
      "benefits.CUT.type": [undefined, "COUPON"],
      "benefits.CUT.params.amountMinor": [undefined, 3000],
    });
  });

  it("of one that goes take it from its tiers, but a tier's price, which stands in none", () => {
    const gone = applied(coupon, null);
    expect(gone["benefits.CUT.type"]).toEqual(["COUPON", undefined]);
    expect(Object.keys(gone).filter((field) => field.startsWith("tiers."))).toEqual([
      "tiers.SILVER.benefits.CUT",
      "tiers.GOLD.benefits.CUT",
    ]);
    const price = applied({ ...coupon, isTierPrice: true }, null);
    expect(Object.keys(price).some((field) => field.startsWith("tiers."))).toBe(false);
  });
});
