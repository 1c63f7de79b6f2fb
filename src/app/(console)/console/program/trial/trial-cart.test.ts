import { describe, expect, it } from "vitest";
import { cartOf, EMPTY_CART, lineOf } from "./trial-cart";

describe("an order that is typed to be tried", () => {
  const line = { ...lineOf(1), sku: " A-1 ", category: "鞋，童鞋", quantity: "2", price: "199.5" };

  it("is its amount where no lines are typed", () => {
    expect(cartOf({ ...EMPTY_CART, amount: "1,299.5", shipping: "12" })).toEqual({
      orderAmountMinor: 129_950,
      shippingMinor: 1200,
    });
  });

  it("is its lines, whatever amount was typed before", () => {
    const draft = {
      ...EMPTY_CART,
      amount: "1",
      lines: [line],
      channel: " APP ",
      coupons: "A1 B2，C3",
    };
    expect(cartOf(draft)).toEqual({
      ...{
        orderAmountMinor: 39_900,
        shippingMinor: 0,
        channel: "APP",
        coupons: ["A1", "B2", "C3"],
      },
      lines: [
        {
          ...{ lineId: "1", sku: "A-1", categories: ["鞋", "童鞋"] },
          ...{ quantity: 2, unitAmountMinor: 19_950 },
        },
      ],
    });
  });

  it.each([
    { amount: "" },
    { amount: "0" },
    { amount: "12.345" },
    { amount: "10", shipping: "free" },
    { lines: [{ ...line, price: "" }] },
    { lines: [{ ...line, quantity: "0" }] },
  ])("is none yet where something is missing or wrong: %j", (changes) => {
    expect(cartOf({ ...EMPTY_CART, ...changes })).toBeNull();
  });
});
