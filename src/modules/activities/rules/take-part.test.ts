import { describe, expect, it } from "vitest";
import { type JoinTerms, unavailableFor, unavailableToParticipant } from "./take-part";

const NOW = new Date("2026-06-02T00:00:00Z");
const day = (date: string) => new Date(`${date}T00:00:00Z`);

const RUNNING: JoinTerms = {
  status: "SCHEDULED",
  startsAt: day("2026-06-01"),
  endsAt: day("2026-06-08"),
  effect: { kind: "BONUS_POINTS", on: "JOIN", points: 100, orderMinimumMinor: 0 },
  couponPoints: null,
  joining: "CHOICE",
  minRank: 3,
  segmentId: "7",
  capacity: 10,
  joinedCount: 9,
  pointsBudget: 1000,
  pointsGiven: 900,
};
const MEMBER = { rank: 3, active: true, segments: new Set([7]) };

/** Everything that can stand in the way, the first reason first. */
const WAYS: [reason: string, Partial<JoinTerms>, Partial<typeof MEMBER>][] = [
  ["ENDED", { endsAt: NOW }, {}],
  ["PAUSED", { status: "PAUSED" }, {}],
  ["NOT_STARTED", { startsAt: day("2026-06-03") }, {}],
  ["MEMBER_STATUS_INVALID", {}, { active: false }],
  ["TIER_TOO_LOW", {}, { rank: 2 }],
  ["NOT_IN_SEGMENT", {}, { segments: new Set([8]) }],
  ["FULL", { joinedCount: 10 }, {}],
  ["BUDGET_SPENT", { pointsGiven: 901 }, {}],
  ["COUPON_UNAVAILABLE", { couponOver: true }, {}],
];

describe("why a member can't take part", () => {
  it("is nothing where all is well, up to the last place and the last points", () => {
    expect(unavailableFor(RUNNING, MEMBER, NOW)).toBeNull();
  });

  it.each(WAYS)("%s", (reason, activity, member) => {
    expect(unavailableFor({ ...RUNNING, ...activity }, { ...MEMBER, ...member }, NOW)).toBe(reason);
  });

  it("is always the first of several reasons", () => {
    for (const [index, [reason]] of WAYS.entries()) {
      if (reason === "NOT_STARTED") continue; // what ended or is paused has its own status
      const rest = WAYS.slice(index);
      const activity = Object.assign(
        {},
        RUNNING,
        ...rest.map(([, changes]) => changes),
      ) as JoinTerms;
      const member = Object.assign({}, MEMBER, ...rest.map(([, , changes]) => changes));
      if (index > 2) activity.startsAt = RUNNING.startsAt;
      expect(unavailableFor(activity, member, NOW)).toBe(reason);
    }
  });

  it("is the tier where the minimum tier is gone from the ladder", () => {
    const gone = { ...RUNNING, minRank: Number.POSITIVE_INFINITY };
    expect(unavailableFor(gone, { ...MEMBER, rank: 9 }, NOW)).toBe("TIER_TOO_LOW");
  });

  it("is for participants only what stops the activity itself", () => {
    expect(unavailableToParticipant({ ...RUNNING, joinedCount: 10 }, NOW)).toBeNull();
    expect(unavailableToParticipant({ ...RUNNING, pointsGiven: 950 }, NOW)).toBe("BUDGET_SPENT");
    expect(unavailableToParticipant({ ...RUNNING, status: "PAUSED" }, NOW)).toBe("PAUSED");
    expect(unavailableToParticipant({ ...RUNNING, endsAt: NOW }, NOW)).toBe("ENDED");
  });
});
