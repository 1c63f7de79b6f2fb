import { describe, expect, it } from "vitest";
import type { ActivityAction, ActivityStatus, Effect } from "../schema/activity";
import { isBudgetSpent, isFull, mayAct, remainingCapacity, statusAt } from "./window";

const START = new Date("2026-06-01T00:00:00+08:00");
const END = new Date("2026-06-08T00:00:00+08:00");
const justBefore = (moment: Date) => new Date(moment.getTime() - 1);

describe("what an activity is at a moment", () => {
  it.each<[ActivityStatus, string, Date, ActivityStatus]>([
    ["DRAFT", "in its window", START, "DRAFT"],
    ["SCHEDULED", "a millisecond before its start", justBefore(START), "SCHEDULED"],
    ["SCHEDULED", "at its start", START, "RUNNING"],
    ["RUNNING", "a millisecond before its end", justBefore(END), "RUNNING"],
    ["RUNNING", "at its end", END, "ENDED"],
    ["SCHEDULED", "at its end, though no job has looked", END, "ENDED"],
    ["PAUSED", "before its start", justBefore(START), "PAUSED"],
    ["PAUSED", "in its window", START, "PAUSED"],
    ["PAUSED", "at its end", END, "ENDED"],
    ["ENDED", "in its window, ended by hand", START, "ENDED"],
  ])("%s, looked at %s, is %s", (status, _, now, expected) => {
    expect(statusAt({ status, startsAt: START, endsAt: END }, now)).toBe(expected);
  });
});

describe("what an operator may do", () => {
  const allowed: Record<ActivityAction, ActivityStatus[]> = {
    publish: ["DRAFT"],
    pause: ["SCHEDULED", "RUNNING"],
    resume: ["PAUSED"],
    end: ["SCHEDULED", "RUNNING", "PAUSED"],
  };
  const statuses = ["DRAFT", "SCHEDULED", "RUNNING", "PAUSED", "ENDED"] as const;

  it.each(Object.entries(allowed))("%s only what is %j", (action, from) => {
    const may = statuses.filter((status) => mayAct(action as ActivityAction, status));
    expect(may).toEqual(from);
  });
});

describe("what is left of an activity", () => {
  const bonus: Effect = {
    kind: "BONUS_POINTS",
    on: "JOIN",
    points: 100,
    orderMinimumMinor: 0,
  };
  const double: Effect = { kind: "POINTS_MULTIPLIER", multiplierPct: 200 };
  const limits = { effect: bonus, couponPoints: null, capacity: null, joinedCount: 0 };

  it.each([
    ["without a budget never", { effect: bonus, pointsBudget: null, pointsGiven: 10_000 }, false],
    ["just enough for one more", { effect: bonus, pointsBudget: 1000, pointsGiven: 900 }, false],
    ["one point short of one more", { effect: bonus, pointsBudget: 999, pointsGiven: 900 }, true],
    ["a multiplier's last point", { effect: double, pointsBudget: 50, pointsGiven: 49 }, false],
    ["a multiplier's whole budget", { effect: double, pointsBudget: 50, pointsGiven: 50 }, true],
  ])("is spent, %s", (_, facts, expected) => {
    expect(isBudgetSpent({ ...limits, ...facts })).toBe(expected);
  });

  it.each([
    [null, 5, false, null],
    [5, 4, false, 1],
    [5, 5, true, 0],
  ])(
    "with capacity %s and %i joined is full: %s, left: %s",
    (capacity, joinedCount, full, left) => {
      const facts = { ...limits, capacity, joinedCount, pointsBudget: null, pointsGiven: 0 };
      expect(isFull(facts)).toBe(full);
      expect(remainingCapacity(facts)).toBe(left);
    },
  );
});
