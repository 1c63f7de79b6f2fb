import { describe, expect, it } from "vitest";
import { quantityMaxOf } from "./quantity-max";

describe("how many pieces can be had", () => {
  const reward = {
    rewardId: "1",
    name: "青瓷茶杯",
    kind: "PRODUCT",
    description: null,
    terms: null,
    category: null,
    image: null,
    pointsCost: 500,
    pass: null,
    stock: null,
    perMonth: null,
    usedThisMonth: 0,
    minTier: null,
    redeemable: true,
    reason: null,
  } as const;

  it.each([
    ["as the API takes them", reward, 1_000_000, 20],
    ["as the points reach", reward, 1_600, 3],
    ["as there are left", { ...reward, stock: 2 }, 10_000, 2],
    ["as the month still allows", { ...reward, perMonth: 3, usedThisMonth: 2 }, 10_000, 1],
    ["one to ask for, even where it will be refused", reward, 0, 1],
  ])("%s", (_promise, asked, available, most) => {
    expect(quantityMaxOf(asked, available)).toBe(most);
  });
});
