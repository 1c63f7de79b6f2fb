import { describe, expect, it } from "vitest";
import { programRules } from "../../program/schema/rules";
import type { Ladder, Rung } from "../schema";
import { enriched, loosened } from "./worth";

function rung(
  code: string,
  rank: number,
  yuan: number,
  discountRateBps: number,
  multiplierPct: number,
): Rung {
  const thresholdMinor = yuan * 100;
  return {
    code,
    rank,
    name: { "zh-CN": code, en: code },
    thresholdMinor,
    discountRateBps,
    multiplierPct,
    benefits: [],
    replaces: [],
  };
}

const REGISTERED = rung("REGISTERED", 1, 0, 10_000, 100);
const BRONZE = rung("BRONZE", 2, 500, 9500, 100);
const SILVER = rung("SILVER", 3, 2000, 9000, 120);
const GOLD = rung("GOLD", 4, 5000, 8500, 150);
const DIAMOND = rung("DIAMOND", 5, 10_000, 8000, 200);
const LADDER: Ladder = [REGISTERED, BRONZE, SILVER, GOLD, DIAMOND];

const goods = (kind: "PERCENT" | "PER_PIECE", much: number) => ({
  ...{ label: "some", scope: { channels: [], stores: [] } },
  gives: kind === "PERCENT" ? { kind, percent: much } : { kind, points: much },
});

describe("rates of other currencies", () => {
  const rules = (rates: Record<string, string>) =>
    programRules.parse({
      currencies: {
        rates: Object.entries(rates).map(([currency, rate]) => ({ currency, rate })),
      },
    });
  const before = rules({ USD: "7.1234", JPY: "4.8" });

  it.each([
    ["the same in another order", { JPY: "4.8", USD: "7.1234" }, []],
    ["the same in other words", { USD: "7.12340000", JPY: "4.80" }, []],
    ["a lower one, and one that goes", { USD: "7.1" }, []],
    ["one that rises by a hundred millionth", { USD: "7.12340001" }, ["USD 7.12340001"]],
    ["one of a new currency", { ...{ USD: "7.1234" }, EUR: "0.1" }, ["EUR 0.1"]],
    ["ten digits beside two", { JPY: "1234567.8" }, ["JPY 1234567.8"]],
  ])("%s", (_, rates, waits) => {
    const found = loosened(before, rules(rates as Record<string, string>));
    expect(found.map(({ field, after }) => [field, after])).toEqual(
      waits.map((rate) => ["currencyRate", rate]),
    );
  });
});

describe("rules that let one person give more", () => {
  it.each([
    ["a higher threshold", { adjust: { approvalAbovePoints: 10_001 } }, ["approvalAbovePoints"]],
    ["a lower threshold", { adjust: { approvalAbovePoints: 1 } }, []],
    ["more points a day", { limits: { pointsPerDay: 50_001 } }, ["pointsPerDay"]],
    ["fewer points a day", { limits: { pointsPerDay: 1 } }, []],
    ["tiers kept for more than a year", { tiers: { protectionMonths: 13 } }, ["protectionMonths"]],
    ["tiers kept for a year", { tiers: { protectionMonths: 12 } }, []],
    ["more pieces a day", { limits: { rewardPiecesPerDay: 1001 } }, ["rewardPiecesPerDay"]],
    ["more lifts by hand", { limits: { tierLiftsPerDay: 201 } }, ["tierLiftsPerDay"]],
    ["a lower price", { limits: { rewardCostMin: 9 } }, ["rewardCostMin"]],
    ["a higher lowest price", { limits: { rewardCostMin: 11 } }, []],
    ["10⁹ for a birthday", { earn: { birthdayPoints: 1_000_000_000 } }, ["actionPoints"]],
    ["200 for a birthday", { earn: { birthdayPoints: 200 } }, []],
    ["1,000 reviews a day", { earn: { reviewsPerDayMax: 1000 } }, ["actionPointsPerDay"]],
    ["201 before an order", { earn: { beforeOrderMax: 201 } }, ["beforeOrderPoints"]],
    ["birthday points without one", { earn: { birthdayNeedsOrder: false } }, []],
    [
      "201 birthday points without one",
      { earn: { birthdayNeedsOrder: false, birthdayPoints: 201 } },
      ["beforeOrderPoints"],
    ],
    ["90 reviews a day", { earn: { reviewsPerDayMax: 90 } }, []],
    [
      "200 invitations a month",
      { earn: { referralsPerMonthMax: 200 } },
      ["referralPointsPerMonth"],
    ],
    [
      "invitations that pay four times what they ask for",
      { earn: { referralPoints: 10_000, referralsPerMonthMax: 1 } },
      ["referralWorthBps"],
    ],
    [
      "invitations that ask for nothing",
      { earn: { referralMinimumMinor: 0 } },
      ["referralWorthBps"],
    ],
    ["invitations that ask for ¥10", { earn: { referralMinimumMinor: 1000 } }, []],
    ["invitations whose order need not stand", { earn: { referralWaitDays: 0 } }, []],
    [
      "1,000 dear reviews a day",
      { earn: { reviewPoints: 11, reviewsPerDayMax: 1000 } },
      ["actionPointsPerDay"],
    ],
    ["ten points a yuan", { earn: { pointsPerYuan: 10 } }, []],
    ["eleven points a yuan", { earn: { pointsPerYuan: 11 } }, ["giveBackBps"]],
    ["goods that earn ten times", { goods: { rules: [goods("PERCENT", 1000)] } }, []],
    [
      "two points a yuan, ten times for some",
      { earn: { pointsPerYuan: 2 }, goods: { rules: [goods("PERCENT", 1000)] } },
      ["giveBackBps"],
    ],
    [
      "six points a yuan, for gift cards too",
      { earn: { pointsPerYuan: 6 }, goods: { giftCardsEarn: true } },
      ["giveBackBps"],
    ],
    ["101 points a piece", { goods: { rules: [goods("PER_PIECE", 101)] } }, ["actionPoints"]],
    ["points that are worth twice", { redeem: { pointsPerYuanOff: 50 } }, ["pointsPerYuanOff"]],
    ["points that are worth half", { redeem: { pointsPerYuanOff: 200 } }, []],
    [
      "points that are worth a yuan each",
      { redeem: { pointsPerYuanOff: 1 } },
      ["referralWorthBps", "giveBackBps", "pointsPerYuanOff"],
    ],
    [
      "points worth more, none earned",
      { earn: { pointsPerYuan: 0 }, redeem: { pointsPerYuanOff: 1 } },
      ["referralWorthBps", "pointsPerYuanOff"],
    ],
  ])("are %s: %j", (_, change, fields) => {
    const found = loosened(programRules.parse({}), programRules.parse(change));
    expect(found.map(({ field }) => field)).toEqual(fields);
  });
});

describe("every rule there is", () => {
  const { autoEnrol: _, benefits: __, ...sections } = programRules.parse({});
  const others = (value: unknown): unknown[] => {
    if (typeof value === "number") return [1, 1_000_000_000];
    if (Array.isArray(value)) return [[goods("PER_PIECE", 100_000)]];
    return typeof value === "object" ? [{ any: 1_000_000_000 }] : [];
  };

  it("is judged by how much more it gives, or is known to give nothing more", () => {
    const before = programRules.parse({});
    const judges = (section: string, fields: object, name: string, value: unknown) =>
      loosened(before, { ...before, [section]: { ...fields, [name]: value } }).length > 0;
    const unjudged = Object.entries(sections).flatMap(([section, fields]) =>
      Object.entries(fields)
        .filter(
          ([name, value]) => !others(value).some((other) => judges(section, fields, name, other)),
        )
        .map(([name]) => `${section}.${name}`),
    );
    expect(unjudged).toEqual([
      "tiers.qualifyingPeriod",
      "earn.pendingDays",
      "earn.expiryMonths",
      "earn.reviewEnabled",
      "earn.shareEnabled",
      "earn.checkInEnabled",
      "earn.streakDays",
      "earn.makeUpCostPoints",
      "earn.birthdayEnabled",
      "earn.birthdayNeedsOrder",
      "earn.orderStandsDays",
      "earn.referralEnabled",
      "earn.referralWaitDays",
      "goods.discountsEarn",
      "goods.taxEarns",
      "goods.freightEarns",
      "goods.giftCardsEarn",
      "goods.minimumMinor",
      "goods.orderPointsMax",
      "goods.dayPointsMax",
      "goods.monthPointsMax",
      "goods.yearPointsMax",
      "redeem.orderShareMaxBps",
      "redeem.holdTtlSeconds",
      "redeem.restoreGraceDays",
      "coupons.noticeDays",
      "till.fixedCodeEnabled",
    ]);
  });
});

describe("what a ladder gives more than one person decides on", () => {
  const rules = programRules.parse({});
  const changed = (change: (rung: Rung, at: number) => Partial<Rung>): Ladder => {
    const [first, ...above] = LADDER.map((rung, at) => ({ ...rung, ...change(rung, at) }));
    if (!first) throw new Error("no tier");
    return [first, ...above];
  };

  it.each<[string, Ladder, unknown, string[]]>([
    ["nothing where nothing changes", LADDER, {}, []],
    ["nothing up to three tenths", changed(() => ({ discountRateBps: 7200 })), {}, []],
    ["every tier at a tenth of the price", changed(() => ({ discountRateBps: 1000 })), {}, ["0"]],
    [
      "points ×10 where each is worth a tenth",
      changed(() => ({ multiplierPct: 1000 })),
      { redeem: { pointsPerYuanOff: 10 } },
      ["0"],
    ],
  ])("%s", (_, ladder, change, found) => {
    const after = { ladder, rules: programRules.parse(change) };
    const changes = enriched({ ladder: LADDER, rules }, after);
    expect(changes.map(({ field }) => field)).toEqual(found.map(() => "tierWorthBps"));
    expect(enriched(after, after)).toEqual([]);
  });

  const YEARLY = { limit: 1, per: "year" as const };
  const benefit = (id: string, params: Record<string, unknown>, quota: object = YEARLY) => {
    const base = {
      id,
      type: "ANY",
      name: { "zh-CN": id, en: id },
      validFrom: null,
      validUntil: null,
    };
    return { ...base, enabled: true, params, quota };
  };

  it.each([
    [
      "two gifts of half as much",
      [benefit("A", { points: 5_000 }), benefit("B", { points: 5_000 })],
      [],
    ],
    [
      "one point more, of two gifts",
      [benefit("A", { points: 5_000 }), benefit("B", { points: 5_001 })],
      [{ field: "giftPoints", before: "0", after: "10001" }],
    ],
    [
      "each of its uses",
      [benefit("A", { points: 1_000 }, { limit: 11, per: "month" })],
      [{ field: "giftPoints", before: "0", after: "11000" }],
    ],
    [
      "by the day",
      [
        benefit("A", { points: 600 }, { limit: 1, per: "day" }),
        benefit("B", { points: 600 }, { limit: 1, per: "day" }),
      ],
      [{ field: "giftPointsPerDay", before: "0", after: "1200" }],
    ],
    [
      "coupons and things together",
      [benefit("A", { amountMinor: 600_000 }), benefit("B", { itemValueMinor: 400_001 })],
      [{ field: "giftMinor", before: "0", after: "1000001" }],
    ],
    [
      "what is switched off counts for nothing",
      [benefit("A", { points: 10_000 }), { ...benefit("B", { points: 10_000 }), enabled: false }],
      [],
    ],
  ])("gifts of a tier in sum: %s", (_, benefits, found) => {
    const ladder = changed(({ code }) => ({ benefits: code === "GOLD" ? ["A", "B"] : [] }));
    const after = { ladder, rules: programRules.parse({ benefits }) };
    expect(enriched({ ladder: LADDER, rules }, after)).toEqual(found);
    // Nothing more than before is nobody's decision.
    expect(enriched(after, after)).toEqual([]);
  });
});
