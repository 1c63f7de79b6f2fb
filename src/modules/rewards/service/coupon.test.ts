import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { asDomainError } from "@/platform/errors";
import { ADMIN, as, keyed, memberCaller, OPERATOR, SECOND_ADMIN, SERVICE } from "@/testing/actors";
import { decideOn } from "@/testing/approvals";
import { coupon, walletOf } from "@/testing/coupons";
import { useDatabase } from "@/testing/database";
import { accountsOf, bought, countOf, enrolled, fresh } from "@/testing/factories";

let person = 7000;
/** An operator whose day nobody else has used. */
const somebody = () => {
  person += 1;
  return { ...OPERATOR, actor: `operator:${person}`, userId: person, personId: person };
};

const TICKET = {
  kind: "COUPON",
  name: { "zh-CN": "十元券", en: "Ten off" },
  pointsCost: 1000,
  onShelf: true,
} as const;

async function rich(points = 5000) {
  const member = await enrolled();
  await bought(member.id, { yuan: points });
  return { id: member.id, caller: memberCaller(member.id) };
}

async function onShelf(terms: Parameters<typeof coupon>[0] = {}) {
  const { definitionId, revision } = await coupon(terms);
  const wanted = { ...TICKET, couponDefinitionId: definitionId, stock: 20 };
  const { rewardId } = await as(somebody()).rewards.create(wanted);
  return { definitionId, revision, rewardId };
}

async function taken(quantity = 1, terms: Parameters<typeof coupon>[0] = {}) {
  const [{ id, caller }, reward] = await Promise.all([rich(), onShelf(terms)]);
  const answer = await keyed(caller).rewards.redeem({ rewardId: reward.rewardId, quantity });
  return { id, caller, ...reward, ...answer };
}

const stockOf = async (rewardId: string) => {
  const sql = "SELECT stock FROM reward WHERE id = ?";
  return (await reader.row<{ stock: number }>(sql, [Number(rewardId)]))?.stock;
};

const useOf = async (memberId: number, orderId = fresh("o")) => {
  const [own] = await walletOf(memberId);
  const order = { orderId, orderAmountMinor: 20_000 };
  return as(SERVICE).coupons.use({ memberId: String(memberId), code: own?.code ?? "", ...order });
};

const codeOf = (act: Promise<unknown>) =>
  act.then(
    () => "done",
    (error: unknown) => asDomainError(error)?.domainCode,
  );

describe("a reward that issues coupons", () => {
  useDatabase();

  it("puts them into the wallet as it takes the points, and tells no code anywhere else", async () => {
    const { id, caller, couponIds, couponCodes, status, available } = await taken(2);
    expect({ status, couponCodes, available }).toEqual({
      status: "DONE",
      couponCodes: [],
      available: 3000,
    });
    const wallet = await walletOf(id);
    expect(wallet.map(({ couponId }) => couponId).sort()).toEqual([...couponIds].sort());
    expect(wallet.every(({ code, state }) => code?.length === 19 && state === "ACTIVE")).toBe(true);
    const { items } = await as(caller).rewards.redemptions({});
    expect(items).toMatchObject([{ couponIds, couponCodes: [], cancellable: true }]);
    const told = "memberId = ? AND type = 'coupon.issued'";
    expect(await countOf("outbox_event", told, [id])).toBe(2);
    // What they took themselves is no news in their inbox.
    expect(await countOf("inbox_message", "memberId = ? AND kind = 'COUPON_ISSUED'", [id])).toBe(0);
    expect((await useOf(id)).discountMinor).toBe(1000);
  });

  it("sent twice under one key gives once", async () => {
    const [{ id, caller }, { rewardId }] = await Promise.all([rich(), onShelf()]);
    const twice = as(caller, { idempotencyKey: fresh("k") });
    const [one, other] = [
      await twice.rewards.redeem({ rewardId }),
      await twice.rewards.redeem({ rewardId }),
    ];
    expect(other).toEqual(one);
    expect(await walletOf(id)).toHaveLength(1);
  });

  it("voids what is unused when it is called off, and gives points and stock back once", async () => {
    const { id, caller, redemptionId, rewardId } = await taken(2);
    expect(await stockOf(rewardId)).toBe(18);
    const results = await Promise.all(
      [1, 2].map(() => as(caller).rewards.cancel({ id: redemptionId })),
    );
    expect(results).toMatchObject([{ pointsRestored: 2000 }, { pointsRestored: 2000 }]);
    expect(await accountsOf(id)).toMatchObject({ available: 5000 });
    expect(await stockOf(rewardId)).toBe(20);
    expect((await walletOf(id, "ALL")).map(({ state }) => state)).toEqual(["VOIDED", "VOIDED"]);
    expect(await countOf("outbox_event", "memberId = ? AND type = 'coupon.voided'", [id])).toBe(2);
  });

  it("is not called off once one of its coupons is used or set aside", async () => {
    const { id, caller, redemptionId } = await taken(2);
    const { useId } = await useOf(id);
    const refused = { domainCode: "REDEMPTION_STATUS_INVALID" };
    const byMember = () => as(caller).rewards.cancel({ id: redemptionId });
    const byShop = () => as(OPERATOR).rewards.withdraw({ redemptionId, reason: "by mistake" });
    await expect(byMember()).rejects.toMatchObject(refused);
    await expect(byShop()).rejects.toMatchObject(refused);
    expect((await as(caller).rewards.redemptions({})).items[0]?.cancellable).toBe(false);
    await as(SERVICE).coupons.cancel({ useId });
    await byShop();
    expect(await accountsOf(id)).toMatchObject({ available: 5000 });
  });

  it("is called off by the shop alone once its coupons are over", async () => {
    const { id, caller, redemptionId } = await taken(1);
    await reader.write("UPDATE coupon SET validUntil = '2020-01-01' WHERE memberId = ?", [id]);
    await expect(as(caller).rewards.cancel({ id: redemptionId })).rejects.toMatchObject({
      domainCode: "REDEMPTION_STATUS_INVALID",
    });
    await as(OPERATOR).rewards.withdraw({ redemptionId, reason: "the parcel came late" });
    expect(await accountsOf(id)).toMatchObject({ available: 5000 });
  });

  it("is used or called off, whichever is first, never both", async () => {
    for (let round = 0; round < 5; round++) {
      const { id, caller, redemptionId } = await taken(1);
      const [own] = await walletOf(id);
      const use = as(SERVICE).coupons.use({
        memberId: String(id),
        code: own?.code ?? "",
        orderId: fresh("o"),
        orderAmountMinor: 20_000,
      });
      const ends = await Promise.all([
        codeOf(use),
        codeOf(as(caller).rewards.cancel({ id: redemptionId })),
      ]);
      expect(ends.filter((end) => end === "done")).toHaveLength(1);
    }
  });

  it("gives what it was judged as, whatever became of the definition", async () => {
    const { definitionId, revision, rewardId } = await onShelf();
    await as(OPERATOR).coupons.update({
      definitionId,
      revision,
      name: { "zh-CN": "百元券", en: "A hundred off" },
      terms: { effect: { kind: "AMOUNT", amountMinor: 10_000 }, validDays: 7 },
    });
    const { id, caller } = await rich();
    await keyed(caller).rewards.redeem({ rewardId });
    expect((await walletOf(id))[0]?.terms.effect).toEqual({ kind: "AMOUNT", amountMinor: 1000 });
  });

  it("is not sold once its definition is switched off, nor below the tier that may use it", async () => {
    const { id, caller } = await rich();
    const { definitionId, revision, rewardId } = await onShelf();
    const high = await onShelf({ minTier: "DIAMOND" });
    await as(OPERATOR).coupons.update({
      definitionId,
      revision,
      enabled: false,
      name: TICKET.name,
      terms: { effect: { kind: "AMOUNT", amountMinor: 1000 }, validDays: 7 },
    });
    const { items } = await as(caller).rewards.list({ limit: 100 });
    const why = (wanted: string) => items.find((one) => one.rewardId === wanted)?.reason;
    expect(why(rewardId)).toBe("COUPON_UNAVAILABLE");
    expect(why(high.rewardId)).toBe("TIER_TOO_LOW");
    for (const one of [rewardId, high.rewardId]) {
      await expect(keyed(caller).rewards.redeem({ rewardId: one })).rejects.toMatchObject({
        domainCode: "REWARD_UNAVAILABLE",
      });
    }
    expect(await walletOf(id, "ALL")).toEqual([]);
  });
});

describe("who puts coupons on the shelf", () => {
  useDatabase();

  const wanted = async (terms: Parameters<typeof coupon>[0], pointsCost = 1000) => {
    const { definitionId, revision } = await coupon(terms);
    return {
      wish: { ...TICKET, pointsCost, couponDefinitionId: definitionId, stock: 2 },
      revision,
    };
  };
  const worth = (amountMinor: number) => ({ effect: { kind: "AMOUNT" as const, amountMinor } });

  it.each([
    ["not worth more than their price", worth(1000), 1000, true],
    ["worth a little more", worth(2000), 1000, true],
    ["worth much more", worth(100_000), 1000, false],
    [
      "worth who knows how much",
      { effect: { kind: "PERCENT" as const, offBps: 5000 } },
      1000,
      false,
    ],
  ])("one person alone, or two: %s", async (_, terms, cost, alone) => {
    const { wish } = await wanted(terms, cost);
    const { approvalId, onShelf: isOn } = await as(somebody()).rewards.create(wish);
    expect({ alone: approvalId === null, isOn }).toEqual({ alone, isOn: alone });
  });

  it("a second person agrees to what they saw: not to an edit that came after", async () => {
    const { wish, revision } = await wanted(worth(100_000));
    const { approvalId } = await as(somebody()).rewards.create(wish);
    const [waiting] = (await as(SECOND_ADMIN).approvals.list({ status: "WAITING" })).items.filter(
      (one) => one.approvalId === approvalId,
    );
    expect(waiting?.changes).toContainEqual({ field: "coupon", before: "满减券", after: "满减券" });
    await as(OPERATOR).coupons.update({
      definitionId: wish.couponDefinitionId,
      revision,
      name: TICKET.name,
      terms: { ...worth(900_000), validDays: 7 },
    });
    const decide = decideOn(as(SECOND_ADMIN), {
      approvalId: approvalId ?? "0",
      approve: true,
      reason: "looked at",
    });
    expect(await decide).toMatchObject({ status: "VOID" });
  });

  it("a coupon is named for COUPON alone, and must be there", async () => {
    const { wish } = await wanted(worth(1000));
    await expect(as(ADMIN).rewards.create({ ...wish, kind: "PRODUCT" })).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
    await expect(
      as(ADMIN).rewards.create({ ...wish, couponDefinitionId: "999999999" }),
    ).rejects.toMatchObject({ domainCode: "NOT_FOUND" });
  });
});
