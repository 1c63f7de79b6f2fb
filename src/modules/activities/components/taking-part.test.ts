import { createTranslator } from "next-intl";
import { describe, expect, it } from "vitest";
import type { Locale } from "@/i18n/config";
import en from "@/i18n/messages/en/activities.json";
import zh from "@/i18n/messages/zh-CN/activities.json";
import { activityStatus, type Effect, joining } from "../schema/activity";
import { canJoin, howOf, placesOf, type Trigger, triggerOf } from "./taking-part";

const order = { points: 100, orderMinimumMinor: 0 };
const EFFECTS: Record<Trigger, Effect> = {
  JOIN: { kind: "BONUS_POINTS", on: "JOIN", ...order },
  FIRST_ORDER: { kind: "BONUS_POINTS", on: "FIRST_ORDER", ...order },
  EACH_ORDER: { kind: "BONUS_POINTS", on: "EACH_ORDER", ...order },
  EVERY_ORDER: { kind: "POINTS_MULTIPLIER", multiplierPct: 200 },
  GOAL: { kind: "CHALLENGE", goal: "ORDERS", target: 3, ...order },
};

const cases = Object.entries(EFFECTS).flatMap(([trigger, effect]) =>
  joining.options.flatMap((how) =>
    activityStatus.options.flatMap((status) =>
      [false, true].map((joined) => ({ trigger, effect, joining: how, status, joined })),
    ),
  ),
);

const LANGUAGES = {
  "zh-CN": {
    messages: zh,
    invites: /点「报名」/,
    needsNothing: /无需报名/,
    orders: /单/,
    later: /开始后|恢复后/,
  },
  en: {
    messages: en,
    invites: /\bjoin\b/i,
    needsNothing: /No need to join/,
    orders: /order/,
    later: /once it (starts|resumes)/,
  },
};

describe.each(Object.entries(LANGUAGES))("how one takes part, in %s", (locale, language) => {
  const t = createTranslator({
    locale: locale as Locale,
    messages: { activities: language.messages as typeof zh },
    namespace: "activities",
  });

  const AWARDS = ["points", "coupon", "both"] as const;
  const every = AWARDS.flatMap((award) => cases.map((one) => ({ ...one, award })));

  it.each(every)("is said for $trigger, $joining, $status, $joined, $award", (activity) => {
    const { key, moment } = howOf(activity);
    const said = t(`how.${key}`, { moment, award: activity.award });
    const isOver = activity.status === "ENDED";
    const byChoice = activity.joining === "CHOICE" || activity.trigger === "JOIN";
    expect(said).not.toMatch(/how\.|[{}]/);
    // Orders have nothing to do with points for joining, and everything with the others.
    expect(language.orders.test(said)).toBe(activity.trigger !== "JOIN" && !isOver);
    expect(language.needsNothing.test(said)).toBe(!byChoice && !isOver);
    if (byChoice) expect(language.invites.test(said)).toBe(!activity.joined && !isOver);
    const waits = activity.status !== "RUNNING" && !isOver && !activity.joined;
    expect(language.later.test(said)).toBe(waits);
  });

  it("differs by what it takes", () => {
    const said = Object.values(EFFECTS).map((effect) => {
      const { key, moment } = howOf({
        effect,
        joining: "CHOICE",
        status: "RUNNING",
        joined: false,
      });
      return t(`how.${key}`, { moment, award: "points" });
    });
    expect(new Set(said).size).toBe(5);
  });
});

it("has every kind of effect", () => {
  for (const [trigger, effect] of Object.entries(EFFECTS)) expect(triggerOf(effect)).toBe(trigger);
});

describe("places", () => {
  it.each([
    ["RUNNING", 500, 463, { key: "left", capacity: 500, count: 463 }],
    ["SCHEDULED", 500, 500, { key: "left", capacity: 500, count: 500 }],
    ["RUNNING", 500, 0, { key: "full", capacity: 500, count: 0 }],
    ["PAUSED", 500, -1, { key: "full", capacity: 500, count: 0 }],
    ["ENDED", 500, 463, { key: "taken", capacity: 500, count: 37 }],
    ["RUNNING", null, null, null],
  ] as const)("of %s, %s in all and %s left", (status, capacity, remainingCapacity, said) => {
    expect(placesOf({ status, capacity, remainingCapacity })).toEqual(said);
  });
});

describe("the button to join", () => {
  const open = {
    activityId: "1",
    kind: "BONUS_POINTS",
    title: "",
    description: "",
    image: null,
    status: "RUNNING",
    startsAt: "2026-06-01T00:00:00Z",
    endsAt: "2026-07-01T00:00:00Z",
    effect: EFFECTS.JOIN,
    coupon: null,
    minTier: null,
    joining: "CHOICE",
    capacity: null,
    remainingCapacity: null,
    budgetSpent: false,
    scope: null,
    hours: null,
    frequency: null,
    eligible: true,
    reason: null,
    joined: false,
    participationId: null,
    joinedAt: null,
    pointsAwarded: 0,
    couponAwarded: false,
    progress: null,
  } as const;

  it.each([
    [{}, true],
    [{ status: "ENDED" as const }, false],
    [{ status: "PAUSED" as const }, false],
    [{ status: "SCHEDULED" as const }, false],
    [{ joined: true }, false],
    [{ eligible: false }, false],
    [{ eligible: null }, false],
    [{ joining: "AUTOMATIC" as const }, false],
  ])("beside one that is %o: %s", (change, shown) => {
    expect(canJoin({ ...open, ...change })).toBe(shown);
  });
});
