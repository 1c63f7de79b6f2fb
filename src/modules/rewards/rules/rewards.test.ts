import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { imageAddress } from "@/platform/picture-address";
import { orderPoints } from "../../points/rules/order-figures";
import type { Ladder, Rung } from "../../tiers/schema";
import { redemptionStatus } from "../schema/rewards";
import {
  addedPieces,
  checkAddress,
  checkStep,
  couponCode,
  higherTier,
  maskedCode,
  monthOf,
  type Offer,
  obstacle,
  type RewardFacts,
  reachedTiers,
  shelf,
  wayToGoal,
} from "./rewards";

const rung = (code: string, rank: number) => ({ code, rank }) as Rung;
const LADDER: Ladder = [rung("REGISTERED", 1), rung("BRONZE", 2), rung("SILVER", 3)];

const FINE: RewardFacts = {
  quantity: 2,
  pointsCost: 100,
  stock: 2,
  perMonth: 3,
  minTier: "BRONZE",
  usedThisMonth: 1,
  resetsAt: new Date("2026-07-31T16:00:00Z"),
  memberStatus: "ACTIVE",
  tierCode: "BRONZE",
  available: 200,
  uselessBenefit: null,
  unlimitedBenefit: null,
  uselessCoupon: null,
};

/** Each takes away what the ones before it left, so that the order of the rules shows. */
const IN_ORDER: [string, Partial<RewardFacts>, Record<string, unknown>][] = [
  ["MEMBER_STATUS_INVALID", { memberStatus: "FROZEN" }, { memberStatus: "FROZEN" }],
  ["BENEFIT_UNAVAILABLE", { uselessBenefit: "SHIP" }, { benefitId: "SHIP" }],
  ["BENEFIT_UNLIMITED", { unlimitedBenefit: "SHIP" }, { benefitId: "SHIP" }],
  ["COUPON_UNAVAILABLE", { uselessCoupon: 7 }, { definitionId: "7" }],
  ["OUT_OF_STOCK", { stock: 1 }, { stock: 1 }],
  ["TIER_TOO_LOW", { tierCode: "REGISTERED" }, { tierCode: "REGISTERED", minTier: "BRONZE" }],
  [
    "LIMIT_REACHED",
    { usedThisMonth: 2 },
    { limit: 3, used: 2, resetsAt: "2026-07-31T16:00:00.000Z" },
  ],
  ["INSUFFICIENT_POINTS", { available: 199 }, { required: 200, available: 199, shortage: 1 }],
];

describe("a reward", () => {
  it.each(IN_ORDER)("is refused as %s before what comes later", (reason, _, facts) => {
    const from = IN_ORDER.findIndex(([name]) => name === reason);
    const broken = Object.assign({}, FINE, ...IN_ORDER.slice(from).map(([, change]) => change));
    expect(obstacle(broken, LADDER)).toEqual({ reason, facts });
  });

  it("may be had at the very edge of everything", () => {
    expect(obstacle(FINE, LADDER)).toBeNull();
  });

  it.each([
    ["no stock to count", { stock: null }],
    ["no limit a month", { perMonth: null, usedThisMonth: 999 }],
    ["no tier", { minTier: null, tierCode: "REGISTERED" }],
    ["a tier above", { tierCode: "SILVER" }],
  ])("may be had with %s", (_, change) => {
    expect(obstacle({ ...FINE, ...change }, LADDER)).toBeNull();
  });

  it("for a tier that the ladder no longer has is for nobody", () => {
    const found = obstacle({ ...FINE, minTier: "PLATINUM", tierCode: "SILVER" }, LADDER);
    expect(found?.reason).toBe("TIER_TOO_LOW");
  });

  it.each([
    [true, null, "ON"],
    [true, 1, "ON"],
    [true, 0, "OUT_OF_STOCK"],
    [false, 5, "OFF"],
    [false, 0, "OFF"],
  ])("shelf %s with stock %s is %s", (onShelf, stock, seen) => {
    expect(shelf({ onShelf, stock })).toBe(seen);
  });

  it.each([
    ["PRODUCT", undefined, false],
    ["PRODUCT", {}, true],
    ["COUPON", {}, false],
    ["COUPON", undefined, true],
    ["BENEFIT_PASS", {}, false],
  ] as const)("%s with address %s: %s", (kind, address, fine) => {
    const check = () => checkAddress(kind, address);
    if (fine) expect(check).not.toThrow();
    else expect(check).toThrow(expect.objectContaining({ domainCode: "VALIDATION_FAILED" }));
  });

  it.each([
    ["/rewards/canvas-bag.svg", true],
    ["https://img.shop.example/bag.jpg?w=400", true],
    ["http://img.shop.example/bag.jpg", false],
    ["/rewards/../secret.svg", false],
    ["/rewards/bag.png", false],
    ["//evil.example/bag.svg", false],
    ["javascript:alert(1)", false],
    ["https://user:pass@img.shop.example/bag.jpg", false],
    ["https://img.shop.example/a b.jpg", false],
    ["data:image/svg+xml,<svg/>", false],
  ])("picture at %s: %s", (address, fine) => {
    expect(imageAddress.safeParse(address).success).toBe(fine);
  });
});

describe("a redemption", () => {
  const STEPS = [
    ...["PENDING SHIPPED", "PENDING CANCELLED", "SHIPPED DONE", "SHIPPED RETURNED"],
    ...["SHIPPED PENDING", "DONE RETURNED", "DONE PENDING"],
  ];
  const pairs = redemptionStatus.options.flatMap((from) =>
    redemptionStatus.options.map((to) => [from, to] as const),
  );

  it.each(pairs)("%s → %s goes forward, or comes back", (from, to) => {
    const step = () => checkStep(from, to);
    if (STEPS.includes(`${from} ${to}`)) expect(step).not.toThrow();
    else
      expect(step).toThrow(
        expect.objectContaining({ facts: { redemptionStatus: from, wanted: to } }),
      );
  });

  it("counts in the month of the program’s own zone", () => {
    const justBefore = new Date("2026-06-30T15:59:59.999Z");
    const justAfter = new Date("2026-06-30T16:00:00Z");
    expect(monthOf(justBefore, "Asia/Shanghai")).toEqual({ month: "2026-06", resetsAt: justAfter });
    expect(monthOf(justAfter, "Asia/Shanghai").month).toBe("2026-07");
  });

  it("gives codes in letters that are not mistaken for others", () => {
    const code = couponCode(Uint8Array.from({ length: 16 }, (_, index) => 255 - index * 15));
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/);
  });
});

const OFFER: Offer = {
  kind: "COUPON",
  name: { "zh-CN": "十元券", en: "Ten off" },
  pointsCost: 100,
  stock: 50,
  onShelf: true,
  benefitId: null,
  passUses: null,
  passDays: null,
  couponVersionId: null,
};

const PASS = {
  kind: "BENEFIT_PASS" as const,
  benefitId: "FREE_SHIPPING",
  passUses: 1000,
  passDays: 30,
};

describe("how far a goal is", () => {
  const rate = { pointsPerYuan: 1, multiplierPct: 150 };
  const has = (available: number, pending = 0, owed = 0) => ({ available, pending, owed });
  const way = (missingPoints: number, pendingPoints: number, spendMinor: number | null) => ({
    missingPoints,
    pendingPoints,
    spendMinor,
  });

  it.each([
    ["the tier’s rate brings the rest", has(1639), rate, way(161, 0, 10_800)],
    ["nothing is missing", has(1800), rate, way(0, 0, 0)],
    ["there is more than enough", has(9000, 50), rate, way(0, 0, 0)],
    ["points on their way are some of it", has(1600, 100), rate, way(200, 100, 6700)],
    ["points on their way are all of it", has(1600, 900), rate, way(200, 200, 0)],
    ["points are owed", has(0, 0, 30), rate, way(1830, 0, 122_000)],
    ["a yuan brings several", has(1700), { ...rate, pointsPerYuan: 3 }, way(100, 0, 2300)],
    ["orders bring nothing", has(1700), { ...rate, pointsPerYuan: 0 }, way(100, 0, null)],
    ["the tier earns nothing", has(1700), { ...rate, multiplierPct: 0 }, way(100, 0, null)],
  ])("where %s", (_, accounts, by, expected) => {
    expect(wayToGoal(1800, accounts, by)).toEqual(expected);
  });

  it("says the least whole yuan whose order brings it", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000_000 }),
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 100, max: 1000 }),
        (points, pointsPerYuan, multiplierPct) => {
          const { spendMinor } = wayToGoal(points, has(0), { pointsPerYuan, multiplierPct });
          const earned = (paidAmountMinor: number) =>
            orderPoints({ paidAmountMinor, pointsPerYuan, multiplierPct, boostPct: 100 }).points;
          expect(spendMinor).not.toBeNull();
          expect(earned(spendMinor ?? 0)).toBeGreaterThanOrEqual(points);
          expect(earned((spendMinor ?? 0) - 100)).toBeLessThan(points);
        },
      ),
    );
  });
});

describe("the tiers that are reached", () => {
  it.each([
    ["REGISTERED", ["REGISTERED"]],
    ["BRONZE", ["REGISTERED", "BRONZE"]],
    ["SILVER", ["REGISTERED", "BRONZE", "SILVER"]],
    ["GONE", ["REGISTERED"]],
  ])("of %s are %j", (code, reached) => {
    expect(reachedTiers(LADDER, code)).toEqual(reached);
  });
});

describe("the higher of two tiers", () => {
  it.each([
    [null, null, null],
    ["BRONZE", null, "BRONZE"],
    [null, "SILVER", "SILVER"],
    ["BRONZE", "SILVER", "SILVER"],
    ["SILVER", "BRONZE", "SILVER"],
    ["SILVER", "GONE", "GONE"],
    ["GONE", "SILVER", "GONE"],
  ])("of %s and %s is %s", (one, other, higher) => {
    expect(higherTier(LADDER, one, other)).toBe(higher);
  });
});

describe("pieces that a change puts on the shelf", () => {
  it.each<[string, Partial<Offer> | null, Partial<Offer>, number | null]>([
    ["all of a new one", null, {}, 50],
    ["none off the shelf", null, { onShelf: false, stock: null, pointsCost: 1 }, 0],
    ["those that are more", {}, { stock: 70 }, 20],
    ["none where they are fewer", {}, { stock: 10 }, 0],
    ["none where it costs more", {}, { pointsCost: 200 }, 0],
    ["all where it costs less", {}, { pointsCost: 90 }, 50],
    ["all where it was off the shelf", { onShelf: false }, {}, 50],
    ["all where it is another thing", {}, { name: { "zh-CN": "手机", en: "Ten off" } }, 50],
    [
      "all where it is another thing in one language",
      {},
      { name: { "zh-CN": "十元券", en: "Phone" } },
      50,
    ],
    ["all where it issues another coupon", {}, { couponVersionId: 7 }, 50],
    ["without number", {}, { stock: null }, null],
    ["below the lowest price", null, { pointsCost: 9 }, null],
    ["each use of a pass", null, { ...PASS, stock: 5 }, 5000],
    ["each use of the passes that are more", PASS, { ...PASS, stock: 52 }, 2000],
    ["all uses where a pass has more of them", { ...PASS, passUses: 999 }, PASS, 50_000],
    [
      "none where nothing of it is new, as cheap as it was",
      { pointsCost: 1 },
      { pointsCost: 1 },
      0,
    ],
    ["none where it had no number", { stock: null }, { stock: null, perMonth: 5 } as object, 0],
    [
      "without number where that costs less",
      { stock: null },
      { stock: null, pointsCost: 90 },
      null,
    ],
  ])("are %s", (_, before, after, pieces) => {
    const was = before && { ...OFFER, ...before };
    expect(addedPieces(was, { ...OFFER, ...after }, 10)).toBe(pieces);
  });
});

describe("a code for those who must not use it", () => {
  it("shows how it ends", () => {
    expect(maskedCode("AB12-CD34-EF56")).toBe("••••-••••-EF56");
  });
});
