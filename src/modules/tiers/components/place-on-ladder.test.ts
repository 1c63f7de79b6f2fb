import { describe, expect, it } from "vitest";
import { placeOnLadder } from "./place-on-ladder";

const tiers = [0, 50_000, 200_000, 500_000, 1_000_000].map((thresholdMinor, step) => ({
  rank: step + 1,
  thresholdMinor,
}));

describe("the place on a ladder of even steps", () => {
  it.each([
    ["just joined", 1, 0, 0],
    ["half of the way to the second", 1, 50, 12.5],
    ["at the second's seal", 2, 25, 25],
    ["half of what lies between the fourth and the last", 4, 75, 87.5],
    ["a tier that was given, with less spend than it asks for", 3, 10, 50],
    ["the last", 5, 100, 100],
    ["spend for more than the next, before it is reviewed", 2, 100, 50],
    ["a tier that is no longer on the ladder", 9, 50, 0],
  ])("%s", (_name, currentRank, percent, place) => {
    expect(placeOnLadder(tiers, { currentRank, percent })).toBeCloseTo(place, 6);
  });

  it("of one tier alone is its end", () => {
    expect(placeOnLadder(tiers.slice(0, 1), { currentRank: 1, percent: 0 })).toBe(100);
  });
});
