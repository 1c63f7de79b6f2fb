import { describe, expect, it } from "vitest";
import { as, at, memberCaller, OPERATOR, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { accountsOf, bought, fresh, refunded } from "@/testing/factories";
import { useBusinessTime, useProgram } from "@/testing/program";
import { enrol } from "../../members/service/members";
import { payWithPoints } from "../../points/service/pay-with-points";
import { assignTier } from "../../tiers/service/assign";

const TODAY = "2026-05-10T04:00:00Z";

async function memberAt(tierCode: string, points = 0): Promise<number> {
  const { id } = await at(TODAY, (work) =>
    enrol(work, { externalId: fresh("q"), birthday: "1990-05-17" }),
  );
  if (points > 0) await bought(id, { yuan: points, now: TODAY });
  const by = { tierCode, reason: "VIP", keepUntil: null };
  await at(TODAY, (work) => assignTier(work, { memberId: id }, by));
  return id;
}

function quoted(memberId: number, orderAmountMinor: number, shippingMinor = 0) {
  const input = { memberId: String(memberId), orderAmountMinor, shippingMinor };
  return as(SERVICE).orders.quote(input);
}

describe("the quote for a checkout", () => {
  useDatabase();
  useProgram({});
  useBusinessTime(TODAY);

  it.each([
    ["REGISTERED", 39_900, 39_900, 399, "BRONZE", 37_905, 379],
    ["BRONZE", 39_900, 37_905, 379, "SILVER", 35_910, 430],
    ["SILVER", 39_900, 35_910, 430, "GOLD", 33_915, 508],
    ["GOLD", 39_900, 33_915, 508, "DIAMOND", 31_920, 638],
    ["GOLD", 39_999, 33_999, 508, "DIAMOND", 31_999, 638],
    ["GOLD", 1, 0, 0, "DIAMOND", 0, 0],
  ])(
    "at %s an order of %d costs %d and earns %d",
    async (tier, amount, price, points, next, nextPrice, nextPoints) => {
      const answer = await quoted(await memberAt(tier), amount);
      expect(answer).toMatchObject({
        tier: { code: tier },
        tierPriceMinor: price,
        pointsToEarn: points,
        maxPoints: 0,
        maxPointsDiscountMinor: 0,
        nextTier: { code: next, tierPriceMinor: nextPrice, pointsToEarn: nextPoints },
      });
    },
  );

  it("has no next tier at the top", async () => {
    const answer = await quoted(await memberAt("DIAMOND"), 39_900);
    expect(answer).toMatchObject({ tierPriceMinor: 31_920, pointsToEarn: 638, nextTier: null });
  });

  it("tells what each benefit is worth for the order, or why not", async () => {
    const { benefits } = await quoted(await memberAt("GOLD"), 39_900, 1200);
    const byTier = { usable: true, by: "tier", pass: null, reason: null };
    expect(benefits.map(({ name, ...rest }) => rest)).toEqual([
      { benefitId: "DISCOUNT", type: "DISCOUNT", ...byTier, valueMinor: 5985 },
      { benefitId: "BIRTHDAY_GIFT", type: "BIRTHDAY_GIFT", ...byTier, valueMinor: 0 },
      { benefitId: "FREE_SHIPPING", type: "FREE_SHIPPING", ...byTier, valueMinor: 1200 },
      { benefitId: "DEDICATED_SERVICE", type: "DEDICATED_SERVICE", ...byTier, valueMinor: 0 },
    ]);
  });

  it.each([
    ["the cap of the tier’s price", 20_000, 39_900, 10_174],
    ["what the member has", 500, 39_900, 500],
  ])("offers points up to %s, and no more are taken", async (_, points, amount, maxPoints) => {
    const id = await memberAt("GOLD", points);
    const { available } = await accountsOf(id);
    const most = Math.min(available, maxPoints);
    const answer = await quoted(id, amount);
    expect(answer).toMatchObject({ maxPoints: most, maxPointsDiscountMinor: most });
    const use = { points: most, orderId: fresh("o"), orderAmountMinor: answer.tierPriceMinor };
    expect(await at(TODAY, (work) => payWithPoints(work, { memberId: id }, use))).toMatchObject({
      pointsUsed: most,
      discountMinor: answer.maxPointsDiscountMinor,
    });
  });

  it("is what the order then costs and earns", async () => {
    const id = await memberAt("SILVER");
    const { tierPriceMinor, pointsToEarn } = await quoted(id, 39_900);
    await bought(id, { yuan: tierPriceMinor / 100, now: TODAY });
    expect(await accountsOf(id)).toMatchObject({ available: pointsToEarn });
  });

  it("gives a frozen member no benefits and no points to spend, and still points to earn", async () => {
    const id = await memberAt("GOLD", 500);
    const frozen = { memberId: String(id), status: "FROZEN", reason: "checked" } as const;
    await as(OPERATOR).members.setStatus(frozen);
    const answer = await quoted(id, 10_000, 1000);
    expect(answer).toMatchObject({ tierPriceMinor: 10_000, maxPoints: 0, pointsToEarn: 150 });
    expect(answer.benefits.every(({ usable }) => !usable)).toBe(true);
  });

  it("is the member’s own to ask for, and uses nothing", async () => {
    const id = await memberAt("GOLD");
    const own = await as(memberCaller(id)).orders.quote({ orderAmountMinor: 39_900 });
    expect(own).toEqual(await quoted(id, 39_900));
    expect(await as(memberCaller(id)).orders.quote({ orderAmountMinor: 39_900 })).toEqual(own);
  });

  it("beyond what one order may earn is a fault of the input", async () => {
    await expect(quoted(await memberAt("DIAMOND"), 1_000_000_000_000)).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
    });
  });
});

describe("the quote under benefits that multiply or are switched off", () => {
  useDatabase();
  const standing = { enabled: true, validFrom: null, validUntil: null, quota: null };
  useProgram(
    {
      benefits: [
        {
          ...standing,
          id: "PRICE",
          type: "DISCOUNT",
          name: { "zh-CN": "价", en: "Price" },
          params: {},
          enabled: false,
        },
        {
          ...standing,
          id: "TRIPLE",
          type: "POINTS_MULTIPLIER",
          name: { "zh-CN": "三倍", en: "Triple" },
          params: { multiplierPct: 300 },
        },
      ],
    },
    (rung) => ({ ...rung, benefits: rung.code === "DIAMOND" ? ["TRIPLE"] : [] }),
  );
  useBusinessTime(TODAY);

  it("says what the next tier’s multiplier would bring, and no price that nobody gets", async () => {
    expect(await quoted(await memberAt("GOLD"), 10_000)).toMatchObject({
      tierPriceMinor: 10_000,
      pointsToEarn: 150,
      nextTier: { tierPriceMinor: 10_000, pointsToEarn: 600 },
    });
  });
});

describe("the quote for a checkout with points", () => {
  useDatabase();
  useProgram({});
  useBusinessTime(TODAY);

  const paying = async (memberId: number, input: { orderId?: string; points?: number } = {}) => {
    const quote = { orderAmountMinor: 10_000, ...input };
    return (await as(memberCaller(memberId)).orders.quote(quote)).payWithPoints;
  };

  it("tells what so many are worth, what is left to pay and what that earns", async () => {
    const id = await memberAt("GOLD", 5000);
    const { available } = await accountsOf(id);
    expect(await paying(id)).toEqual({
      points: 0,
      discountMinor: 0,
      toPayMinor: 8500,
      pointsToEarn: 127,
      mostPoints: 2550,
      capPoints: 2550,
      reason: null,
      pointsPerYuanOff: 100,
      available,
      owed: 0,
      held: null,
      redeemed: null,
    });
    expect(await paying(id, { points: 1050 })).toMatchObject({
      points: 1050,
      discountMinor: 1050,
      toPayMinor: 7450,
      pointsToEarn: 111,
    });
    expect(await paying(id, { points: 9999 })).toMatchObject({ points: 2550, toPayMinor: 5950 });
  });

  it("counts what is held for the order, tells it until it ends, and then what was spent", async () => {
    const id = await memberAt("REGISTERED", 1000);
    const orderId = fresh("o");
    const hold = { points: 900, orderId, orderAmountMinor: 10_000 };
    const own = await as(memberCaller(id)).points.hold(hold);
    expect(await paying(id, { orderId })).toMatchObject({
      points: 900,
      discountMinor: 900,
      toPayMinor: 9100,
      pointsToEarn: 91,
      mostPoints: 1000,
      available: 100,
      held: {
        holdId: own.holdId,
        points: 900,
        orderAmountMinor: 10_000,
        secondsLeft: 900,
        byService: false,
      },
    });
    expect(await paying(id, { orderId, points: 950 })).toMatchObject({ points: 950 });
    expect(await paying(id)).toMatchObject({ held: null, mostPoints: 100 });
    const part = { holdId: own.holdId, orderId, points: 400, orderAmountMinor: 10_000 };
    await as(SERVICE).points.capture(part);
    expect(await paying(id, { orderId })).toMatchObject({
      points: 400,
      toPayMinor: 9600,
      held: null,
      redeemed: { points: 400, discountMinor: 400 },
    });
  });

  it("tells nothing of what somebody else holds or spent on the order", async () => {
    const [one, other] = [await memberAt("REGISTERED", 500), await memberAt("REGISTERED", 500)];
    const orderId = fresh("o");
    const hold = { memberId: String(one), points: 100, orderId, orderAmountMinor: 10_000 };
    const held = await as(SERVICE).points.hold(hold);
    expect(await paying(other, { orderId })).toMatchObject({ held: null, redeemed: null });
    await as(SERVICE).points.capture({ holdId: held.holdId });
    expect(await paying(other, { orderId })).toMatchObject({ held: null, redeemed: null });
  });

  it("says why no points may pay", async () => {
    expect(await paying(await memberAt("REGISTERED"))).toMatchObject({
      mostPoints: 0,
      reason: "NO_POINTS",
    });
    const spent = await memberAt("REGISTERED");
    const { orderId } = await bought(spent, { yuan: 100, now: TODAY });
    const use = { points: 60, orderId: fresh("o"), orderAmountMinor: 100_000 };
    await at(TODAY, (work) => payWithPoints(work, { memberId: spent }, use));
    await refunded(spent, { orderId, yuan: 100, now: TODAY });
    expect(await paying(spent)).toMatchObject({ mostPoints: 0, reason: "POINTS_OWED", owed: 60 });
  });
});
