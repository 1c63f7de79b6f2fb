import { describe, expect, it } from "vitest";
import { type Condition, rule as ruleSchema } from "../schema/rule";
import { type About, holds } from "./evaluate";
import { dates, daysAgo, expiryBefore, type Moment, monthsOf, window } from "./moment";
import { frequencyOrders, recencyDays, spendRange } from "./rfm";

const MOMENT: Moment = {
  today: "2026-11-29",
  timeZone: "Asia/Shanghai",
  fifths: [10_000, 20_000, 30_000, 40_000],
};

const SOMEBODY: About = {
  memberId: 1,
  status: "ACTIVE",
  tierCode: "GOLD",
  joinedAt: new Date("2026-01-10T03:00:00Z"),
  birthMonth: 12,
  marketing: true,
  spend: 500_00,
  spend90: 100_00,
  spend365: 400_00,
  orders: 7,
  orders90: 1,
  orders365: 5,
  points: 300,
  expiring30: 0,
  expiring90: 120,
  // 7 November, 23:30 in Shanghai: 22 days ago.
  lastOrderAt: new Date("2026-11-07T15:30:00Z"),
  lastStore: "徐汇店",
  activityIds: new Set(["4"]),
  tags: new Set(["VIP", "团购"]),
  attributes: new Map([
    ["size", { word: "M", number: null }],
    ["height", { word: null, number: 172.5 }],
    ["wedding", { word: "2026-05-20", number: null }],
  ]),
};

type Wish = Record<string, unknown> & { field: string };

const NEVER_BOUGHT: Partial<About> = { lastOrderAt: null, lastStore: null, orders365: 0 };

const TABLE: [Wish, boolean, Partial<About>?][] = [
  [{ field: "tier", in: ["GOLD", "SILVER"] }, true],
  [{ field: "tier", in: ["SILVER"] }, false],
  [{ field: "tier", in: ["SILVER"], not: true }, true],
  [{ field: "status", in: ["FROZEN"] }, false],
  [{ field: "spend", min: 500_00 }, true],
  [{ field: "spend", max: 499_99 }, false],
  [{ field: "orders365", min: 5, max: 5 }, true],
  [{ field: "expiring30", min: 1 }, false],
  [{ field: "lastOrder", max: 22 }, true],
  [{ field: "lastOrder", max: 21 }, false],
  [{ field: "lastOrder", min: 22 }, true],
  [{ field: "lastOrder", min: 23 }, false],
  [{ field: "lastOrder", min: 0 }, false, NEVER_BOUGHT],
  [{ field: "lastOrder", max: 90, not: true }, true, NEVER_BOUGHT],
  [{ field: "joinedOn", min: "2026-01-10", max: "2026-01-10" }, true],
  [{ field: "joinedOn", min: "2026-01-11" }, false],
  [{ field: "birthday", in: ["THIS"] }, false],
  [{ field: "birthday", in: ["NEXT"] }, true],
  [{ field: "birthday", in: [12] }, true],
  [{ field: "birthday", in: [1], not: true }, true, { birthMonth: 0 }],
  [{ field: "rfm", r: [5], f: [3], m: [5] }, true],
  [{ field: "rfm", r: [4] }, false],
  [{ field: "rfm", m: [1, 4] }, false],
  [{ field: "rfm", r: [1, 2, 3, 4, 5] }, false, NEVER_BOUGHT],
  [{ field: "rfm", r: [5], not: true }, true, NEVER_BOUGHT],
  [{ field: "marketing" }, true],
  [{ field: "marketing", not: true }, false],
  [{ field: "store", in: ["徐汇店"] }, true],
  [{ field: "store", in: ["浦东店"], not: true }, true, NEVER_BOUGHT],
  [{ field: "activity", in: ["3", "4"] }, true],
  [{ field: "activity", in: ["3"] }, false],
  [{ field: "tag", in: ["团购"] }, true],
  [{ field: "tag", in: ["vip"] }, false],
  [{ field: "attribute", key: "size" }, true],
  [{ field: "attribute", key: "shoes" }, false],
  [{ field: "attribute", key: "shoes", in: ["42"], not: true }, true],
  [{ field: "attribute", key: "size", in: ["M", "L"] }, true],
  [{ field: "attribute", key: "size", min: 1 }, false],
  [{ field: "attribute", key: "height", min: 172.5, max: 180 }, true],
  [{ field: "attribute", key: "wedding", from: "2026-05-20", until: "2026-05-20" }, true],
  [{ field: "attribute", key: "wedding", until: "2026-05-19" }, false],
];

const ruleOf = (...of: unknown[]) => ruleSchema.parse({ match: "ALL", of });

describe("a rule", () => {
  it.each(TABLE)("%j is %s", (condition, isSo, other = {}) => {
    expect(holds(ruleOf(condition), { ...SOMEBODY, ...other }, MOMENT)).toBe(isSo);
  });

  it("takes all or any of its conditions, and of each group", () => {
    const gold = { field: "tier", in: ["GOLD"] };
    const frozen = { field: "status", in: ["FROZEN"] };
    const say = (made: unknown) => holds(ruleSchema.parse(made), SOMEBODY, MOMENT);
    expect(say({ match: "ALL", of: [gold, frozen] })).toBe(false);
    expect(say({ match: "ANY", of: [gold, frozen] })).toBe(true);
    expect(say({ match: "ALL", of: [gold, { match: "ANY", of: [frozen, gold] }] })).toBe(true);
    expect(say({ match: "ALL", of: [gold, { match: "ALL", of: [frozen, gold] }] })).toBe(false);
  });

  it("says another thing once a day is over", () => {
    const recent = ruleOf({ field: "lastOrder", max: 22 });
    expect(holds(recent, SOMEBODY, MOMENT)).toBe(true);
    expect(holds(recent, SOMEBODY, { ...MOMENT, today: "2026-11-30" })).toBe(false);
  });

  const gold: Partial<Condition> = { field: "tier", in: ["GOLD"] };
  const group = (of: unknown) => ({ match: "ALL", of });
  it.each([
    ["nothing", { match: "ALL", of: [] }],
    ["an empty group", group([group([])])],
    ["groups in groups", group([group([group([gold])])])],
    ["more than twenty conditions in all", group(Array(3).fill(group(Array(7).fill(gold))))],
    [
      "more lookups than a page may cost",
      group(Array.from({ length: 6 }, (_, n) => ({ field: "activity", in: [String(n + 1)] }))),
    ],
    ["a word twice", group([{ field: "tier", in: ["GOLD", "GOLD"] }])],
    ["no bound", group([{ field: "spend" }])],
    ["bounds the wrong way round", group([{ field: "spend", min: 2, max: 1 }])],
    ["no scores", group([{ field: "rfm" }])],
    ["a field that is none", group([{ field: "phone", in: ["1"] }])],
    ["a number that is no figure", group([{ field: "spend", min: 1e15 }])],
  ])("is refused with %s", (_, made) => {
    expect(ruleSchema.safeParse(made).success).toBe(false);
  });
});

describe("time", () => {
  it("is whole business days", () => {
    expect(daysAgo({ min: 1, max: 7 }, MOMENT)).toEqual({
      from: new Date("2026-11-21T16:00:00Z"),
      until: new Date("2026-11-28T16:00:00Z"),
    });
    expect(dates({ max: "2026-11-29" }, MOMENT)).toEqual({
      from: null,
      until: new Date("2026-11-29T16:00:00Z"),
    });
    expect(window(90, MOMENT)).toEqual(new Date("2026-08-31T16:00:00Z"));
    expect(expiryBefore(30, MOMENT)).toEqual(new Date("2026-12-29T16:00:00Z"));
  });

  it("has months that go on after December", () => {
    expect(monthsOf(["THIS", "NEXT", 5, 12], "2026-12-31")).toEqual([12, 1, 5]);
  });
});

describe("scores", () => {
  const DAYS = Array.from({ length: 365 }, (_, day) => day);
  it("have each day, each number of orders and each spend once", () => {
    const scores = [1, 2, 3, 4, 5];
    for (const day of DAYS) {
      const fits = scores.filter((score) => {
        const { min = 0, max } = recencyDays(score);
        return day >= min && day <= max;
      });
      expect(fits).toHaveLength(1);
    }
    for (const orders of DAYS.slice(1)) {
      const fits = scores.filter((score) => {
        const { min, max } = frequencyOrders(score);
        return orders >= min && orders <= (max ?? Infinity);
      });
      expect(fits).toHaveLength(1);
    }
    for (const spend of [0, 9_999, 10_000, 39_999, 40_000, 1e12]) {
      const fits = scores.filter((score) => {
        const { from, below } = spendRange(score, MOMENT.fifths);
        return spend >= from && spend < below;
      });
      expect(fits).toHaveLength(1);
    }
  });
});
