import { describe, expect, it } from "vitest";
import { createInput } from "@/modules/activities/schema/activity";
import {
  type ActivityDraft,
  type ActivityField,
  changedSettings,
  faultIn,
  faultsOfActivity,
  newDraft,
  settingsOf,
  shownAt,
} from "./activity-draft";

const timeZone = "Asia/Shanghai";
const now = new Date("2026-11-20T04:00:00Z");
const words = { title: "双倍", titleEn: "Double", description: "一周", descriptionEn: "A week" };
const draft: ActivityDraft = { ...newDraft(now, timeZone), ...words };
/** What the schema and the form itself say, in the form's words. */
function faults(change: Partial<ActivityDraft>) {
  const typed = { ...draft, ...change };
  const issues = createInput.safeParse(settingsOf(typed, timeZone)).error?.issues ?? [];
  const refused = issues.map(({ path }) => {
    const name = path.join(".");
    const field = shownAt[name] ?? (name as ActivityField);
    return [field, faultIn(field)];
  });
  const found = faultsOfActivity(typed, { now, timeZone });
  return Object.entries({ ...Object.fromEntries(refused), ...found });
}

describe("an activity in a form", () => {
  it("begins as a week from tomorrow's midnight in business time, and is sound with its words", () => {
    expect(faults({})).toEqual([]);
    const settings = settingsOf(draft, timeZone);
    expect(settings).toMatchObject({
      startsAt: "2026-11-20T16:00:00.000Z",
      endsAt: "2026-11-27T16:00:00.000Z",
    });
    expect(createInput.safeParse(settings).success).toBe(true);
  });

  it.each([
    [{ title: " " }, "title", "text"],
    [{ startsAt: "" }, "startsAt", "time"],
    [{ endsAt: "2026-11-21T00:00" }, "endsAt", "window"],
    [{ startsAt: "2026-11-01T00:00", endsAt: "2026-11-02T00:00" }, "endsAt", "over"],
    [{ multiplier: "1" }, "multiplier", "multiplier"],
    [{ kind: "BONUS_POINTS", points: "0" }, "points", "points"],
    [{ kind: "BONUS_POINTS", joining: "AUTOMATIC" }, "joining", "joining"],
    [{ kind: "CHALLENGE", target: "" }, "target", "target"],
    [{ kind: "CHALLENGE", orderMinimum: "x" }, "orderMinimum", "money"],
    [{ capacity: "0" }, "capacity", "count"],
    [{ kind: "BONUS_POINTS", points: "100", pointsBudget: "99" }, "pointsBudget", "budget"],
  ] as const)("with %j says what is wrong", (change, field, fault) => {
    expect(faults(change)).toEqual([[field, fault]]);
  });

  it("reads a spending goal as money and a goal of orders as a count", () => {
    const challenge = { ...draft, kind: "CHALLENGE", target: "300" } as const;
    const target = (goal: "ORDERS" | "SPEND") =>
      settingsOf({ ...challenge, goal }, timeZone).effect;
    expect(target("SPEND")).toMatchObject({ target: 30_000 });
    expect(target("ORDERS")).toMatchObject({ target: 300 });
  });

  it("sends only what was typed", () => {
    expect(changedSettings(draft, draft, timeZone)).toEqual({});
    expect(changedSettings(draft, { ...draft, capacity: "50" }, timeZone)).toEqual({
      capacity: 50,
    });
  });
});
