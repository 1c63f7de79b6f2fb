import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays } from "@/platform/business-time";
import type { BenefitDefinition, BenefitQuota } from "../program/schema/rules";
import type { Ladder, Rung } from "../tiers/schema";
import { type Holder, judge, offered, periodOf, remainingOf } from "./rules";
import { summaryOf } from "./service/view";
import { benefitTypes } from "./types/registry";

function rung(code: string, rank: number, discountRateBps: number, benefits: string[] = []): Rung {
  const thresholdMinor = (rank - 1) * 100_000;
  return {
    code,
    rank,
    name: { "zh-CN": code, en: code },
    thresholdMinor,
    discountRateBps,
    multiplierPct: 100,
    benefits,
    replaces: [],
  };
}

const FIRST = rung("REGISTERED", 1, 10_000);
const SILVER = rung("SILVER", 2, 9000, ["IT", "LOWER"]);
const GOLD = rung("GOLD", 3, 8500, ["IT", "HIGHER"]);
const LADDER: Ladder = [FIRST, SILVER, GOLD];

const HOLDER: Holder = {
  status: "ACTIVE",
  birthday: "1990-05-17",
  ladder: LADDER,
  rung: SILVER,
  moment: new Date("2026-05-02T04:00:00Z"),
  today: "2026-05-02",
  pointsPerYuanOff: 100,
};

function benefit(
  type: string,
  params: Record<string, unknown>,
  more: Partial<BenefitDefinition> = {},
) {
  const base = { id: "IT", name: { "zh-CN": "它", en: "It" }, enabled: true, quota: null };
  const definition = { ...base, type, params, validFrom: null, validUntil: null, ...more };
  const [found] = offered([definition]);
  if (!found) throw new Error(`${type} is no type`);
  return found;
}

const worth = (valueMinor: number, points = 0) => ({ usable: true, valueMinor, points });
const refused = (reason: string, facts = {}) => ({ usable: false, reason, facts });
const order = (yuan: number, shipping = 0) => ({
  amountMinor: Math.round(yuan * 100),
  shippingMinor: Math.round(shipping * 100),
});

describe("what a benefit is worth", () => {
  it.each([
    ["the tier’s own rate", "DISCOUNT", {}, order(399.99), worth(4000)],
    ["the tier’s own rate, in the member’s favour", "DISCOUNT", {}, order(0.01), worth(1)],
    ["a rate of its own", "DISCOUNT", { rateBps: 8800 }, order(100), worth(1200)],
    ["shipping", "FREE_SHIPPING", {}, order(1, 12), worth(1200)],
    ["no shipping where there is none", "FREE_SHIPPING", {}, order(1), worth(0)],
    [
      "shipping up to a maximum",
      "FREE_SHIPPING",
      { maximumMinor: 1000 },
      order(1, 12),
      worth(1000),
    ],
    [
      "shipping from a minimum",
      "FREE_SHIPPING",
      { minimumMinor: 9900 },
      order(99, 12),
      worth(1200),
    ],
    [
      "no shipping a fen below it",
      "FREE_SHIPPING",
      { minimumMinor: 9900 },
      order(98.99, 12),
      refused("MINIMUM_NOT_MET", { minimumMinor: 9900, shortageMinor: 1 }),
    ],
    [
      "a coupon from its minimum",
      "COUPON",
      { amountMinor: 3000, minimumMinor: 20_000 },
      order(200),
      worth(3000),
    ],
    [
      "no coupon a fen below it",
      "COUPON",
      { amountMinor: 3000, minimumMinor: 20_000 },
      order(199.99),
      refused("MINIMUM_NOT_MET", { minimumMinor: 20_000, shortageMinor: 1 }),
    ],
    [
      "a coupon, never more than the order",
      "COUPON",
      { amountMinor: 3000 },
      order(20),
      worth(2000),
    ],
    ["points more on purchases", "POINTS_MULTIPLIER", { multiplierPct: 200 }, order(1), worth(0)],
    ["points on the birthday", "BIRTHDAY_GIFT", { points: 250 }, order(1), worth(250, 250)],
    [
      "an item and points",
      "BIRTHDAY_GIFT",
      { points: 100, item: "杯子", itemValueMinor: 3900 },
      order(1),
      worth(4000, 100),
    ],
    ["a contact", "DEDICATED_SERVICE", { contact: "400-100-1000" }, order(1), worth(0)],
    ["dispatch", "PRIORITY_DISPATCH", { withinHours: 24 }, order(1), worth(0)],
  ])("is %s", (_, type, params, request, judged) => {
    expect(judge(benefit(type, params), HOLDER, request, 0)).toEqual(judged);
  });

  it("of a gift is nothing outside the month of the birthday, or without one", () => {
    const gift = benefit("BIRTHDAY_GIFT", { points: 100 });
    const on = (today: string, birthday: string | null) =>
      judge(gift, { ...HOLDER, today, birthday }, order(1), 0);
    expect(on("2026-05-01", "1990-05-31")).toEqual(worth(100, 100));
    expect(on("2026-02-01", "1992-02-29")).toEqual(worth(100, 100));
    expect(on("2026-04-30", "1990-05-01")).toEqual(refused("NOT_BIRTHDAY_MONTH", { month: "05" }));
    expect(on("2026-05-01", null)).toEqual(refused("BIRTHDAY_UNKNOWN"));
  });

  it("is not judged by an amount where no order is asked about", () => {
    const coupon = benefit("COUPON", { amountMinor: 3000, minimumMinor: 20_000 });
    expect(judge(coupon, HOLDER, null, 0)).toMatchObject({ usable: true });
  });

  it("of a discount is never negative and never more than the order", () => {
    const amounts = fc.integer({ min: 1, max: 1_000_000_000_000 });
    const rates = fc.integer({ min: 1, max: 9999 });
    fc.assert(
      fc.property(amounts, rates, (amountMinor, rateBps) => {
        const judged = judge(
          benefit("DISCOUNT", { rateBps }),
          HOLDER,
          { amountMinor, shippingMinor: 0 },
          0,
        );
        const paid = amountMinor - (judged.usable ? judged.valueMinor : 0);
        expect(BigInt(paid)).toBe((BigInt(amountMinor) * BigInt(rateBps)) / 10_000n);
      }),
    );
  });
});

describe("why a benefit cannot be used, the first reason first", () => {
  const once: BenefitQuota = { limit: 1, per: "month" };
  const window = { validFrom: "2026-05-02T04:00:00Z", validUntil: "2026-06-01T00:00:00Z" };
  const everything = { enabled: false, quota: once, validFrom: "2027-01-01T00:00:00Z" };
  const low = { minimumMinor: 500 };
  it.each<[string, Partial<BenefitDefinition>, Partial<Holder>, string | null]>([
    ["a frozen member", everything, { status: "FROZEN", rung: FIRST }, "MEMBER_STATUS_INVALID"],
    ["switched off", everything, { rung: FIRST }, "DISABLED"],
    ["before its window", { ...everything, enabled: true }, { rung: FIRST }, "NOT_IN_WINDOW"],
    [
      "the millisecond before it",
      window,
      { moment: new Date("2026-05-02T03:59:59.999Z") },
      "NOT_IN_WINDOW",
    ],
    ["at its end", window, { moment: new Date("2026-06-01T00:00:00Z") }, "NOT_IN_WINDOW"],
    ["a tier that is too low", { quota: once }, { rung: FIRST }, "TIER_TOO_LOW"],
    ["a benefit of a lower tier", { id: "LOWER" }, { rung: GOLD }, "NOT_OF_TIER"],
    ["an order below its minimum", { quota: once, params: low }, {}, "MINIMUM_NOT_MET"],
    ["a quota that is used up", { quota: once }, {}, "QUOTA_USED_UP"],
    ["none", { ...window, quota: { limit: 2, per: "month" } }, {}, null],
  ])("%s", (_, definition, holder, reason) => {
    const judged = judge(
      benefit("FREE_SHIPPING", {}, definition),
      { ...HOLDER, ...holder },
      order(1),
      1,
    );
    expect(judged.usable ? null : judged.reason).toBe(reason);
  });

  it("tells the lowest tier that would bring it", () => {
    const judged = judge(benefit("FREE_SHIPPING", {}), { ...HOLDER, rung: FIRST }, order(1), 0);
    const facts = { tierCode: "REGISTERED", requiredTier: "SILVER" };
    expect(judged).toEqual(refused("TIER_TOO_LOW", facts));
  });

  it("gives the tier’s price to whoever pays less than all, whatever the tiers list", () => {
    const price = benefit("DISCOUNT", {});
    expect(judge(price, { ...HOLDER, rung: FIRST }, order(1), 0)).toMatchObject({
      reason: "TIER_TOO_LOW",
    });
    const bare = { ...SILVER, benefits: [] };
    expect(judge(price, { ...HOLDER, rung: bare }, order(1), 0)).toEqual(worth(10));
  });
});

describe("the period of a quota", () => {
  it.each([
    ["day", "2026-12-31", "2026-12-31", "2027-01-01"],
    ["month", "2026-12-31", "2026-12-01", "2027-01-01"],
    ["month", "2028-02-29", "2028-02-01", "2028-03-01"],
    ["year", "2026-12-31", "2026-01-01", "2027-01-01"],
  ] as const)("per %s on %s is from %s to before %s", (per, today, from, to) => {
    expect(periodOf(per, today)).toEqual({ from, to });
  });

  it("puts every day into exactly one period, the same for all days of it", () => {
    const days = fc.integer({ min: 0, max: 4000 }).map((n) => addDays("2024-01-01", n));
    fc.assert(
      fc.property(fc.constantFrom("day", "month", "year"), days, days, (per, one, other) => {
        const { from, to } = periodOf(per, one);
        expect(from <= one && one < to).toBe(true);
        const isWithin = from <= other && other < to;
        expect(periodOf(per, other).from === from).toBe(isWithin);
      }),
    );
  });

  it("is never overdrawn: uses are taken while some are left, and no more", () => {
    const draw = fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 60 }));
    fc.assert(
      fc.property(draw, ([limit, tries]) => {
        const quota: BenefitQuota = { limit, per: "year" };
        let used = 0;
        for (let n = 0; n < tries; n++) {
          if (judge(benefit("FREE_SHIPPING", {}, { quota }), HOLDER, order(1), used).usable)
            used += 1;
        }
        expect(used).toBe(Math.min(limit, tries));
        expect(remainingOf(quota, used)).toBe(limit - used);
      }),
    );
  });
});

describe("the words of a benefit", () => {
  const sayings: [string, Record<string, unknown>, string, string][] = [
    ["DISCOUNT", {}, "全场 9 折", "10% off everything"],
    ["FREE_SHIPPING", {}, "全场包邮", "Free shipping"],
    [
      "FREE_SHIPPING",
      { minimumMinor: 9900, maximumMinor: 2000 },
      "满 ¥99 包邮，每单最多减 ¥20",
      "Free shipping on orders of ¥99 or more, up to ¥20 per order",
    ],
    [
      "COUPON",
      { amountMinor: 3000, minimumMinor: 20_000 },
      "满 ¥200 减 ¥30",
      "¥30 off orders of ¥200 or more",
    ],
    ["COUPON", { amountMinor: 3000 }, "立减 ¥30", "¥30 off"],
    ["POINTS_MULTIPLIER", { multiplierPct: 150 }, "购物享 1.5 倍积分", "1.5× points on purchases"],
    [
      "BIRTHDAY_GIFT",
      { item: "杯子", itemEn: "a cup" },
      "生日当月下单，送杯子",
      "A cup with any order in your birthday month",
    ],
    [
      "BIRTHDAY_GIFT",
      { item: "杯子" },
      "生日当月下单，送杯子",
      "杯子 with any order in your birthday month",
    ],
    [
      "BIRTHDAY_GIFT",
      { points: 1500 },
      "生日当月下单，送 1,500 积分",
      "1,500 points with any order in your birthday month",
    ],
    ["DEDICATED_SERVICE", {}, "一对一客服，优先接入", "One-to-one support with priority"],
    ["PRIORITY_DISPATCH", { withinHours: 24 }, "24 小时内出库", "Ships within 24 hours"],
  ];
  it.each(sayings)("%s %j is %s", (type, params, zh, english) => {
    const said = benefit(type, params);
    expect(summaryOf(said, 9000, "zh-CN")).toBe(zh);
    expect(summaryOf(said, 9000, "en")).toBe(english);
  });
});

describe("the parameters of a type", () => {
  it.each([
    ["DISCOUNT", { rateBps: 10_000 }],
    ["DISCOUNT", { rateBps: 0 }],
    ["FREE_SHIPPING", { minimumMinor: -1 }],
    ["FREE_SHIPPING", { maximumMinor: 0 }],
    ["COUPON", {}],
    ["COUPON", { amountMinor: 1e15 }],
    ["POINTS_MULTIPLIER", { multiplierPct: 100 }],
    ["POINTS_MULTIPLIER", { multiplierPct: 1001 }],
    ["BIRTHDAY_GIFT", {}],
    ["BIRTHDAY_GIFT", { points: 0.5 }],
    ["PRIORITY_DISPATCH", { withinHours: 0 }],
    ["DEDICATED_SERVICE", { contact: "" }],
    ["DEDICATED_SERVICE", { phone: "1" }],
  ])("%s refuses %j", (type, params) => {
    expect(benefitTypes[type]?.params.safeParse(params).success).toBe(false);
  });
});
