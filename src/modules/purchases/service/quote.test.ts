import { describe, expect, it } from "vitest";
import { as, at, memberCaller, OPERATOR, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { accountsOf, bought, fresh } from "@/testing/factories";
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
