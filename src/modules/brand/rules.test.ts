import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { couponLink } from "./rules";
import { isLinkWithCode } from "./schema";

describe("where a coupon is used", () => {
  it.each([
    ["https://shop.example/use?c={code}", true],
    ["https://shop.example/{code}/use#{code}", true],
    ["http://shop.example", true],
    ["https://商城.example/用券?码={code}", true],
    ["javascript:alert('{code}')", false],
    ["javascript://shop.example/%0aalert(1)", false],
    [" javascript:alert(1)", false],
    ["data:text/html,{code}", false],
    ["//shop.example/{code}", false],
    ["/use?c={code}", false],
    ["https://{code}.example/", false],
    ["https://shop.example:{code}/", false],
    ["https://shop.example@thief.example/{code}", false],
    ["https://shop.example/{order}", false],
    ["https://shop.example/{co{code}de}", false],
    ["https://shop.example/use it", false],
    ["weixin://dl/{code}", false],
  ])("%s: %s", (template, isLink) => {
    expect(isLinkWithCode(template)).toBe(isLink);
  });

  it("leads to the shop’s own host whatever the code says", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary-ascii" }), (code) => {
        const link = new URL(couponLink("https://shop.example/use?c={code}&d=1", code));
        expect(link.host).toBe("shop.example");
        expect([...link.searchParams.keys()]).toEqual(["c", "d"]);
        expect(link.searchParams.get("c")).toBe(code);
      }),
    );
  });
});
