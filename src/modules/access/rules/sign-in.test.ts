import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  BUDGETS,
  type Budget,
  budgetsOf,
  PASSWORD_TRIES,
  spentBudget,
  spentSending,
} from "./sign-in";

describe("a try to sign in", () => {
  it.each<[string, Partial<Record<Budget, number>>, Budget | null]>([
    ["the first", {}, null],
    ["the eighth of an account from a network", { PAIR: 7 }, null],
    ["the ninth", { PAIR: 8 }, "PAIR"],
    ["the hundredth from a network", { NETWORK: 99 }, null],
    ["one more", { NETWORK: 100 }, "NETWORK"],
    ["one more from a region", { REGION: 400 }, "REGION"],
    ["the last of the strangers' together", { STRANGERS: 19, CONTACT: 8 }, null],
    ["then one of a region that has not tried", { STRANGERS: 20, CONTACT: 0 }, null],
    ["then another of it", { STRANGERS: 20, CONTACT: 1 }, "STRANGERS"],
    ["the last of all regions", { STRANGERS: 99, CONTACT: 0 }, null],
    [
      "one more of all regions",
      { STRANGERS: PASSWORD_TRIES.strangersMax, CONTACT: 0 },
      "STRANGERS",
    ],
    ["the tenth of a browser that is known", { DEVICE: 9 }, null],
    ["the eleventh", { DEVICE: 10 }, "DEVICE"],
  ])("is stopped by its budget: %s", (_, used, spent) => {
    expect(spentBudget(used)).toBe(spent);
  });

  it("from a known browser or network is counted on nothing that strangers use up", () => {
    expect(budgetsOf("DEVICE")).toEqual(["DEVICE"]);
    for (const budget of ["STRANGERS", "CONTACT"] as const) {
      expect(budgetsOf("KNOWN_NETWORK")).not.toContain(budget);
      expect(budgetsOf("ELSEWHERE")).toContain(budget);
    }
  });

  it("is never let in again by having been tried more often", () => {
    const budget = fc.constantFrom(...(Object.keys(BUDGETS) as Budget[]));
    const used = fc.dictionary(budget, fc.nat(500)) as fc.Arbitrary<Record<Budget, number>>;
    fc.assert(
      fc.property(used, budget, fc.nat(100), (before, more, by) => {
        const after = { ...before, [more]: (before[more] ?? 0) + by };
        if (spentBudget(before) !== null) expect(spentBudget(after)).not.toBeNull();
      }),
    );
  });
});

describe("what is sent", () => {
  const nothing = { day: 0, dayOfRegion: 0, hour: 0, hourOfRegion: 0 };
  const strangers = [
    ["the first", nothing, null],
    ["a third from one region", { ...nothing, day: 5, dayOfRegion: 2 }, null],
    ["a fourth from one region", { ...nothing, day: 3, dayOfRegion: 3 }, "dayOfRegion"],
    ["one from a new region when all share is used up", { ...nothing, day: 6 }, null],
    ["a second from there", { ...nothing, day: 7, dayOfRegion: 1 }, "dayOfRegion"],
    ["one beyond the bound", { ...nothing, day: 16 }, "day"],
    ["the last of what strangers have in an hour", { ...nothing, hour: 1599 }, null],
    ["what others are left", { ...nothing, hour: 1600 }, "hour"],
    ["more than a region has in an hour", { ...nothing, hourOfRegion: 200 }, "hourOfRegion"],
  ] as const;

  it.each(strangers)("to strangers: %s", (_, before, spent) => {
    expect(spentSending("STRANGER", before, 2000)).toBe(spent);
  });

  it("to who is known goes by what they used up and by the hour of all", () => {
    for (const from of ["DEVICE", "NETWORK", "STAFF"] as const) {
      expect(spentSending(from, { ...nothing, hour: 1999, hourOfRegion: 1999 }, 2000)).toBeNull();
      expect(spentSending(from, { ...nothing, hour: 2000 }, 2000)).toBe("hour");
      expect(spentSending(from, { ...nothing, hour: 9000 }, 0)).toBeNull();
      expect(spentSending(from, { ...nothing, day: 5 }, 2000)).toBe("day");
    }
  });
});
