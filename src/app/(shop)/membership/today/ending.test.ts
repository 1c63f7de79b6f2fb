import { describe, expect, it } from "vitest";
import { couponEndingFirst, pointsEndingSoon } from "./ending";

const now = new Date("2026-11-29T04:00:00.000Z");
const at = (date: string) => `${date}T16:00:00.000Z`;

describe("points that end soon", () => {
  it("are those of a month, told by their first end", () => {
    const expiring = [
      { points: 30, expiresAt: at("2026-12-20") },
      { points: 20, expiresAt: at("2026-12-05") },
      { points: 900, expiresAt: at("2026-12-31") },
    ];
    expect(pointsEndingSoon(expiring, now)).toEqual({ points: 50, expiresAt: at("2026-12-05") });
  });

  it("are not told where none end within a month", () => {
    expect(pointsEndingSoon([{ points: 5, expiresAt: at("2027-03-31") }], now)).toBeNull();
    expect(pointsEndingSoon([], now)).toBeNull();
  });
});

describe("the coupon that ends first", () => {
  const coupon = (validUntil: string | null, state = "ACTIVE") => ({ state, validUntil });

  it("is the one with the first end, within a week", () => {
    const soonest = coupon(at("2026-12-01"));
    expect(couponEndingFirst([coupon(at("2026-12-04")), soonest, coupon(null)], now)).toBe(soonest);
  });

  it.each([
    ["later than a week", coupon(at("2026-12-20"))],
    ["without end", coupon(null)],
    ["not valid yet", coupon(at("2026-12-01"), "NOT_YET")],
  ])("is none that is %s", (_name, one) => {
    expect(couponEndingFirst([one], now)).toBeNull();
  });
});
