import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Ladder, Rung } from "../schema";
import {
  afterPublished,
  afterRefund,
  afterReview,
  afterSpend,
  ladderFaults,
  liftedSpans,
  nextRung,
  protectedUntil,
  rungOf,
  tierFor,
} from "./ladder";

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
    name: { "zh-CN": code, en: code },
    thresholdMinor,
    discountRateBps,
    multiplierPct,
    benefits: [],
    replaces: [],
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

describe("whom a ladder would lift", () => {
  const moved = (code: string, thresholdMinor: number): Ladder =>
    LADDER.map((one) =>
      one.code === code ? { ...one, thresholdMinor } : one,
    ) as unknown as Ladder;

  it("with GOLD from ¥5,000 to ¥3,000 is SILVER with ¥3,000 up to before ¥5,000", () => {
    expect(liftedSpans(LADDER, moved("GOLD", 300_000))).toEqual([
      { codes: ["SILVER"], fromMinor: 300_000, toMinor: 500_000 },
    ]);
  });

  it("with a higher threshold or none changed is nobody", () => {
    expect(liftedSpans(LADDER, LADDER)).toEqual([]);
    expect(liftedSpans(LADDER, moved("GOLD", 600_000))).toEqual([]);
  });

  it("is counted as they are then moved, whatever their tier and spend", () => {
    const thresholds = fc.uniqueArray(fc.integer({ min: 1, max: 1_500_000 }), {
      minLength: 4,
      maxLength: 4,
    });
    fc.assert(
      fc.property(thresholds, anyCode, anySpend, (steps, currentCode, qualifyingMinor) => {
        const rising = [0, ...steps.toSorted((a, b) => a - b)];
        const now = LADDER.map((one, at) => ({
          ...one,
          thresholdMinor: rising[at] ?? 0,
        })) as unknown as Ladder;
        const inSpan = liftedSpans(LADDER, now).some(
          ({ codes, fromMinor, toMinor }) =>
            codes.includes(currentCode) &&
            qualifyingMinor >= fromMinor &&
            (toMinor === null || qualifyingMinor < toMinor),
        );
        const facts = { currentCode, qualifyingBeforeMinor: qualifyingMinor, qualifyingMinor };
        const to = afterPublished(LADDER, now, facts);
        expect(inSpan).toBe(to !== null);
      }),
    );
  });
});

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

describe("the review at protection’s end", () => {
  it.each([
    ["renews what the spend supports exactly", "SILVER", 2000, null, null],
    ["falls a fen below", "SILVER", 1999.99, null, "BRONZE"],
    ["falls by several where the spend supports no more", "DIAMOND", 100, null, "REGISTERED"],
    ["falls no lower than a tier set by hand", "DIAMOND", 100, "GOLD", "GOLD"],
    ["stays at a tier set by hand", "GOLD", 100, "GOLD", null],
    ["goes to what the spend supports above the floor", "DIAMOND", 6000, "SILVER", "GOLD"],
    ["never lifts", "BRONZE", 10_000, null, null],
    ["has nothing below the first tier", "REGISTERED", 0, null, null],
  ])("%s", (_, currentCode, spend, floorCode, fallsTo) => {
    const facts = { currentCode, qualifyingMinor: yuan(spend), floorCode };
    expect(afterReview(LADDER, facts)?.code ?? null).toBe(fallsTo);
  });

  it("never takes a tier that the spend supports, and leaves none that it does not", () => {
    fc.assert(
      fc.property(anyCode, anySpend, (currentCode, qualifyingMinor) => {
        const current = rungOf(LADDER, currentCode);
        const supported = tierFor(LADDER, qualifyingMinor);
        const left = afterReview(LADDER, { currentCode, qualifyingMinor, floorCode: null });
        if (supported.rank >= current.rank) expect(left).toBeNull();
        else expect(left).toEqual(supported);
      }),
    );
  });
});

describe("after a ladder was published", () => {
  const cheaper: Ladder = [
    REGISTERED,
    BRONZE,
    SILVER,
    { ...GOLD, thresholdMinor: 300_000 },
    DIAMOND,
  ];
  const dearer: Ladder = [
    REGISTERED,
    BRONZE,
    { ...SILVER, thresholdMinor: 300_000 },
    GOLD,
    DIAMOND,
  ];
  const withoutSilver: Ladder = [REGISTERED, BRONZE, { ...GOLD, replaces: ["SILVER"] }, DIAMOND];

  it.each([
    ["lifts whom a lowered threshold reaches", cheaper, "SILVER", 3000, "GOLD"],
    ["leaves whom it misses by a fen", cheaper, "SILVER", 2999.99, null],
    ["leaves whom the old ladder would have lifted already", cheaper, "BRONZE", 3200, null],
    ["lowers nobody by a raised threshold", dearer, "SILVER", 2100, null],
    ["moves the members of a removed tier", withoutSilver, "SILVER", 2100, "GOLD"],
    [
      "lifts the members of a removed tier as far as they reach",
      withoutSilver,
      "SILVER",
      0,
      "GOLD",
    ],
    ["leaves everybody else", withoutSilver, "BRONZE", 600, null],
  ])("%s", (_, ladder, currentCode, spend, movesTo) => {
    const qualifyingMinor = yuan(spend);
    const facts = { currentCode, qualifyingBeforeMinor: qualifyingMinor, qualifyingMinor };
    expect(afterPublished(LADDER, ladder, facts)?.code ?? null).toBe(movesTo);
  });

  it.each([
    ["lifts whom a longer period lets reach a threshold", "REGISTERED", 0, 5000, "GOLD"],
    ["leaves whom somebody had set below what counted before", "BRONZE", 2000, 5000, null],
    ["lowers nobody by a shorter one", "GOLD", 5000, 0, null],
  ])("%s", (_, currentCode, before, after, movesTo) => {
    const qualifyingBeforeMinor = yuan(before);
    const facts = { currentCode, qualifyingBeforeMinor, qualifyingMinor: yuan(after) };
    expect(afterPublished(LADDER, LADDER, facts)?.code ?? null).toBe(movesTo);
  });

  it("a removed tier is the one its members went to, before anybody moved them", () => {
    expect(rungOf(withoutSilver, "SILVER").code).toBe("GOLD");
    expect(nextRung(withoutSilver, "SILVER")?.code).toBe("DIAMOND");
    expect(afterSpend(withoutSilver, "SILVER", yuan(10_000))?.code).toBe("DIAMOND");
  });
});

describe("what is wrong with a ladder", () => {
  it.each([
    ["nothing with the defaults", LADDER, []],
    ["nothing with one rung", [REGISTERED], []],
    [
      "nothing where the discount stays the same",
      [REGISTERED, { ...BRONZE, discountRateBps: 10_000 }],
      [],
    ],
    ["no rung at all", [], [": ≥ 1"]],
    ["a first rung that starts above nothing", [BRONZE, SILVER], ["0.thresholdMinor: = 0"]],
    [
      "equal thresholds",
      [REGISTERED, BRONZE, { ...SILVER, thresholdMinor: 500_00 }],
      ["2.thresholdMinor: > 50000"],
    ],
    [
      "a falling threshold",
      [REGISTERED, SILVER, { ...GOLD, thresholdMinor: 1 }],
      ["2.thresholdMinor: > 200000"],
    ],
    [
      "a worse discount above",
      [REGISTERED, BRONZE, { ...SILVER, discountRateBps: 9501 }],
      ["2.discountRateBps: ≤ 9500"],
    ],
    ["the same rank twice", [REGISTERED, BRONZE, { ...SILVER, rank: 2 }], ["2.rank: > 2"]],
    [
      "the same code twice",
      [REGISTERED, BRONZE, { ...SILVER, code: "BRONZE" }],
      ["2.code: ≠ BRONZE"],
    ],
    [
      "everything that is out of order at once",
      [REGISTERED, SILVER, BRONZE],
      ["2.rank: > 3", "2.thresholdMinor: > 200000", "2.discountRateBps: ≤ 9000"],
    ],
  ])("%s", (_, ladder, faults) => {
    expect(ladderFaults(ladder).map(({ path, fault }) => `${path}: ${fault}`)).toEqual(faults);
  });
});

describe("the end of a tier’s protection", () => {
  const months = 6;
  const timeZone = "Asia/Shanghai";

  it.each([
    ["reached now", "2026-07-01T04:00:00Z", "2027-01-01T04:00:00Z"],
    ["reached a month ago", "2026-06-01T04:00:00Z", "2026-12-01T04:00:00Z"],
    ["reached two years ago: as often renewed", "2024-05-10T04:00:00Z", "2026-11-10T04:00:00Z"],
    ["that ends at this moment: renewed", "2026-01-01T04:00:00Z", "2027-01-01T04:00:00Z"],
    ["of the end of a month", "2025-08-31T04:00:00Z", "2026-08-31T04:00:00Z"],
  ])("%s", (_, since, until) => {
    const now = new Date("2026-07-01T04:00:00Z");
    expect(protectedUntil(new Date(since), now, { months, timeZone })).toEqual(new Date(until));
  });

  it("is now where nothing is protected", () => {
    const now = new Date("2026-07-01T04:00:00Z");
    expect(protectedUntil(new Date(0), now, { months: 0, timeZone })).toEqual(now);
  });
});
