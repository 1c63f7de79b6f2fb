import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Ladder, Rung } from "../schema";
import {
  type Deciding,
  differenceOf,
  type Standing,
  standingOfKey,
  stepsOf,
  type Versions,
} from "./outlook";

const rung = (code: string, yuan: number, more: Partial<Rung> = {}): Rung => ({
  code,
  rank: 0,
  name: { "zh-CN": code, en: code },
  thresholdMinor: yuan * 100,
  discountRateBps: 10_000,
  multiplierPct: 100,
  benefits: [],
  replaces: [],
  ...more,
});
const ladder = (first: Rung, ...above: Rung[]): Ladder => [
  { ...first, rank: 1 },
  ...above.map((one, at) => ({ ...one, rank: at + 2 })),
];
type Period = Deciding["tiers"]["qualifyingPeriod"];
const deciding = (rungs: Ladder, qualifyingPeriod: Period = "lifetime"): Deciding => ({
  ladder: rungs,
  tiers: { protectionMonths: 6, qualifyingPeriod },
});

const [R, B, S, G] = [
  rung("REGISTERED", 0),
  rung("BRONZE", 500),
  rung("SILVER", 2000),
  rung("GOLD", 5000),
];
const LADDER = ladder(R, B, S, G);
const to = (draft: Deciding, inForce = deciding(LADDER)): Versions => ({
  followed: inForce,
  inForce,
  draft,
});
const standing = (currentCode: string, yuan: number, more: Partial<Standing> = {}): Standing => ({
  currentCode,
  lifetimeMinor: yuan * 100,
  rollingMinor: 0,
  isProtected: currentCode !== "REGISTERED",
  floorAtEnd: null,
  floorAtNewEnd: null,
  ...more,
});

const cheapGold = to(deciding(ladder(R, B, S, rung("GOLD", 3000))));
const dearGold = to(deciding(ladder(R, B, S, rung("GOLD", 8000))));
const noSilver = to(deciding(ladder(R, { ...B, replaces: ["SILVER"] }, G)));
const silverToGold = to(deciding(ladder(R, B, { ...G, replaces: ["SILVER"] })));
const pearl = to(deciding(ladder(R, B, rung("PEARL", 2000, { replaces: ["SILVER"] }), G)));
const rolling = deciding(LADDER, "rolling12Months");

describe("what an edit would do to a member", () => {
  it.each<[string, Versions, Standing, string | null, string | null]>([
    ["nothing to whom it leaves alone", cheapGold, standing("BRONZE", 600), null, null],
    [
      "a lower threshold lifts at once, and for good",
      cheapGold,
      standing("SILVER", 3000),
      "SILVER>GOLD UP THRESHOLD_REACHED",
      "SILVER>GOLD UP THRESHOLD_REACHED",
    ],
    ["and misses whom it misses by a fen", cheapGold, standing("SILVER", 2999.99), null, null],
    [
      "a higher one waits for the end of protection",
      dearGold,
      standing("GOLD", 6000),
      null,
      "GOLD>SILVER DOWN PROTECTION_ENDS",
    ],
    ["and takes nothing that was to fall already", dearGold, standing("GOLD", 3000), null, null],
    [
      "nor below what was set by hand until later",
      dearGold,
      standing("GOLD", 6000, { floorAtEnd: "GOLD" }),
      null,
      null,
    ],
    [
      "a lower one keeps whom protection alone held",
      cheapGold,
      standing("GOLD", 3500),
      null,
      "SILVER>GOLD UP SUPPORTED",
    ],
    [
      "a removed tier moves down",
      noSilver,
      standing("SILVER", 2100),
      "SILVER>BRONZE DOWN TIER_REMOVED",
      "SILVER>BRONZE DOWN TIER_REMOVED",
    ],
    [
      "or up, until protection ends that the spend does not reach",
      silverToGold,
      standing("SILVER", 2100),
      "SILVER>GOLD UP TIER_REMOVED",
      "SILVER>BRONZE DOWN PROTECTION_ENDS",
    ],
    [
      "unless a tier set by hand holds longer",
      silverToGold,
      standing("SILVER", 2100, { floorAtNewEnd: "SILVER" }),
      "SILVER>GOLD UP TIER_REMOVED",
      "SILVER>GOLD UP TIER_REMOVED",
    ],
    [
      "another name for the same is neither",
      pearl,
      standing("SILVER", 2100),
      "SILVER>PEARL LEVEL TIER_REMOVED",
      "SILVER>PEARL LEVEL TIER_REMOVED",
    ],
    [
      "a longer period lifts who reaches more by it",
      to(deciding(LADDER), rolling),
      standing("BRONZE", 5000, { rollingMinor: 60_000 }),
      "BRONZE>GOLD UP THRESHOLD_REACHED",
      "BRONZE>GOLD UP THRESHOLD_REACHED",
    ],
    [
      "a shorter one waits",
      to(rolling),
      standing("GOLD", 5000, { rollingMinor: 60_000 }),
      null,
      "GOLD>BRONZE DOWN PROTECTION_ENDS",
    ],
    [
      "who was set below their spend by hand stays there",
      cheapGold,
      standing("BRONZE", 3000),
      null,
      null,
    ],
  ])("%s", (_, versions, one, now, later) => {
    const found = differenceOf(versions, one);
    const said = (move: typeof found.now) =>
      move && `${move.from}>${move.to} ${move.direction} ${move.reason}`;
    expect([said(found.now), said(found.later)]).toEqual([now, later]);
  });
});

const CODES = ["BRONZE", "SILVER", "GOLD", "PEARL"];

/** A ladder of some of the codes from some spends; what it lacks went somewhere. */
const anyDeciding = fc
  .record({
    codes: fc.subarray(CODES),
    starts: fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { minLength: 4, maxLength: 4 }),
    heir: fc.nat(4),
    period: fc.constantFrom<Period>("lifetime", "rolling12Months"),
  })
  .map(({ codes, starts, heir, period }) => {
    const rising = starts.toSorted((a, b) => a - b);
    const rungs = codes.map((code, at) => rung(code, rising[at] ?? 0));
    const gone = CODES.filter((code) => !codes.includes(code));
    const [first = R, ...above] = [R, ...rungs].map((one, at, all) =>
      at === heir % all.length ? { ...one, replaces: gone } : one,
    );
    return deciding(ladder(first, ...above), period);
  });

describe("members who are counted as alike", () => {
  const code = fc.constantFrom("REGISTERED", ...CODES);
  const floor = fc.option(code);
  const spend = fc.integer({ min: 0, max: 3200 });

  it("fare alike, whatever they spent between two steps of whichever ladder", () => {
    fc.assert(
      fc.property(
        anyDeciding,
        anyDeciding,
        anyDeciding,
        fc.record({
          currentCode: code,
          lifetimeMinor: spend,
          rollingMinor: spend,
          isProtected: fc.boolean(),
          floorAtEnd: floor,
          floorAtNewEnd: floor,
        }),
        (followed, inForce, draft, one) => {
          const versions = { followed, inForce, draft };
          const steps = stepsOf(versions);
          const reached = (minor: number) => steps.filter((step) => minor >= step).length;
          const key = [
            one.currentCode,
            reached(one.lifetimeMinor),
            reached(one.rollingMinor),
            one.isProtected ? 1 : 0,
            one.floorAtEnd ?? "",
            one.floorAtNewEnd ?? "",
          ].join(":");
          expect(differenceOf(versions, standingOfKey(key, steps))).toEqual(
            differenceOf(versions, one),
          );
        },
      ),
      { numRuns: 500 },
    );
  });
});
