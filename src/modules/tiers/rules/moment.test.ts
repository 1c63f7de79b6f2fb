import { describe, expect, it } from "vitest";
import type { Ladder, TierCause } from "../schema";
import { risen } from "./moment";

const CODES = ["REGISTERED", "BRONZE", "SILVER", "GOLD"] as const;
type Code = (typeof CODES)[number];

const rung = (code: Code, rank: number) => ({
  code,
  rank,
  name: { "zh-CN": code },
  thresholdMinor: rank * 100,
  discountRateBps: 10_000,
  multiplierPct: 100,
  benefits: [],
  replaces: code === "SILVER" ? ["JADE"] : [],
});
const ladder = CODES.map(rung) as unknown as Ladder;

/** The changes of a way through tiers, the newest first. */
const way = (codes: readonly string[], cause: TierCause = "ORDER") =>
  codes
    .slice(1)
    .map((toCode, at) => ({ fromCode: codes[at] ?? null, toCode, cause }))
    .reverse();

describe("what a member rose to", () => {
  it.each([
    ["one step", ["BRONZE", "SILVER"], "BRONZE → SILVER"],
    ["several at once, as one", ["REGISTERED", "BRONZE", "SILVER", "GOLD"], "REGISTERED → GOLD"],
    ["up again after a fall", ["GOLD", "BRONZE", "SILVER"], "BRONZE → SILVER"],
    ["a rise to a tier that was renamed since", ["BRONZE", "JADE", "SILVER"], "BRONZE → SILVER"],
    ["a rise from a tier that another took the place of", ["JADE", "GOLD"], "SILVER → GOLD"],
  ])("is %s", (_name, codes, told) => {
    const found = risen(ladder, codes.at(-1) ?? "", way(codes));
    expect(`${found?.from.code} → ${found?.to.code}`).toBe(told);
  });

  it.each([
    ["who changed nothing", "SILVER", []],
    ["who came down", "SILVER", way(["GOLD", "SILVER"])],
    ["who dropped meanwhile", "SILVER", way(["SILVER", "GOLD", "SILVER"])],
    ["whose other membership had it before", "GOLD", way(["SILVER", "GOLD"], "MERGED")],
    ["whose tier was only renamed", "SILVER", way(["JADE", "SILVER"], "RULES_PUBLISHED")],
    ["who is where no change led", "BRONZE", way(["SILVER", "GOLD"])],
  ] as const)("is nothing for one %s", (_name, code, steps) => {
    expect(risen(ladder, code, steps)).toBeNull();
  });
});
