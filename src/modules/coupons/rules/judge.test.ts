import { describe, expect, it } from "vitest";
import type { Ladder } from "../../tiers/schema";
import { couponTerms, termsFaults } from "../schema/terms";
import {
  type Facts,
  judgeCoupon,
  NO_OTHERS,
  stateOf,
  windowOf,
  worthInPoints,
  worthOf,
} from "./judge";

const AT = new Date("2026-11-20T04:00:00Z");
const LATER = new Date("2026-11-28T16:00:00Z");
const terms = couponTerms.parse({ effect: { kind: "AMOUNT", amountMinor: 3000 }, validDays: 7 });
const standing = { status: "ACTIVE" as const, validFrom: null, validUntil: LATER, usesLeft: 1 };
const ladder = ["REGISTERED", "BRONZE", "SILVER"].map((code, at) => ({
  code,
  rank: at + 1,
})) as unknown as Ladder;

const facts: Facts = {
  standing,
  terms,
  enabled: true,
  holder: { status: "ACTIVE", tierCode: "BRONZE", ladder },
  goods: { amountMinor: 10_000, lines: null },
  others: NO_OTHERS,
  at: AT,
};
const other = { ...NO_OTHERS, count: 1 };

describe("a coupon", () => {
  it("can be used while nothing stands in its way", () => {
    expect(judgeCoupon(facts)).toMatchObject({ usable: true, discountMinor: 3000 });
  });

  it.each<[string, Partial<Facts>]>([
    ["WAITING", { standing: { ...standing, status: "WAITING" } }],
    ["VOIDED", { standing: { ...standing, status: "VOIDED" }, enabled: false }],
    ["DISABLED", { enabled: false, at: LATER }],
    ["NOT_YET", { standing: { ...standing, validFrom: LATER } }],
    ["EXPIRED", { at: LATER, standing: { ...standing, usesLeft: 0 } }],
    ["USED_UP", { standing: { ...standing, usesLeft: 0 } }],
    ["MEMBER_STATUS_INVALID", { holder: { ...facts.holder, status: "FROZEN" } }],
    ["TIER_TOO_LOW", { terms: { ...terms, minTier: "SILVER" }, others: other }],
    ["TIER_TOO_LOW", { terms: { ...terms, minTier: "GONE" } }],
    ["NOT_COMBINABLE", { others: other }],
    [
      "NOT_COMBINABLE",
      { others: { ...other, combinable: false }, terms: { ...terms, combinable: true } },
    ],
    ["MINIMUM_NOT_MET", { terms: { ...terms, minimumMinor: 10_001 } }],
  ])("is refused with %s before anything that comes after", (reason, changes) => {
    expect(judgeCoupon({ ...facts, ...changes })).toMatchObject({ usable: false, reason });
  });

  it("goes with another where both may", () => {
    const both = { ...facts, others: other, terms: { ...terms, combinable: true } };
    expect(judgeCoupon(both)).toMatchObject({ usable: true });
    expect(judgeCoupon({ ...facts, terms: { ...terms, minTier: "BRONZE" } })).toMatchObject({
      usable: true,
    });
  });

  it("is over from its last moment on, not before", () => {
    expect(stateOf(standing, new Date(LATER.getTime() - 1))).toBe("ACTIVE");
    expect(stateOf(standing, LATER)).toBe("EXPIRED");
  });
});

describe("how long it can be used", () => {
  const window = (more: object) => windowOf({ ...terms, ...more }, AT, "Asia/Shanghai");

  it.each<[string, object, string | null, string]>([
    ["so many days", {}, null, "2026-11-27T16:00:00Z"],
    [
      "until a moment",
      { validDays: null, validUntil: "2026-12-01T00:00:00Z" },
      null,
      "2026-12-01T00:00:00Z",
    ],
    [
      "the shorter of the two",
      { validUntil: "2026-11-21T00:00:00Z" },
      null,
      "2026-11-21T00:00:00Z",
    ],
    [
      "from a moment on, days and all",
      { validFrom: "2026-12-01T00:00:00Z" },
      "2026-12-01T00:00:00Z",
      "2026-12-08T16:00:00Z",
    ],
  ])("is %s", (_, more, from, until) => {
    expect(window(more)).toEqual({
      validFrom: from && new Date(from),
      validUntil: new Date(until),
    });
  });
});

describe("what coupons are worth to whoever decides", () => {
  it("is the most that all uses of all of them take off", () => {
    expect(worthOf({ ...terms, uses: 10 })).toBe(30_000);
    expect(worthOf({ effect: { kind: "PERCENT", offBps: 100, maximumMinor: 700 }, uses: 2 })).toBe(
      1400,
    );
    expect(
      worthOf({ effect: { kind: "PERCENT", offBps: 100, maximumMinor: null }, uses: 1 }),
    ).toBeNull();
    expect(worthOf({ effect: { kind: "ITEM", sku: "MUG", valueMinor: 50 }, uses: 1 })).toBe(50);
  });

  it("counts in points, rounded up", () => {
    expect(worthInPoints(3000, 10, 100)).toBe(30_000);
    expect(worthInPoints(1, 1, 1)).toBe(1);
    expect(worthInPoints(null, 1, 100)).toBeNull();
    expect(worthInPoints(10 ** 12, 10_000, 100_000)).toBeNull();
  });
});

describe("terms that nobody can keep", () => {
  const paths = (more: object) => termsFaults({ ...terms, ...more }).map(({ path }) => path);
  const most = 1_000_000_000_000;

  it.each<[string, object]>([
    ["an amount", { kind: "AMOUNT", amountMinor: most }],
    ["a free piece", { kind: "ITEM", sku: "MUG", valueMinor: most }],
    ["a share", { kind: "PERCENT", offBps: 100, maximumMinor: most }],
  ])("are %s that all uses together put above what a figure holds", (_, effect) => {
    expect(paths({ effect })).toEqual([]);
    expect(paths({ effect, uses: 2 })).toEqual(["uses"]);
  });

  it("end after the last year of the calendar", () => {
    const validFrom = "9998-12-01T00:00:00Z";
    expect(paths({ validFrom, validDays: 300 })).toEqual([]);
    expect(paths({ validFrom, validDays: 3650 })).toEqual(["validDays"]);
  });
});
