import { describe, expect, it } from "vitest";
import { type Address, addressFaults, noAddress } from "./address";
import { quantityMaxOf } from "./quantity-max";

const good: Address = {
  name: "林夏",
  phone: "138 0000-0000",
  region: "浙江省杭州市西湖区",
  line: "文三路 1 号",
};

describe("a delivery address", () => {
  it.each([
    [
      "is wanted whole",
      noAddress,
      { name: "MISSING", phone: "MISSING", region: "MISSING", line: "MISSING" },
    ],
    ["isn't filled by spaces", { ...good, line: "   " }, { line: "MISSING" }],
    ["has a phone that can be called", { ...good, phone: "call me" }, { phone: "INVALID" }],
    ["may be abroad", { ...good, phone: "+44 20 7946 0000" }, {}],
    ["is taken as it is", good, {}],
  ])("%s", (_promise, address, faults) => {
    expect(addressFaults(address)).toEqual(faults);
  });
});

describe("how many pieces can be had", () => {
  const reward = {
    rewardId: "1",
    name: "青瓷茶杯",
    kind: "PRODUCT",
    description: null,
    image: null,
    pointsCost: 500,
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
