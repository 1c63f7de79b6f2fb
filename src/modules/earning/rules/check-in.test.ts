import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkInPoints } from "./check-in";

const DEFAULTS = { checkInPoints: 5, streakDays: 7, streakPoints: 20 };

describe("what a check-in earns", () => {
  it.each([
    [0, 1, 5, 0],
    [5, 6, 5, 0],
    [6, 7, 25, 20],
    [7, 8, 5, 0],
    [12, 13, 5, 0],
    [13, 14, 25, 20],
    [20, 21, 25, 20],
  ])("after %i days in a row, day %i brings %i points", (before, streak, points, extra) => {
    expect(checkInPoints(before, DEFAULTS)).toEqual({ streak, points, extra });
  });

  it("gives the extra on every nth day and on no other, whatever the numbers", () => {
    const rules = fc.record({
      checkInPoints: fc.integer({ min: 1, max: 100 }),
      streakDays: fc.integer({ min: 2, max: 31 }),
      streakPoints: fc.nat(1000),
    });
    fc.assert(
      fc.property(rules, fc.integer({ min: 1, max: 200 }), (terms, days) => {
        let total = 0;
        for (let day = 0; day < days; day++) total += checkInPoints(day, terms).points;
        const extras = Math.floor(days / terms.streakDays);
        expect(total).toBe(days * terms.checkInPoints + extras * terms.streakPoints);
      }),
    );
  });
});
