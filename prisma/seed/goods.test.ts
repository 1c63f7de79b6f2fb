import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { orderFaults } from "@/modules/orders/schema/check";
import { goodsOf } from "./goods";

describe("the goods of the demo's orders", () => {
  it("come to what was paid, the same ones whenever they are asked for", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.integer({ min: 1, max: 1e7 }), (id, paid) => {
        const goods = goodsOf(id, paid);
        expect(orderFaults({ ...goods, paidAmountMinor: paid })).toEqual([]);
        expect(goods.lines.length).toBeLessThanOrEqual(3);
        expect(goodsOf(id, paid)).toEqual(goods);
      }),
    );
  });
});
