import { describe, expect, it } from "vitest";
import { nextBonusIn, streakNow } from "./calendar";

const on = (date: string, streak: number) => ({ date, streak, extra: 0 });

describe("a streak", () => {
  it.each([
    ["is nothing without check-ins", [], "2026-05-10", { streak: 0, todayDone: false }],
    [
      "counts today",
      [on("2026-05-09", 2), on("2026-05-10", 3)],
      "2026-05-10",
      { streak: 3, todayDone: true },
    ],
    [
      "stands while today is open",
      [on("2026-05-09", 2)],
      "2026-05-10",
      { streak: 2, todayDone: false },
    ],
    [
      "ends with a day left out",
      [on("2026-05-08", 2)],
      "2026-05-10",
      { streak: 0, todayDone: false },
    ],
    [
      "goes over the new year",
      [on("2026-12-31", 6)],
      "2027-01-01",
      { streak: 6, todayDone: false },
    ],
    ["goes over a leap day", [on("2028-02-29", 9)], "2028-03-01", { streak: 9, todayDone: false }],
  ])("%s", (_, days, today, expected) => {
    expect(streakNow(days, today)).toEqual(expected);
  });

  it.each([
    [0, 7],
    [1, 6],
    [6, 1],
    [7, 7],
    [13, 1],
  ])("of %i days has %i to go", (streak, left) => {
    expect(nextBonusIn(streak, 7)).toBe(left);
  });
});
