import { describe, expect, it } from "vitest";
import { placeFor } from "./place-for";

describe("where a coupon is used", () => {
  it.each([
    [null, "AB-12", null],
    ["https://shop.example/", "AB-12", "https://shop.example/"],
    ["https://shop.example/", null, "https://shop.example/"],
    ["https://shop.example/u?c={code}", "AB-12", "https://shop.example/u?c=AB-12"],
    ["https://shop.example/u?c={code}", null, null],
  ])("by %s with %s is %s", (useAt, code, href) => {
    expect(placeFor(useAt, code)).toBe(href);
  });
});
