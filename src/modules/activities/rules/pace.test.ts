import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newPaces, paceOf } from "./pace";

describe("how far a budget has gone", () => {
  it.each([
    [1000, 499, 0],
    [1000, 500, 50],
    [1000, 799, 50],
    [1000, 800, 80],
    [1000, 999, 80],
    [1000, 1000, 100],
    [3, 1, 0],
    [3, 2, 50],
    [1, 1, 100],
    [null, 1_000_000, 0],
  ])("of %s with %i given is %i %%", (pointsBudget, pointsGiven, pct) => {
    expect(paceOf({ pointsBudget, pointsGiven })).toBe(pct);
  });

  it("is told step by step, each once, whatever comes back and is given again", () => {
    const moves = fc.array(fc.integer({ min: -400, max: 400 }), { maxLength: 40 });
    fc.assert(
      fc.property(moves, (steps) => {
        const state = { pointsBudget: 1000, pointsGiven: 0, pacedPct: 0 };
        const told: number[] = [];
        let most = 0;
        for (const step of steps) {
          state.pointsGiven = Math.max(0, Math.min(1000, state.pointsGiven + step));
          most = Math.max(most, state.pointsGiven);
          const paces = newPaces(state);
          told.push(...paces);
          state.pacedPct = paces.at(-1) ?? state.pacedPct;
        }
        expect(told).toEqual([50, 80, 100].filter((pct) => most >= pct * 10));
      }),
    );
  });
});
