import { describe, expect, it } from "vitest";
import { claimedSince, contradiction, type EventKind, forgottenBefore, positionOf } from "./rules";

describe("what is told of a guest again", () => {
  const told = { orderId: "A1", paidAmountMinor: 500, orderAmountMinor: 700 };
  it.each<[EventKind, object, string | null]>([
    ["ORDER_COMPLETED", { ...told }, null],
    ["ORDER_COMPLETED", { orderId: "A1", paidAmountMinor: 500, paidAt: "later" }, null],
    ["ORDER_COMPLETED", { ...told, paidAmountMinor: 501 }, "paidAmountMinor"],
    ["ORDER_COMPLETED", { ...told, orderAmountMinor: 701 }, "orderAmountMinor"],
    ["ORDER_REFUNDED", { orderId: "A2" }, "orderId"],
    ["ORDER_CANCELLED", { orderId: "A1" }, null],
  ])("of %s %o contradicts in %s", (kind, again, expected) => {
    expect(contradiction(kind, told, { ...again })).toBe(expected);
  });
});

describe("moments of a guest’s orders", () => {
  const now = new Date("2026-07-01T00:00:00Z");

  it("are claimed for so many days and forgotten thirty later", () => {
    expect(claimedSince(now, 90).toISOString()).toBe("2026-04-02T00:00:00.000Z");
    expect(forgottenBefore(now, 90).toISOString()).toBe("2026-03-03T00:00:00.000Z");
  });

  it("that are the same put the order before what is done to it", () => {
    expect(positionOf("ORDER_COMPLETED")).toBeLessThan(positionOf("RETURN_REQUESTED"));
    expect(positionOf("ORDER_REFUNDED")).toBeLessThan(positionOf("ORDER_CANCELLED"));
  });
});
