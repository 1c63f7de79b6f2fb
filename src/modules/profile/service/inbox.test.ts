import { describe, expect, it } from "vitest";
import { as, at, keyed, memberCaller, OPERATOR } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { bought, countOf, enrolled } from "@/testing/factories";
import { messageOf } from "../../inbox/rules";
import { pointsEvent } from "../../points/events";
import { giveNotices } from "../../points/service/sweeps";

const ADDRESS = { name: "林夏", phone: "13800001234", region: "浙江省杭州市", line: "文三路 1 号" };

async function parcel(memberId: number) {
  const { rewardId } = await as(OPERATOR).rewards.create({
    kind: "PRODUCT",
    name: { "zh-CN": "帆布包", en: "Canvas bag" },
    pointsCost: 100,
    onShelf: true,
    stock: 10,
  });
  const taken = { rewardId, deliveryAddress: ADDRESS };
  return (await keyed(memberCaller(memberId)).rewards.redeem(taken)).redemptionId;
}

describe("a member’s inbox", () => {
  useDatabase();

  it("tells of a tier, a credit and a parcel in the reader’s language", async () => {
    const { id } = await enrolled();
    await bought(id, { yuan: 600 });
    const memberId = String(id);
    await as(OPERATOR).points.adjust({ memberId, points: 1200, reason: "late parcel" });
    const redemptionId = await parcel(id);
    const shipment = { redemptionId, carrier: "顺丰", trackingCode: "SF1400203000100" };
    await as(OPERATOR).rewards.ship({ shipments: [shipment] });
    const told = async (locale: "zh-CN" | "en") => {
      const { items } = await as(memberCaller(id), { locale }).inbox.list({});
      return items.map(({ title, text }) => `${title} | ${text}`);
    };
    expect(await told("zh-CN")).toEqual([
      "「帆布包」已发货 | 顺丰速运，运单号 SF1400203000100。",
      "1,200 积分已到账 | 商城已为你补发积分。",
      "恭喜升级为铜牌会员 | 现在起全场 95 折。",
    ]);
    expect(await told("en")).toEqual([
      "“Canvas bag” has shipped | 顺丰速运, tracking number SF1400203000100.",
      "1,200 points added | Added to your balance by the shop.",
      "You’re now a Bronze member | From now on: 5% off everything.",
    ]);
  });

  it("tells of points that will expire, once", async () => {
    const { id } = await enrolled("2024-07-20T04:00:00Z");
    await bought(id, { yuan: 80, now: "2024-07-20T04:00:00Z" });
    const run = { now: new Date("2026-07-01T04:00:00Z"), progress: null, stopping: () => false };
    await giveNotices(run);
    await giveNotices(run);
    const { items } = await as(memberCaller(id)).inbox.list({});
    expect(items).toMatchObject([
      { kind: "POINTS_EXPIRING", title: "80 points expiring soon", read: false },
    ]);
    expect(items[0]?.text).toContain("Jul 21, 2026");
  });

  it("tells of a parcel that the shop called off, not of one the member did", async () => {
    const { id } = await enrolled();
    await bought(id, { yuan: 400 });
    await as(memberCaller(id)).rewards.cancel({ id: await parcel(id) });
    expect((await as(memberCaller(id)).inbox.list({})).items).toEqual([]);
    await as(OPERATOR).rewards.withdraw({ redemptionId: await parcel(id), reason: "broken" });
    const { items } = await as(memberCaller(id)).inbox.list({});
    expect(items.map(({ kind }) => kind)).toEqual(["REWARD_CANCELLED"]);
  });

  it("gives every message once, page by page, and counts what is unread", async () => {
    const { id } = await enrolled();
    const memberId = String(id);
    for (let n = 1; n <= 5; n++) {
      await as(OPERATOR).points.adjust({ memberId, points: n, reason: "x" });
    }
    const inbox = as(memberCaller(id)).inbox;
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await inbox.list({ limit: 2, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map(({ messageId }) => messageId));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(new Set(seen).size).toBe(5);
    expect(await inbox.unreadCount({})).toEqual({ unread: 5 });
    const [messageId = ""] = seen;
    expect(await inbox.markRead({ messageId })).toEqual({ unread: 4 });
    expect(await inbox.markRead({ messageId })).toEqual({ unread: 4 });
    expect(await inbox.markRead({})).toEqual({ unread: 0 });
    const other = await enrolled();
    await expect(as(memberCaller(other.id)).inbox.markRead({ messageId })).rejects.toMatchObject({
      domainCode: "NOT_FOUND",
    });
  });

  it("has nothing of an act that was refused", async () => {
    const { id } = await enrolled();
    const failing = at(new Date(), async (work) => {
      const { lockMember } = await import("../../members/service/members");
      await lockMember(work, { memberId: id });
      work.emit(
        pointsEvent("points.earned", id, {
          transactionId: 1,
          points: 5,
          type: "ADJUST",
          referenceType: "ADJUSTMENT",
          referenceId: "a-1",
          available: 5,
          pending: 0,
          expiresAt: null,
        }),
      );
      work.close(null);
      throw new Error("on purpose");
    });
    await expect(failing).rejects.toThrow("on purpose");
    expect(await countOf("inbox_message", "memberId = ?", [id])).toBe(0);
  });

  it.each([
    ["points.earned", { type: "EARN", referenceType: "ORDER", points: 5 }, undefined],
    ["points.earned", { type: "EARN", referenceType: "ACTIVITY", points: 5 }, "ACTIVITY_BONUS"],
    ["points.earned", { type: "ADJUST", points: 5 }, "POINTS_CREDITED"],
    ["points.redeemed", { points: 5 }, undefined],
  ])("an event %s %j is told as %s", (type, data, kind) => {
    expect(messageOf({ type, data })?.kind).toBe(kind);
  });
});
