import { describe, expect, it } from "vitest";
import { canJoin } from "@/modules/activities/components/taking-part";
import { newDraft } from "./activity-draft";
import { previewOf, type Standing } from "./preview-of";

const now = new Date("2026-06-10T04:00:00Z");
const timeZone = "Asia/Shanghai";
const running = { startsAt: "2026-06-01T00:00", endsAt: "2026-07-01T00:00" };
const draft = { ...newDraft(now, timeZone), kind: "BONUS_POINTS" as const, points: "100" };

function preview(change: Partial<typeof draft>, standing: Standing | null) {
  return previewOf(
    { ...draft, ...change },
    {
      now,
      timeZone,
      locale: "zh-CN",
      tiers: [],
      standing,
      blank: { title: "title", description: "text" },
      coupon: null,
    },
  );
}

const standing = (change: Partial<Standing>): Standing => ({
  status: "RUNNING",
  joinedCount: 37,
  pointsGiven: 3_700,
  ...change,
});

describe("the preview of an activity", () => {
  it("has all places of one that is being made, and nobody joins before its start", () => {
    const shown = preview({ capacity: "500" }, null);
    expect(shown).toMatchObject({ status: "SCHEDULED", remainingCapacity: 500 });
    expect(canJoin(shown)).toBe(false);
  });

  it("has the places that are left: 500 with 37 joined are 463", () => {
    const shown = preview({ ...running, capacity: "500" }, standing({}));
    expect(shown).toMatchObject({ status: "RUNNING", remainingCapacity: 463, reason: null });
    expect(canJoin(shown)).toBe(true);
  });

  it.each([
    ["one that is over", { endsAt: "2026-06-09T00:00" }, {}, "ENDED", "ENDED"],
    ["one that was ended by hand", {}, { status: "ENDED" as const }, "ENDED", "ENDED"],
    ["one that is paused", {}, { status: "PAUSED" as const }, "PAUSED", "PAUSED"],
    ["one that is full", { capacity: "37" }, {}, "RUNNING", "FULL"],
    ["one that has given its budget", { pointsBudget: "3799" }, {}, "RUNNING", "BUDGET_SPENT"],
  ])("invites nobody to %s", (_, change, fact, status, reason) => {
    const shown = preview({ ...running, ...change }, standing(fact));
    expect(shown).toMatchObject({ status, reason });
    expect(canJoin(shown)).toBe(false);
  });
});
