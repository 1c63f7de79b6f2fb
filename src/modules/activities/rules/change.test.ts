import { describe, expect, it } from "vitest";
import { NO_TERMS } from "../schema/terms";
import {
  changeFaults,
  NO_COUPON,
  type Settings,
  type SettingsChange,
  settingsChange,
  settingsFaults,
} from "./change";

const NOW = new Date("2026-06-03T00:00:00Z");
const day = (date: string) => new Date(`${date}T00:00:00Z`);

const SETTINGS: Settings = {
  title: { "zh-CN": "会员周", en: "Members’ week" },
  description: { "zh-CN": "每天签到有礼。", en: "Something every day." },
  startsAt: day("2026-06-01"),
  endsAt: day("2026-06-08"),
  image: null,
  effect: { kind: "BONUS_POINTS", on: "FIRST_ORDER", points: 100, orderMinimumMinor: 0 },
  minTierCode: null,
  joining: "CHOICE",
  capacity: 100,
  pointsBudget: 10_000,
  ...NO_TERMS,
  ...NO_COUPON,
};

const faultsOf = (change: SettingsChange, status: "DRAFT" | "RUNNING" | "PAUSED" | "ENDED") =>
  changeFaults(SETTINGS, change, { status, now: NOW });

describe("a running activity", () => {
  it.each<[string, SettingsChange]>([
    ["another picture", { image: "/rewards/tea-tin.svg" }],
    ["its words", settingsChange(SETTINGS, { title: "新的一周", descriptionEn: "New words." })],
    ["a later end", { endsAt: day("2026-06-09") }],
    ["more places", { capacity: 101 }],
    ["any number of places", { capacity: null }],
    ["a larger budget", { pointsBudget: 10_001 }],
    ["no limit of points", { pointsBudget: null }],
    ["what it says already", { effect: { ...SETTINGS.effect }, startsAt: day("2026-06-01") }],
  ])("may be given %s", (_, change) => {
    expect(faultsOf(change, "RUNNING")).toEqual([]);
    expect(faultsOf(change, "PAUSED")).toEqual([]);
  });

  it.each<[string, SettingsChange, string]>([
    ["startsAt", { startsAt: day("2026-06-02") }, "fixed: RUNNING"],
    ["effect", { effect: { kind: "POINTS_MULTIPLIER", multiplierPct: 200 } }, "fixed: RUNNING"],
    ["minTierCode", { minTierCode: "GOLD" }, "fixed: RUNNING"],
    ["joining", { joining: "AUTOMATIC" }, "fixed: RUNNING"],
    ["endsAt", { endsAt: day("2026-06-07") }, "≥ 2026-06-08T00:00:00.000Z"],
    ["capacity", { capacity: 99 }, "≥ 100"],
    ["pointsBudget", { pointsBudget: 9_999 }, "≥ 10000"],
  ])("keeps its %s, because members were promised it", (path, change, message) => {
    expect(faultsOf(change, "RUNNING")).toEqual([{ path, message }]);
  });

  it("without limits is given none", () => {
    const unlimited = { ...SETTINGS, capacity: null, pointsBudget: null };
    const change = { capacity: 1_000_000, pointsBudget: 1_000_000 };
    const faults = changeFaults(unlimited, change, { status: "RUNNING", now: NOW });
    expect(faults.map(({ path }) => path)).toEqual(["capacity", "pointsBudget"]);
  });
});

describe("an activity before its start", () => {
  it("may become another one", () => {
    const facts = { status: "SCHEDULED", now: day("2026-05-01") } as const;
    const change: SettingsChange = {
      startsAt: day("2026-05-02"),
      endsAt: day("2026-05-03"),
      effect: { kind: "POINTS_MULTIPLIER", multiplierPct: 300 },
      joining: "AUTOMATIC",
      capacity: 1,
    };
    expect(changeFaults(SETTINGS, change, facts)).toEqual([]);
  });

  it("does not begin in the past, where orders were counted already", () => {
    const facts = { status: "SCHEDULED", now: day("2026-05-01") } as const;
    expect(changeFaults(SETTINGS, { startsAt: day("2026-04-30") }, facts)).toEqual([
      { path: "startsAt", message: "≥ now" },
    ]);
  });

  it("may be anything while it is a draft", () => {
    expect(faultsOf({ startsAt: day("2020-01-01"), capacity: 1 }, "DRAFT")).toEqual([]);
  });
});

describe("an activity after its end", () => {
  it("changes its words only", () => {
    expect(faultsOf(settingsChange(SETTINGS, { title: "去年的一周" }), "ENDED")).toEqual([]);
    const change = { endsAt: day("2026-07-01"), capacity: null };
    expect(faultsOf(change, "ENDED").map(({ path }) => path)).toEqual(["endsAt", "capacity"]);
  });
});

describe("a change of words", () => {
  it("leaves a text as it is in the languages that it does not name", () => {
    const change = settingsChange(SETTINGS, { titleEn: "A week" });
    expect(change.title).toEqual({ "zh-CN": "会员周", en: "A week" });
    expect(change.description).toEqual(SETTINGS.description);
  });
});

describe("what does not fit together", () => {
  it.each<[string, Partial<Settings>, string[]]>([
    ["nothing", {}, []],
    ["an end at the start", { endsAt: SETTINGS.startsAt }, ["endsAt"]],
    [
      "a bonus on joining that nobody joins",
      {
        joining: "AUTOMATIC",
        effect: { kind: "BONUS_POINTS", on: "JOIN", points: 100, orderMinimumMinor: 0 },
      },
      ["joining"],
    ],
    ["a budget smaller than one award", { pointsBudget: 99 }, ["pointsBudget"]],
  ])("%s", (_, changes, paths) => {
    expect(settingsFaults({ ...SETTINGS, ...changes }).map(({ path }) => path)).toEqual(paths);
  });
});

describe("what single orders are judged by", () => {
  const terms = {
    scope: null,
    hours: [{ weekdays: [3], from: "18:00", until: "22:00" }],
    frequency: { limit: 1, per: "day" },
    stacking: { mode: "ALL" },
  } as const satisfies Partial<Settings>;

  it.each<[Settings["effect"], string[]]>([
    [{ kind: "POINTS_MULTIPLIER", multiplierPct: 200 }, []],
    [{ kind: "BONUS_POINTS", on: "EACH_ORDER", points: 10, orderMinimumMinor: 0 }, []],
    [
      { kind: "BONUS_POINTS", on: "FIRST_ORDER", points: 10, orderMinimumMinor: 0 },
      ["hours", "frequency", "stacking"],
    ],
    [
      { kind: "CHALLENGE", goal: "ORDERS", target: 3, points: 10, orderMinimumMinor: 0 },
      ["hours", "frequency", "stacking"],
    ],
  ])("goes with %j: faults %j", (effect, paths) => {
    const hours = terms.hours.map((one) => ({ ...one, weekdays: [...one.weekdays] }));
    const faults = settingsFaults({ ...SETTINGS, ...terms, hours, effect });
    expect(faults.map(({ path }) => path)).toEqual(paths);
  });

  it("may not change once it runs", () => {
    for (const change of [{ frequency: terms.frequency }, { stacking: terms.stacking }]) {
      expect(faultsOf(change, "RUNNING")).toHaveLength(1);
      expect(faultsOf(change, "DRAFT")).toEqual([]);
    }
  });
});

describe("an award", () => {
  const once = {
    kind: "BONUS_POINTS",
    on: "FIRST_ORDER",
    points: 100,
    orderMinimumMinor: 0,
  } as const;
  const coupon = { couponDefinitionId: "7" };
  const worth = { couponVersionId: 9, couponPoints: 2000 };
  const boundless = { couponVersionId: 9, couponPoints: null };
  it.each<[string, Partial<Settings>, string[]]>([
    ["has points", { effect: { ...once, points: 0 } }, ["effect.points"]],
    ["or a coupon", { effect: { ...once, ...coupon, points: 0 }, ...worth }, []],
    ["or both", { effect: { ...once, ...coupon }, ...worth }, []],
    [
      "has no coupon with each order",
      { effect: { ...once, ...coupon, on: "EACH_ORDER" }, ...worth },
      ["effect.couponDefinitionId"],
    ],
    [
      "needs a budget for the coupon too",
      { effect: { ...once, ...coupon }, ...worth, pointsBudget: 2099 },
      ["pointsBudget"],
    ],
    [
      "has no budget that its coupon could not be counted in",
      { effect: { ...once, ...coupon }, ...boundless },
      ["pointsBudget"],
    ],
    [
      "may have such a coupon without one",
      { effect: { ...once, ...coupon }, ...boundless, pointsBudget: null },
      [],
    ],
  ])("%s", (_, changes, paths) => {
    expect(settingsFaults({ ...SETTINGS, ...changes }).map(({ path }) => path)).toEqual(paths);
  });

  it("keeps its coupon once it runs", () => {
    expect(faultsOf({ effect: { ...once, ...coupon } }, "RUNNING")).toHaveLength(1);
  });
});
