import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Ladder, Rung } from "../schema";
import { rungOf, tierFor } from "./ladder";
import { type HeldTier, mergedTier } from "./merge";

const rung = (code: string, rank: number, yuan: number): Rung => ({
  code,
  rank,
  name: { "zh-CN": code, en: code },
  thresholdMinor: yuan * 100,
  discountRateBps: 10_000,
  multiplierPct: 100,
  benefits: [],
  replaces: [],
});

const LADDER: Ladder = [
  rung("REGISTERED", 1, 0),
  rung("BRONZE", 2, 500),
  rung("SILVER", 3, 2000),
  rung("GOLD", 4, 5000),
];

const day = (date: string) => new Date(`${date}T00:00:00Z`);
const held = (code: string, protectedUntil?: string, floor?: [string, string]): HeldTier => ({
  code,
  protectedUntil: protectedUntil === undefined ? null : day(protectedUntil),
  floor: floor === undefined ? null : { code: floor[0], until: day(floor[1]) },
});

describe("the tier of two who become one", () => {
  it.each([
    ["what both have spent reaches", held("BRONZE"), held("REGISTERED"), 2000, "SILVER", true],
    ["what one had by protection", held("GOLD"), held("REGISTERED"), 600, "GOLD", false],
    ["what either had, whichever of them", held("REGISTERED"), held("GOLD"), 600, "GOLD", false],
    ["the first, of nothing", held("REGISTERED"), held("REGISTERED"), 0, "REGISTERED", true],
  ])("is %s", (_, one, other, yuan, code, isReached) => {
    const tier = mergedTier(LADDER, [one, other], yuan * 100);
    expect(tier).toMatchObject({ rung: { code }, isReached });
  });

  it.each([
    ["the longer one of two", held("GOLD", "2026-09-01"), held("GOLD", "2026-12-01"), "2026-12-01"],
    [
      "that of whoever held it",
      held("GOLD", "2026-09-01"),
      held("BRONZE", "2027-01-01"),
      "2026-09-01",
    ],
  ])("is protected by %s", (_, one, other, until) => {
    expect(mergedTier(LADDER, [one, other], 0).protectedUntil).toEqual(day(until));
  });

  it("is protected by nobody's who did not have it", () => {
    const pair = [held("BRONZE", "2026-09-01"), held("BRONZE", "2026-10-01")] as const;
    expect(mergedTier(LADDER, pair, 200_000).protectedUntil).toBeNull();
  });

  it.each([
    ["the higher one", ["GOLD", "2026-08-01"], ["SILVER", "2027-01-01"], "GOLD"],
    ["of two alike the longer one", ["SILVER", "2026-08-01"], ["SILVER", "2027-01-01"], "SILVER"],
  ] as const)("keeps by hand %s", (_, one, other, code) => {
    const pair = [
      held("GOLD", undefined, [...one]),
      held("SILVER", undefined, [...other]),
    ] as const;
    const { floor } = mergedTier(LADDER, pair, 0);
    expect(floor).toEqual({ code, until: code === "GOLD" ? day(one[1]) : day(other[1]) });
  });

  const codes = fc.constantFrom(...LADDER.map(({ code }) => code));

  it("is never less than either had or the spend reaches, and one of these", () => {
    fc.assert(
      fc.property(codes, codes, fc.nat({ max: 1_000_000 }), (one, other, minor) => {
        const ranks = [one, other].map((code) => rungOf(LADDER, code).rank);
        const { rung: tier } = mergedTier(LADDER, [held(one), held(other)], minor);
        expect(tier.rank).toBe(Math.max(...ranks, tierFor(LADDER, minor).rank));
      }),
    );
  });
});
