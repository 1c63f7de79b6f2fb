import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { asDomainError } from "@/platform/errors";
import { ADMIN, as, at, keyed, memberCaller, OPERATOR, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { accountsOf, bought, countOf, enrolled, fresh } from "@/testing/factories";
import { everyItem } from "@/testing/lists";
import { useBusinessTime } from "@/testing/program";
import { verifyLedger } from "../../points/service/verify";
import type { BenefitDefinition } from "../../program/schema/rules";
import { activateVersion, activeProgram, insertVersion } from "../../program/service";
import { insertLadder, ladderOfVersion } from "../../tiers/service/ladder";
import { createInput, type NewReward } from "../schema/managed";
import { cancelRedemption } from "./fulfil";
import { createReward } from "./manage";
import { takeReward } from "./take-reward";

const TODAY = "2026-07-01T04:00:00Z";
const HOME = { name: "林夏", phone: "13800001234", region: "浙江省杭州市", line: "文三路 1 号" };

async function reward(changes: Partial<NewReward> = {}) {
  const wanted = createInput.parse({
    kind: "PRODUCT",
    name: { "zh-CN": "帆布包", en: "Canvas bag" },
    pointsCost: 100,
    onShelf: true,
    stock: 10,
    ...changes,
  });
  const { rewardId } = await at(TODAY, (work) => createReward(work, wanted));
  return String(rewardId);
}

async function rich(points = 1000) {
  const member = await enrolled();
  await bought(member.id, { yuan: points, now: TODAY });
  return { id: member.id, externalId: member.externalId ?? "", caller: memberCaller(member.id) };
}

async function stockOf(rewardId: string) {
  const row = await reader.row<{ stock: number | null }>("SELECT stock FROM reward WHERE id = ?", [
    Number(rewardId),
  ]);
  return row?.stock;
}

/** Publishes the benefits changed; what is returned brings the first version back. */
async function underRules(change: (benefits: BenefitDefinition[]) => BenefitDefinition[]) {
  const first = await activeProgram(reader);
  await at(TODAY, async (work) => {
    const rules = { ...first.rules, benefits: change(first.rules.benefits) };
    const versionId = await insertVersion(work, rules, "for a test");
    insertLadder(work, versionId, await ladderOfVersion(work.tx, first.versionId));
    await activateVersion(work, versionId);
  });
  return () => at(TODAY, (work) => activateVersion(work, first.versionId));
}

async function faultsOf(...ids: number[]) {
  const { checks } = await verifyLedger(reader);
  return checks.flatMap(({ violations }) => violations.filter((one) => ids.includes(one.memberId)));
}

/** What came of many at once: how many got it, and by which codes the others were refused. */
async function outcomes(acts: Promise<unknown>[]) {
  const results = await Promise.allSettled(acts);
  const codes = results.flatMap((result) =>
    result.status === "rejected" ? [asDomainError(result.reason)?.domainCode ?? "?"] : [],
  );
  return { done: results.length - codes.length, codes: [...new Set(codes)].sort() };
}

describe("taking a reward for points", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("takes points and stock in one step and says so everywhere", async () => {
    const { id, caller } = await rich();
    const rewardId = await reward();
    const answer = await keyed(caller).rewards.redeem({
      rewardId,
      quantity: 2,
      deliveryAddress: HOME,
    });
    expect(answer).toMatchObject({
      rewardName: "Canvas bag",
      pointsCost: 200,
      available: 800,
      status: "PENDING",
      couponCodes: [],
      pass: null,
    });
    expect(await stockOf(rewardId)).toBe(8);
    const { items } = await as(caller).points.transactions({ type: "REDEEM" });
    expect(items).toMatchObject([
      {
        points: -200,
        balanceAfter: 800,
        referenceType: "REDEMPTION",
        referenceId: answer.redemptionId,
        breakdown: { rewardName: "帆布包", rewardNameEn: "Canvas bag", quantity: 2 },
      },
    ]);
    const why = await as(caller).points.explain({});
    expect(why.accounts.available.lines.at(-1)?.breakdown).toMatchObject({ rewardName: "帆布包" });
    expect(await countOf("outbox_event", "memberId = ? AND type = 'reward.redeemed'", [id])).toBe(
      1,
    );
    expect(await faultsOf(id)).toEqual([]);
  });

  it("gives a coupon’s codes at once, one for each piece, and shows them again", async () => {
    const { caller } = await rich();
    const rewardId = await reward({ kind: "COUPON" });
    const answer = await keyed(caller).rewards.redeem({ rewardId, quantity: 3 });
    expect(answer.status).toBe("DONE");
    expect(new Set(answer.couponCodes).size).toBe(3);
    const { items } = await as(caller).rewards.redemptions({});
    expect(items[0]?.couponCodes.sort()).toEqual([...answer.couponCodes].sort());
  });

  it("gives the right to a benefit for its uses until the end of its days", async () => {
    const { caller } = await rich();
    const rewardId = await reward({
      kind: "BENEFIT_PASS",
      benefitId: "FREE_SHIPPING",
      passUses: 3,
      passDays: 30,
    });
    const pass = {
      benefitId: "FREE_SHIPPING",
      usesLeft: 6,
      validUntil: "2026-07-31T16:00:00.000Z",
    };
    const answer = await keyed(caller).rewards.redeem({ rewardId, quantity: 2 });
    expect(answer).toMatchObject({ status: "DONE", pass });
    expect((await as(caller).rewards.redemptions({})).items).toMatchObject([{ pass }]);
  });

  it.each([
    ["a reward that is not there", async () => ({ rewardId: "999999999" }), "REWARD_NOT_FOUND"],
    [
      "one that is off the shelf",
      async () => ({ rewardId: await reward({ onShelf: false }) }),
      "REWARD_NOT_FOUND",
    ],
    [
      "a product without an address",
      async () => ({ rewardId: await reward(), deliveryAddress: undefined }),
      "VALIDATION_FAILED",
    ],
    [
      "a tier too low",
      async () => ({ rewardId: await reward({ minTier: "DIAMOND" }) }),
      "REWARD_UNAVAILABLE",
    ],
    [
      "more than there is",
      async () => ({ rewardId: await reward({ stock: 1 }), quantity: 2 }),
      "OUT_OF_STOCK",
    ],
    [
      "more than the month allows",
      async () => ({ rewardId: await reward({ perMonth: 1 }), quantity: 2 }),
      "LIMIT_REACHED",
    ],
    [
      "more points than there are",
      async () => ({ rewardId: await reward({ pointsCost: 1001 }) }),
      "INSUFFICIENT_POINTS",
    ],
    [
      "more points than one act may move",
      async () => ({ rewardId: await reward({ pointsCost: 1_000_000_000 }), quantity: 2 }),
      "VALIDATION_FAILED",
    ],
  ])("refuses %s and writes nothing", async (_, inputOf, domainCode) => {
    const { id, caller } = await rich();
    const input = { deliveryAddress: HOME, ...(await inputOf()) };
    await expect(keyed(caller).rewards.redeem(input)).rejects.toMatchObject({ domainCode });
    expect(await countOf("reward_redemption", "memberId = ?", [id])).toBe(0);
    expect(await accountsOf(id)).toMatchObject({ available: 1000 });
  });

  it("is refused to a frozen member", async () => {
    const { id, caller } = await rich();
    const rewardId = await reward();
    await as(OPERATOR).members.setStatus({ memberId: String(id), status: "FROZEN", reason: "x" });
    await expect(
      keyed(caller).rewards.redeem({ rewardId, deliveryAddress: HOME }),
    ).rejects.toMatchObject({ domainCode: "MEMBER_STATUS_INVALID" });
  });

  it("answers the same under the same key and takes once", async () => {
    const { id, caller } = await rich();
    const rewardId = await reward();
    const idempotencyKey = fresh("key");
    const once = () =>
      as(caller, { idempotencyKey }).rewards.redeem({ rewardId, deliveryAddress: HOME });
    const first = await once();
    expect(await once()).toEqual(first);
    expect(await stockOf(rewardId)).toBe(9);
    expect(await accountsOf(id)).toMatchObject({ available: 900 });
  });

  it("is refused without a key, and two at once under one key buy once", async () => {
    const { id, caller, externalId } = await rich();
    const rewardId = await reward();
    const wanted = { rewardId, deliveryAddress: HOME };
    const unnamed = [
      () => as(caller).rewards.redeem(wanted),
      () => as(SERVICE).rewards.redeem({ ...wanted, externalId }),
    ];
    for (const buy of unnamed) {
      await expect(buy()).rejects.toMatchObject({
        domainCode: "VALIDATION_FAILED",
        errors: [{ path: "idempotency-key", message: "required" }],
      });
    }
    expect(await stockOf(rewardId)).toBe(10);
    const idempotencyKey = fresh("key");
    const once = () => as(caller, { idempotencyKey }).rewards.redeem(wanted);
    const answers = await Promise.all(Array.from({ length: 16 }, once));
    expect(new Set(answers.map(({ redemptionId }) => redemptionId)).size).toBe(1);
    expect(await accountsOf(id)).toMatchObject({ available: 900 });
  });

  it("called off by the member after the points’ end keeps none of them alive; by the shop it does", async () => {
    const [EARNED, BOUGHT, LATE] = ["2026-07-01T04:00Z", "2028-07-01T04:00Z", "2028-07-03T04:00Z"];
    const rewardId = Number(await reward());
    const spend = async () => {
      const { id } = await enrolled();
      await bought(id, { yuan: 100, now: EARNED });
      const wanted = { rewardId, quantity: 1, deliveryAddress: HOME };
      const { redemptionId } = await at(BOUGHT, (work) =>
        takeReward(work, { memberId: id }, wanted),
      );
      return { id, redemptionId };
    };
    const [own, shops] = [await spend(), await spend()];
    for (const _ of [1, 2]) {
      expect(
        await at(LATE, (work) => cancelRedemption(work, own.redemptionId, null)),
      ).toMatchObject({ pointsRestored: 100, available: 0 });
    }
    expect(await accountsOf(own.id)).toMatchObject({ available: 0 });
    const entry = "memberId = ? AND type = 'EXPIRE' AND effectiveAt = ?";
    expect(await countOf("points_entry", entry, [own.id, "2028-07-03 04:00:00.000"])).toBe(1);
    await at(LATE, (work) => cancelRedemption(work, shops.redemptionId, "sold out"));
    expect(await accountsOf(shops.id)).toMatchObject({ available: 100 });
    expect(await faultsOf(own.id, shops.id)).toEqual([]);
  });

  it("works for a service that names the member", async () => {
    const { externalId } = await rich();
    const rewardId = await reward({ kind: "COUPON" });
    const answer = await keyed(SERVICE).rewards.redeem({ rewardId, externalId });
    expect(answer.available).toBe(900);
  });

  it("starts the monthly limit anew with the business month", async () => {
    const { id } = await rich();
    const rewardId = Number(await reward({ kind: "COUPON", perMonth: 1 }));
    const redeem = (now: string) =>
      at(now, (work) =>
        takeReward(work, { memberId: id }, { rewardId, quantity: 1, deliveryAddress: undefined }),
      );
    await redeem("2026-07-31T15:59:59Z");
    await expect(redeem("2026-07-31T15:59:59Z")).rejects.toMatchObject({
      facts: { limit: 1, used: 1, resetsAt: "2026-07-31T16:00:00.000Z" },
    });
    await redeem("2026-07-31T16:00:00Z");
  });

  it("sells no pass of what the tier gives without limit, and says so before", async () => {
    const passes = { kind: "BENEFIT_PASS", passUses: 1, passDays: 30, sortOrder: -99_600 } as const;
    const [shipping, dispatch, gift] = await Promise.all(
      ["FREE_SHIPPING", "PRIORITY_DISPATCH", "BIRTHDAY_GIFT"].map((benefitId) =>
        reward({ ...passes, benefitId }),
      ),
    );
    const offers = async ({ caller }: Awaited<ReturnType<typeof rich>>) => {
      const items = await everyItem((page) => as(caller).rewards.list(page));
      return [shipping, dispatch, gift].map(
        (rewardId) => items.find((item) => item.rewardId === rewardId)?.reason,
      );
    };
    // BRONZE has no free shipping; SILVER has it for every order, and a birthday gift once a year.
    const [bronze, silver] = [await rich(600), await rich(2500)];
    expect(await offers(bronze)).toEqual([null, null, null]);
    expect(await offers(silver)).toEqual(["BENEFIT_UNLIMITED", null, null]);
    await expect(
      keyed(silver.caller).rewards.redeem({ rewardId: shipping ?? "" }),
    ).rejects.toMatchObject({
      domainCode: "REWARD_UNAVAILABLE",
      facts: { reason: "BENEFIT_UNLIMITED", benefitId: "FREE_SHIPPING" },
    });
    expect(await accountsOf(silver.id)).toMatchObject({ available: 2500 });
    await keyed(silver.caller).rewards.redeem({ rewardId: gift ?? "" });
  });

  it("sells no pass of a benefit that is over, switched off or gone", async () => {
    const passes = { kind: "BENEFIT_PASS", passUses: 1, passDays: 30, sortOrder: -99_500 } as const;
    const sold = ["FREE_SHIPPING", "BIRTHDAY_GIFT", "PRIORITY_DISPATCH", "DEDICATED_SERVICE"];
    const [fine = "", off = "", over = "", gone = ""] = await Promise.all(
      sold.map((benefitId) => reward({ ...passes, benefitId })),
    );
    const rules = { off: "BIRTHDAY_GIFT", over: "PRIORITY_DISPATCH", gone: "DEDICATED_SERVICE" };
    const back = await underRules((benefits) =>
      benefits
        .filter(({ id }) => id !== rules.gone)
        .map((benefit) => (benefit.id === rules.off ? { ...benefit, enabled: false } : benefit))
        .map((benefit) =>
          benefit.id === rules.over ? { ...benefit, validUntil: TODAY } : benefit,
        ),
    );
    try {
      const { id, caller } = await rich();
      const items = await everyItem((page) => as(caller).rewards.list(page));
      for (const rewardId of [off, over, gone]) {
        expect(items.find((item) => item.rewardId === rewardId)).toMatchObject({
          redeemable: false,
          reason: "BENEFIT_UNAVAILABLE",
        });
        await expect(keyed(caller).rewards.redeem({ rewardId })).rejects.toMatchObject({
          domainCode: "REWARD_UNAVAILABLE",
          facts: { reason: "BENEFIT_UNAVAILABLE" },
        });
      }
      expect(items.find((item) => item.rewardId === fine)).toMatchObject({ redeemable: true });
      await keyed(caller).rewards.redeem({ rewardId: fine });
      expect(await accountsOf(id)).toMatchObject({ available: 900 });
    } finally {
      await back();
    }
  });

  it("shows what is on the shelf with the reason why not", async () => {
    const { caller } = await rich(50);
    const sold = await reward({ stock: 0, sortOrder: -99_000 });
    const dear = await reward({ sortOrder: -99_000, pointsCost: 51 });
    const fine = await reward({ sortOrder: -99_000, pointsCost: 50, stock: null });
    const items = await everyItem((page) => as(caller).rewards.list(page));
    const seen = (wanted: string) => items.find(({ rewardId }) => rewardId === wanted);
    expect(seen(sold)).toBeUndefined();
    expect(seen(dear)).toMatchObject({ redeemable: false, reason: "INSUFFICIENT_POINTS" });
    expect(seen(fine)).toMatchObject({ redeemable: true, reason: null, stock: null });
    await as(OPERATOR).rewards.changeStock({ rewardId: sold, by: 1, reason: "more came" });
    const again = await everyItem((page) => as(caller).rewards.list(page));
    expect(again.map(({ rewardId }) => rewardId)).toContain(sold);
    const pages = await as(caller).rewards.list({ limit: 1 });
    const next = await as(caller).rewards.list({ limit: 1, cursor: pages.nextCursor ?? "" });
    expect(next.items[0]?.rewardId).not.toBe(pages.items[0]?.rewardId);
    await expect(as(caller).rewards.list({ cursor: "1~x" })).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
    });
  });
});

describe("at the same moment", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("sixty-four members take the last item once", async () => {
    const members = await Promise.all(Array.from({ length: 64 }, () => rich(100)));
    const rewardId = await reward({ stock: 1 });
    const acts = members.map(({ caller }) =>
      keyed(caller).rewards.redeem({ rewardId, deliveryAddress: HOME }),
    );
    expect(await outcomes(acts)).toEqual({ done: 1, codes: ["OUT_OF_STOCK"] });
    expect(await stockOf(rewardId)).toBe(0);
    const left = await Promise.all(members.map(({ id }) => accountsOf(id)));
    expect(left.reduce((sum, { available }) => sum + available, 0)).toBe(6300);
    expect(await faultsOf(...members.map(({ id }) => id))).toEqual([]);
  });

  it("a member’s last points go for one of two rewards", async () => {
    const { id, caller } = await rich(100);
    const two = [await reward({ kind: "COUPON" }), await reward({ kind: "COUPON" })];
    const acts = two.flatMap((rewardId) =>
      Array.from({ length: 8 }, () => keyed(caller).rewards.redeem({ rewardId })),
    );
    expect(await outcomes(acts)).toEqual({ done: 1, codes: ["INSUFFICIENT_POINTS"] });
    expect(await accountsOf(id)).toMatchObject({ available: 0 });
    expect((await stockOf(two[0] ?? "")) ?? 0).toBeGreaterThanOrEqual(9);
  });

  it("the monthly limit is kept to the piece", async () => {
    const { caller } = await rich(5000);
    const rewardId = await reward({ kind: "COUPON", stock: null, perMonth: 5 });
    const acts = Array.from({ length: 24 }, () => keyed(caller).rewards.redeem({ rewardId }));
    expect(await outcomes(acts)).toEqual({ done: 5, codes: ["LIMIT_REACHED"] });
  });

  it("cancelling and shipping end a redemption in one way", async () => {
    for (let round = 0; round < 6; round++) {
      const { id, caller } = await rich(100);
      const rewardId = await reward({ stock: 1 });
      const { redemptionId } = await keyed(caller).rewards.redeem({
        rewardId,
        deliveryAddress: HOME,
      });
      const parcel = { redemptionId, carrier: "顺丰", trackingCode: "SF1", unusual: true };
      await outcomes([
        as(caller).rewards.cancel({ id: redemptionId }),
        as(OPERATOR).rewards.ship({ shipments: [parcel] }),
        as(ADMIN).rewards.withdraw({ redemptionId, reason: "broken" }),
        as(caller).rewards.cancel({ id: redemptionId }),
      ]);
      const [view] = (await as(caller).rewards.redemptions({})).items;
      const cancelled = view?.status === "CANCELLED";
      expect(cancelled ? "CANCELLED" : view?.status).toMatch(/CANCELLED|SHIPPED/);
      expect(await accountsOf(id)).toMatchObject({ available: cancelled ? 100 : 0 });
      expect(await stockOf(rewardId)).toBe(cancelled ? 1 : 0);
      expect(await faultsOf(id)).toEqual([]);
    }
  });
});

describe("calling a redemption off", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("gives points and stock back once and answers the same again", async () => {
    const { id, caller } = await rich();
    const rewardId = await reward({ perMonth: 1 });
    const { redemptionId } = await keyed(caller).rewards.redeem({
      rewardId,
      deliveryAddress: HOME,
    });
    const answer = await as(caller).rewards.cancel({ id: redemptionId });
    expect(answer).toMatchObject({ status: "CANCELLED", pointsRestored: 100, available: 1000 });
    expect(await as(caller).rewards.cancel({ id: redemptionId })).toEqual(answer);
    expect(await stockOf(rewardId)).toBe(10);
    expect(await countOf("points_entry", "memberId = ? AND type = 'RESTORE'", [id])).toBe(1);
    // A cancelled one does not count to the month's limit.
    await keyed(caller).rewards.redeem({ rewardId, deliveryAddress: HOME });
    expect(await faultsOf(id)).toEqual([]);
  });

  it("by a service that says whom it acts for is of that member’s only", async () => {
    const { id, externalId, caller } = await rich();
    const { externalId: stranger, id: strangerId } = await rich();
    const rewardId = await reward();
    const taken = await keyed(caller).rewards.redeem({ rewardId, deliveryAddress: HOME });
    const cancel = { id: taken.redemptionId };
    for (const [name, domainCode] of [
      [stranger, "REDEMPTION_NOT_FOUND"],
      [fresh("nobody"), "MEMBER_NOT_FOUND"],
    ] as const) {
      await expect(
        as(SERVICE).rewards.cancel({ ...cancel, externalId: name }),
      ).rejects.toMatchObject({ domainCode });
    }
    const foreign = { ...cancel, memberId: String(id) };
    await expect(as(memberCaller(strangerId)).rewards.cancel(foreign)).rejects.toMatchObject({
      domainCode: "PERMISSION_DENIED",
    });
    expect(await as(SERVICE).rewards.cancel({ ...cancel, externalId })).toMatchObject({
      status: "CANCELLED",
      available: 1000,
    });
  });

  it("is refused once it is on its way, and for what was given at once", async () => {
    const { caller } = await rich();
    const parcel = await keyed(caller).rewards.redeem({
      rewardId: await reward(),
      deliveryAddress: HOME,
    });
    const shipment = {
      ...{ carrier: "顺丰", trackingCode: "SF2", unusual: true },
      redemptionId: parcel.redemptionId,
    };
    await as(OPERATOR).rewards.ship({ shipments: [shipment] });
    const coupon = await keyed(caller).rewards.redeem({
      rewardId: await reward({ kind: "COUPON" }),
    });
    for (const [id, redemptionStatus] of [
      [parcel.redemptionId, "SHIPPED"],
      [coupon.redemptionId, "DONE"],
    ] as const) {
      await expect(as(caller).rewards.cancel({ id })).rejects.toMatchObject({
        domainCode: "REDEMPTION_STATUS_INVALID",
        facts: { redemptionStatus },
      });
    }
  });

  it("brings points back to their lots, and with grace where those expired", async () => {
    const { id } = await enrolled();
    await bought(id, { yuan: 60, now: "2024-08-01T04:00:00Z" });
    await bought(id, { yuan: 100, now: TODAY });
    const rewardId = Number(await reward());
    const taken = await at(TODAY, (work) =>
      takeReward(work, { memberId: id }, { rewardId, quantity: 1, deliveryAddress: HOME }),
    );
    const later = "2026-09-01T04:00:00Z";
    await at(later, (work) => cancelRedemption(work, taken.redemptionId, "sold out"));
    const lots = await reader.rows<{ remaining: number; expiresAt: Date }>(
      "SELECT remaining, expiresAt FROM points_lot WHERE memberId = ? AND live = 1 ORDER BY expiresAt",
      [id],
    );
    expect(lots).toEqual([
      { remaining: 60, expiresAt: new Date("2026-10-01T16:00:00Z") },
      { remaining: 100, expiresAt: new Date("2028-07-01T16:00:00Z") },
    ]);
    expect(await faultsOf(id)).toEqual([]);
  });
});
