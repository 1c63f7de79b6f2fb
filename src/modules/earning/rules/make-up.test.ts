import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays } from "@/platform/business-time";
import { checkInPoints, madeUpPoints } from "./check-in";
import { daysAfter, missedDays } from "./make-up";

const RULES = { checkInPoints: 5, streakDays: 7, streakPoints: 20 };

describe("a missed day that is made up", () => {
  it.each([
    ["alone", 0, 0, 1, 0],
    ["joins two runs short of a round", 2, 2, 5, 0],
    ["completes a round", 3, 3, 7, 20],
    ["is the seventh itself", 6, 0, 7, 20],
    ["begins a run", 0, 6, 7, 20],
    ["joins a whole round to less than one", 7, 3, 11, 0],
    ["makes a third round of two and two parts", 10, 10, 21, 20],
  ])("%s", (_promise, before, after, streak, extra) => {
    expect(madeUpPoints({ before, after }, RULES)).toEqual({ streak, extra });
  });

  it("never brings more, with all that the days brought, than coming every day", () => {
    const month = fc.array(fc.constantFrom("come", "miss", "late"), {
      minLength: 1,
      maxLength: 31,
    });
    fc.assert(
      fc.property(
        month,
        fc.integer({ min: 2, max: 9 }),
        fc.infiniteStream(fc.nat()),
        (days, n, nats) => {
          const rules = { ...RULES, streakDays: n };
          const runs = new Map<number, number>();
          let paid = 0;
          for (const [at, day] of days.entries()) {
            if (day !== "come") continue;
            const { streak, extra } = checkInPoints(runs.get(at - 1) ?? 0, rules);
            runs.set(at, streak);
            paid += extra;
          }
          const late = [...days.keys()].filter((at) => days[at] === "late");
          while (late.length > 0) {
            const [at = 0] = late.splice((nats.next().value ?? 0) % late.length, 1);
            const before = runs.get(at - 1) ?? 0;
            let after = 0;
            while (runs.has(at + after + 1)) after += 1;
            const { extra } = madeUpPoints({ before, after }, rules);
            for (let day = 0; day <= after; day++) runs.set(at + day, before + 1 + day);
            paid += extra;
          }
          const ends = [...runs.keys()].filter((at) => !runs.has(at + 1));
          const rounds = ends.map((at) => Math.floor((runs.get(at) ?? 0) / n));
          expect(paid).toBe(rounds.reduce((sum, one) => sum + one, 0) * rules.streakPoints);
        },
      ),
    );
  });
});

describe("the missed days of a month", () => {
  const run = (from: string, count: number, first = 1) =>
    Array.from({ length: count }, (_, at) => ({ date: addDays(from, at), streak: first + at }));

  it("are those up to yesterday, each with what it would bring", () => {
    // Two weeks before the month, then the 2nd to the 6th, and today.
    const days = [
      { date: "2026-10-31", streak: 14 },
      ...run("2026-11-02", 5),
      ...run("2026-11-08", 1),
    ];
    const facts = { today: "2026-11-08", joined: "2026-01-05" };
    expect(missedDays(days, facts, RULES)).toEqual([
      { date: "2026-11-01", streak: 20, extra: 0 },
      { date: "2026-11-07", streak: 7, extra: 20 },
    ]);
  });

  it.each([
    ["on the first of a month", { today: "2026-11-01", joined: "2026-01-05" }],
    ["to who joined today", { today: "2026-11-08", joined: "2026-11-08" }],
  ])("are none %s", (_name, facts) => {
    expect(missedDays([], facts, RULES)).toEqual([]);
  });

  it("stand in a row as far as there is no gap", () => {
    const days = [...run("2026-11-02", 3), ...run("2026-11-06", 2)];
    expect(daysAfter(days, "2026-11-01")).toBe(3);
    expect(daysAfter(days, "2026-11-04")).toBe(0);
  });
});
