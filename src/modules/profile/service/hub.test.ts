import { describe, expect, it } from "vitest";
import { ADMIN, as, keyed, memberCaller, SERVICE } from "@/testing/actors";
import { coupon, given, walletOf } from "@/testing/coupons";
import { useDatabase } from "@/testing/database";
import { bought, enrolled, fresh } from "@/testing/factories";

const hubOf = (memberId: number) => as(memberCaller(memberId)).profile.hub({});
const ADDRESS = { name: "林夏", phone: "13800001234", region: "浙江省杭州市", line: "文三路 1 号" };

describe("the page “mine”", () => {
  useDatabase();

  it("has nothing to say of somebody new", async () => {
    const { id, memberCode } = await enrolled();
    expect(await hubOf(id)).toMatchObject({
      memberCode,
      status: "ACTIVE",
      available: 0,
      coupons: { count: 0, endsAt: null },
      parcels: { pending: 0, shipped: 0 },
      unread: 0,
      invitations: { enabled: true, invited: 0, points: 0 },
      tier: { code: "REGISTERED" },
      nextTier: { remainingMinor: expect.any(Number) },
    });
  });

  it("counts the coupons that can be used now, and says when the first one ends", async () => {
    const { id } = await enrolled();
    const terms = [{ validDays: 9 }, { validDays: 2 }, { validDays: 30 }];
    for (const each of terms) await given(id, (await coupon(each)).definitionId);
    const used = await coupon({ validDays: 1 });
    const { code } = await given(id, used.definitionId);
    const orderId = fresh("o");
    await as(SERVICE).coupons.use({
      memberId: String(id),
      code,
      orderId,
      orderAmountMinor: 50_000,
    });
    const { coupons } = await hubOf(id);
    const ends = (await walletOf(id)).map(({ validUntil }) => validUntil).sort();
    expect(coupons).toEqual({ count: 3, endsAt: ends[0] });
  });

  it("tells parcels on their way from those that wait, and follows what happens", async () => {
    const { id } = await enrolled();
    await bought(id, { yuan: 900 });
    const name = { "zh-CN": "帆布包", en: "Canvas bag" };
    const shelf = { kind: "PRODUCT", name, pointsCost: 10, stock: 20, onShelf: true } as const;
    const { rewardId } = await as(ADMIN).rewards.create(shelf);
    const take = () =>
      keyed(memberCaller(id)).rewards.redeem({ rewardId, deliveryAddress: ADDRESS });
    const { redemptionId } = await take();
    await take();
    await as(ADMIN).rewards.ship({
      shipments: [{ redemptionId, carrier: "SF", trackingCode: "1", unusual: true }],
    });
    const hub = await hubOf(id);
    expect(hub.parcels).toEqual({ pending: 1, shipped: 1 });
    expect(hub.available).toBe(880);
    expect(hub.unread).toBeGreaterThan(0);
  });
});
