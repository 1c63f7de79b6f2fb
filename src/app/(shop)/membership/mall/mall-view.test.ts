import { describe, expect, it } from "vitest";
import { addressOf, readView } from "./mall-view";

describe("the address of a view of the mall", () => {
  it.each([
    ["", "?"],
    ["kind=COUPON", "?kind=COUPON"],
    [
      "sort=reach&category=茶食&after=O500~3",
      `?category=${encodeURIComponent("茶食")}&sort=reach&after=O500%7E3`,
    ],
    ["kind=CAR&sort=price&reward=1%20OR%201", "?"],
    [`category=${"长".repeat(25)}`, "?"],
    ["sort=shelf&sort=reach", "?"],
  ])("%s is read as %s", (address, again) => {
    const query: Record<string, string | string[]> = {};
    const parts = new URLSearchParams(address);
    for (const name of new Set(parts.keys())) query[name] = parts.getAll(name);
    const { view, rewardId } = readView(query);
    expect(addressOf(view)).toBe(again);
    expect(rewardId).toBeUndefined();
  });
});
