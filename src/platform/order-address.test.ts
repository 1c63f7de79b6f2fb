import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isOrderTemplate, ORDER_PLACE, orderAddress } from "./order-address";

describe("where the shop shows an order", () => {
  it.each([
    ["https://shop.example/orders/{orderId}", true],
    ["https://shop.example/?order={orderId}&from=points", true],
    ["https://shop.example/#/orders/{orderId}", true],
    ["http://shop.example/orders/{orderId}", false],
    ["https://shop.example/orders", false],
    ["https://{orderId}.example/", false],
    ["https://shop.example{orderId}", false],
    ["https://shop.example:{orderId}/", false],
    ["https://user:secret@shop.example/{orderId}", false],
    ["javascript:alert('{orderId}')", false],
    ["//shop.example/{orderId}", false],
    ["/orders/{orderId}", false],
    ["", false],
  ])("%s may be it: %s", (template, isOne) => {
    expect(isOrderTemplate(template, { plainHttp: false })).toBe(isOne);
  });

  it("may be unencrypted on a machine that is developed on", () => {
    expect(isOrderTemplate("http://localhost:3000/{orderId}", { plainHttp: true })).toBe(true);
    expect(isOrderTemplate("ftp://localhost/{orderId}", { plainHttp: true })).toBe(false);
  });

  it.each([
    ["A1001", "https://shop.example/orders/A1001/view"],
    ["A 1/2?x=1#y", "https://shop.example/orders/A%201%2F2%3Fx%3D1%23y/view"],
    ["$&", "https://shop.example/orders/%24%26/view"],
    ["订单1", "https://shop.example/orders/%E8%AE%A2%E5%8D%951/view"],
    ["..", null],
    [".", null],
    ["\ud800", null],
  ])("of %s is %s", (orderId, address) => {
    expect(orderAddress("https://shop.example/orders/{orderId}/view", orderId)).toBe(address);
  });

  it("is at the shop, in its place, whatever the number", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (orderId) => {
        const address = orderAddress(`https://shop.example/o/${ORDER_PLACE}/end`, orderId);
        if (address === null) return;
        const url = new URL(address);
        expect([url.host, url.search, url.hash]).toEqual(["shop.example", "", ""]);
        expect(url.pathname).toMatch(/^\/o\/[^/]*\/end$/);
      }),
    );
  });
});
