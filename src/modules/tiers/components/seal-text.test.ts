import { describe, expect, it } from "vitest";
import { sealTextFor } from "./seal-text";

describe("what a tier's seal says", () => {
  it.each([
    [{ code: "GOLD", name: "金牌会员" }, "金牌"],
    [{ code: "GOLD", name: "Gold" }, "金牌"],
    [{ code: "GOLD", name: "黑金尊享会员" }, "黑金"],
    [{ code: "FRIENDS", name: "friends" }, "F"],
  ])("%o is sealed %s", (tier, text) => {
    expect(sealTextFor(tier)).toBe(text);
  });
});
