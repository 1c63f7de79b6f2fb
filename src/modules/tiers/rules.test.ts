import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { afterRefund, afterSpend, ladderFault, nextRung, rungOf, tierFor } from "./rules";
import type { Ladder, Rung } from "./schema";

function rung(
  code: string,
  rank: number,
  yuan: number,
  discountRateBps: number,
  multiplierPct: number,
): Rung {
  const thresholdMinor = yuan * 100;
  return {
    code,
    rank,
    name: code,
    nameEn: code,
    thresholdMinor,
    discountRateBps,
    multiplierPct,
    benefits: [],
  };
}

const REGISTERED = rung("REGISTERED", 1, 0, 10_000, 100);
const BRONZE = rung("BRONZE", 2, 500, 9500, 100);
const SILVER = rung("SILVER", 3, 2000, 9000, 120);
const GOLD = rung("GOLD", 4, 5000, 8500, 150);
const DIAMOND = rung("DIAMOND", 5, 10_000, 8000, 200);
const LADDER: Ladder = [REGISTERED, BRONZE, SILVER, GOLD, DIAMOND];

const yuan = (amount: number) => Math.round(amount * 100);
const anyCode = fc.constantFrom(...LADDER.map(({ code }) => code));
const anySpend = fc.integer({ min: 0, max: 1_500_000 });

describe("the tier that spend supports", () => {
  it.each([
    [0, "REGISTERED"],
    [499.99, "REGISTERED"],
    [500, "BRONZE"],
    [1999.99, "BRONZE"],
    [2000, "SILVER"],
    [4999.99, "SILVER"],
    [5000, "GOLD"],
    [9999.99, "GOLD"],
    [10_000, "DIAMOND"],
    [10_000_000_000, "DIAMOND"],
  ])("¥%d is %s", (amount, code) => {
    expect(tierFor(LADDER, yuan(amount)).code).toBe(code);
  });

  it("is the highest whose threshold is reached", () => {
    fc.assert(
      fc.property(anySpend, (spend) => {
        const found = tierFor(LADDER, spend);
        expect(found.thresholdMinor).toBeLessThanOrEqual(spend);
        const above = nextRung(LADDER, found.code);
        if (above) expect(above.thresholdMinor).toBeGreaterThan(spend);
      }),
    );
  });
});

describe("the rung above", () => {
  it.each([
    ["REGISTERED", "BRONZE"],
    ["BRONZE", "SILVER"],
    ["SILVER", "GOLD"],
    ["GOLD", "DIAMOND"],
    ["DIAMOND", undefined],
  ])("of %s is %s", (code, above) => {
    expect(nextRung(LADDER, code)?.code).toBe(above);
  });

  it("of a tier the ladder has not is an impossible state", () => {
    expect(() => rungOf(LADDER, "PLATINUM")).toThrow("invariant broken");
  });
});

describe("after an order", () => {
  it.each([
    ["reaches the next tier exactly", "REGISTERED", 500, "BRONZE"],
    ["misses it by a fen", "REGISTERED", 499.99, null],
    ["jumps two tiers", "REGISTERED", 2000, "SILVER"],
    ["jumps all of them", "REGISTERED", 10_000, "DIAMOND"],
    ["stays where the tier is reached already", "SILVER", 2500, null],
    ["never lowers a tier that spend does not support", "GOLD", 600, null],
    ["lifts above a tier set by hand", "GOLD", 10_000, "DIAMOND"],
    ["has nowhere to go from the top", "DIAMOND", 1_000_000, null],
  ])("%s", (_, current, amount, reached) => {
    expect(afterSpend(LADDER, current, yuan(amount))?.code ?? null).toBe(reached);
  });

  it("goes up or nowhere, and to what the spend supports", () => {
    fc.assert(
      fc.property(anyCode, anySpend, (current, spend) => {
        const reached = afterSpend(LADDER, current, spend);
        const supported = tierFor(LADDER, spend);
        if (supported.rank > rungOf(LADDER, current).rank) expect(reached).toEqual(supported);
        else expect(reached).toBeNull();
      }),
    );
  });
});

describe("after a refund", () => {
  it.each([
    ["lowers a tier whose spend is gone", "SILVER", 2100, 1900, null, "BRONZE"],
    ["lowers it by several", "GOLD", 5000, 100, null, "REGISTERED"],
    ["keeps it at exactly the threshold", "SILVER", 2100, 2000, null, null],
    ["lowers it a fen below", "SILVER", 2100, 1999.99, null, "BRONZE"],
    [
      "keeps a protected tier that the spend did not support before",
      "SILVER",
      600,
      400,
      null,
      null,
    ],
    ["keeps the tier that the spend still supports", "BRONZE", 2100, 1900, null, null],
    ["goes no lower than a tier set by hand", "DIAMOND", 10_000, 100, "GOLD", "GOLD"],
    ["stays at a tier set by hand", "GOLD", 5000, 100, "GOLD", null],
    ["goes to what the spend supports above the floor", "DIAMOND", 10_000, 6000, "SILVER", "GOLD"],
    ["never lifts to a floor above", "SILVER", 2100, 1900, "DIAMOND", null],
    ["has nothing below the first tier", "REGISTERED", 100, 0, null, null],
  ])("%s", (_, currentCode, before, after, floorCode, fallsTo) => {
    const facts = {
      currentCode,
      qualifyingBeforeMinor: yuan(before),
      qualifyingAfterMinor: yuan(after),
      floorCode,
    };
    expect(afterRefund(LADDER, facts)?.code ?? null).toBe(fallsTo);
  });

  it("lowers only what the spend supported before, never below the spend or the floor", () => {
    fc.assert(
      fc.property(
        anyCode,
        anySpend,
        fc.nat(),
        fc.option(anyCode),
        (currentCode, before, cut, floorCode) => {
          const after = before - (cut % (before + 1));
          const facts = {
            currentCode,
            qualifyingBeforeMinor: before,
            qualifyingAfterMinor: after,
            floorCode,
          };
          const lowered = afterRefund(LADDER, facts);
          const current = rungOf(LADDER, currentCode);
          const floorRank = floorCode === null ? 0 : rungOf(LADDER, floorCode).rank;
          if (!lowered) {
            const gone = before >= current.thresholdMinor && after < current.thresholdMinor;
            if (gone) expect(floorRank).toBeGreaterThanOrEqual(current.rank);
            return;
          }
          expect(lowered.rank).toBeLessThan(current.rank);
          expect(before).toBeGreaterThanOrEqual(current.thresholdMinor);
          expect(lowered.rank).toBe(Math.max(floorRank, tierFor(LADDER, after).rank));
        },
      ),
    );
  });

  it("leaves the tier of the spend after any run of orders and refunds in any order", () => {
    const moves = fc.array(fc.integer({ min: -400_000, max: 400_000 }), { maxLength: 30 });
    fc.assert(
      fc.property(moves, (amounts) => {
        let spend = 0;
        let code = "REGISTERED";
        for (const amount of amounts) {
          const before = spend;
          spend = Math.max(0, spend + amount);
          const moved =
            spend >= before
              ? afterSpend(LADDER, code, spend)
              : afterRefund(LADDER, {
                  currentCode: code,
                  qualifyingBeforeMinor: before,
                  qualifyingAfterMinor: spend,
                  floorCode: null,
                });
          code = moved?.code ?? code;
        }
        expect(code).toBe(tierFor(LADDER, spend).code);
      }),
    );
  });
});

describe("what is wrong with a ladder", () => {
  it.each([
    ["nothing with the defaults", LADDER, null],
    ["nothing with one rung", [REGISTERED], null],
    [
      "nothing where the discount stays the same",
      [REGISTERED, { ...BRONZE, discountRateBps: 10_000 }],
      null,
    ],
    ["no rung at all", [], "the first tier starts at 0"],
    ["a first rung that starts above nothing", [BRONZE, SILVER], "the first tier starts at 0"],
    [
      "equal thresholds",
      [REGISTERED, BRONZE, { ...SILVER, thresholdMinor: 500_00 }],
      "SILVER: thresholds rise with rank",
    ],
    [
      "a falling threshold",
      [REGISTERED, SILVER, { ...GOLD, thresholdMinor: 1 }],
      "GOLD: thresholds rise with rank",
    ],
    [
      "a worse discount above",
      [REGISTERED, BRONZE, { ...SILVER, discountRateBps: 9501 }],
      "SILVER: the discount gets worse",
    ],
    ["the same rank twice", [REGISTERED, BRONZE, { ...SILVER, rank: 2 }], "SILVER: ranks rise"],
    ["ranks out of order", [REGISTERED, SILVER, BRONZE], "BRONZE: ranks rise"],
  ])("%s", (_, ladder, fault) => {
    expect(ladderFault(ladder)).toBe(fault);
  });
});
