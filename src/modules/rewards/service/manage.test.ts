import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { ADMIN, as, keyed, memberCaller, OPERATOR } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { bought, countOf, enrolled } from "@/testing/factories";
import { everyItem } from "@/testing/lists";

const HOME = { name: "林夏", phone: "13800001234", region: "浙江省杭州市", line: "文三路 1 号" };
const BAG = {
  kind: "PRODUCT",
  name: { "zh-CN": "帆布包", en: "Canvas bag" },
  pointsCost: 100,
  onShelf: true,
} as const;

async function taken(count: number) {
  const { id } = await enrolled();
  await bought(id, { yuan: 1000 });
  const { rewardId } = await as(OPERATOR).rewards.create({ ...BAG, stock: 20 });
  const ids: string[] = [];
  for (let n = 0; n < count; n++) {
    const answer = await keyed(memberCaller(id)).rewards.redeem({
      rewardId,
      deliveryAddress: HOME,
    });
    ids.push(answer.redemptionId);
  }
  return { memberId: id, ids };
}

describe("the shelf", () => {
  useDatabase();

  it("keeps a change that somebody else made meanwhile", async () => {
    const made = await as(OPERATOR).rewards.create({ ...BAG, stock: 5 });
    const { rewardId, version } = made;
    await as(OPERATOR).rewards.changeStock({ rewardId, by: 2, reason: "more came" });
    const mine = await as(OPERATOR).rewards.update({ ...BAG, rewardId, version, pointsCost: 90 });
    expect(mine).toMatchObject({ pointsCost: 90, version: version + 1, stock: 7 });
    await expect(
      as(OPERATOR).rewards.update({ ...BAG, rewardId, version, pointsCost: 80 }),
    ).rejects.toMatchObject({ domainCode: "VERSION_CONFLICT" });
  });

  it("shows what a process of the release before wrote last, and is read by one", async () => {
    const description = { "zh-CN": "厚帆布。" };
    const made = await as(OPERATOR).rewards.create({ ...BAG, description, stock: 5 });
    const { rewardId, version } = made;
    expect(made).toMatchObject({ name: BAG.name, description });
    const stored = "SELECT name, nameEn, description, descriptionEn FROM reward WHERE id = ?";
    expect(await reader.row(stored, [Number(rewardId)])).toEqual({
      ...{ name: "帆布包", nameEn: "Canvas bag" },
      ...{ description: "厚帆布。", descriptionEn: "厚帆布。" },
    });
    await reader.write("UPDATE reward SET nameEn = 'Tote' WHERE id = ?", [Number(rewardId)]);
    const items = await everyItem((page) => as(OPERATOR).rewards.managed(page));
    const found = items.find((item) => item.rewardId === rewardId);
    expect(found).toMatchObject({ name: { "zh-CN": "帆布包", en: "Tote" }, description });
    const name = { "zh-CN": "布袋", en: "Bag" };
    const saved = await as(OPERATOR).rewards.update({ ...BAG, rewardId, version, name });
    expect(saved).toMatchObject({ name, description: null });
  });

  it("takes a reward off whose tier or benefit the program has no more, and never on again", async () => {
    const { rewardId } = await as(OPERATOR).rewards.create({ ...BAG, stock: 1 });
    await reader.write("UPDATE reward SET minTier = 'PLATINUM' WHERE id = ?", [Number(rewardId)]);
    const bag = { ...BAG, rewardId, minTier: "PLATINUM" };
    const update = (version: number, onShelf: boolean, minTier: string) =>
      as(OPERATOR).rewards.update({ ...bag, version, onShelf, minTier });
    const { version } = await update(1, false, "PLATINUM");
    for (const [onShelf, minTier] of [
      [true, "PLATINUM"],
      [false, "TITANIUM"],
    ] as const) {
      await expect(update(version, onShelf, minTier)).rejects.toMatchObject({
        domainCode: "TIER_NOT_FOUND",
      });
    }
  });

  it("writes down every change of stock with its reason", async () => {
    const { rewardId } = await as(OPERATOR).rewards.create({ ...BAG, stock: 5 });
    const emptied = { rewardId, by: -5, reason: "counted" };
    const { shelf } = await as(OPERATOR).rewards.changeStock(emptied);
    const audit = await reader.row(
      "SELECT actor, action, reason, `before`, `after` FROM audit_log WHERE target = ? ORDER BY id DESC",
      [`reward:${rewardId}`],
    );
    expect(audit).toEqual({
      actor: OPERATOR.actor,
      action: "rewards.changeStock",
      reason: "counted",
      before: '{"stock":5}',
      after: '{"stock":0}',
    });
    expect(shelf).toBe("OUT_OF_STOCK");
  });

  it.each([
    ["fewer than none", { by: -6 }, 5],
    ["more of what has no limit", { by: 1 }, null],
    ["nothing at all", {}, 5],
    ["two things at once", { by: 1, to: 3 }, 5],
  ])("refuses %s", async (_, change, stock) => {
    const { rewardId } = await as(OPERATOR).rewards.create({ ...BAG, stock });
    await expect(
      as(OPERATOR).rewards.changeStock({ rewardId, reason: "x", ...change }),
    ).rejects.toMatchObject({ domainCode: "VALIDATION_FAILED" });
  });

  it.each([
    ["a tier that is not there", { minTier: "PLATINUM" }, "TIER_NOT_FOUND"],
    ["a pass that gives nothing", { kind: "BENEFIT_PASS" as const }, "VALIDATION_FAILED"],
    ["a product that gives a benefit", { benefitId: "FREE_SHIPPING" }, "VALIDATION_FAILED"],
    [
      "a pass for a benefit that is not there",
      { kind: "BENEFIT_PASS" as const, benefitId: "NONE", passUses: 1, passDays: 1 },
      "BENEFIT_NOT_FOUND",
    ],
    ["a price of nothing", { pointsCost: 0 }, "VALIDATION_FAILED"],
    ["a picture over http", { image: "http://x.example/a.jpg" }, "VALIDATION_FAILED"],
  ])("takes no reward with %s", async (_, change, domainCode) => {
    const wanted = { ...BAG, stock: 1, ...change };
    await expect(as(OPERATOR).rewards.create(wanted)).rejects.toMatchObject({ domainCode });
  });
});

describe("the fulfilment queue", () => {
  useDatabase();

  it("gives every waiting parcel once, the oldest first, with where it goes", async () => {
    const { ids, memberId } = await taken(5);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await as(OPERATOR).rewards.queue({ limit: 2, ...(cursor ? { cursor } : {}) });
      for (const item of page.items) {
        if (item.memberId === String(memberId)) {
          expect(item.deliveryAddress).toEqual(HOME);
          seen.push(item.redemptionId);
        }
      }
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(ids);
  });

  it("writes down who read whose address, once an hour for each parcel", async () => {
    const { ids, memberId } = await taken(3);
    const read = "memberId = ? AND action = 'rewards.readAddress' AND actor = ?";
    const reads = (actor: string) => countOf("audit_log", read, [memberId, actor]);
    const all = (caller: typeof OPERATOR) => everyItem((page) => as(caller).rewards.queue(page));
    await all(OPERATOR);
    await all(OPERATOR);
    expect(await reads("operator:1")).toBe(ids.length);
    await all(ADMIN);
    expect(await reads("admin:2")).toBe(ids.length);
    await reader.write("UPDATE audit_log SET createdAt = ? WHERE memberId = ?", [
      new Date(Date.now() - 3_700_000),
      memberId,
    ]);
    await all(OPERATOR);
    expect(await reads("operator:1")).toBe(2 * ids.length);
    const { items } = await as(OPERATOR).members.audit({ memberId: String(memberId) });
    expect(items.map(({ action }) => action)).toContain("rewards.readAddress");
  });

  it("ships many at once and says of each what became of it", async () => {
    const { ids } = await taken(3);
    const { ids: others } = await taken(1);
    const [gone = "", first = "", second = ""] = ids;
    await as(OPERATOR).rewards.withdraw({ redemptionId: gone, reason: "broken" });
    const parcel = (redemptionId: string) => ({
      redemptionId,
      carrier: "顺丰",
      trackingCode: `SF14002030${redemptionId.padStart(5, "0")}`.slice(0, 15),
    });
    const shipments = [others[0] ?? "", gone, second, "999999999", first].map(parcel);
    const answer = await as(OPERATOR).rewards.ship({ shipments });
    expect(answer.items.map(({ status, code }) => status ?? code)).toEqual([
      "SHIPPED",
      "REDEMPTION_STATUS_INVALID",
      "SHIPPED",
      "REDEMPTION_NOT_FOUND",
      "SHIPPED",
    ]);
    const again = answer.items.map((item) => ({ ...item, repeated: item.code === null }));
    expect(await as(OPERATOR).rewards.ship({ shipments })).toEqual({ items: again });
    const told = "type = 'reward.shipped' AND data LIKE ?";
    expect(await countOf("outbox_event", told, [`%"redemptionId":"${first}"%`])).toBe(1);
  });

  it("ends when it has arrived, and not before it was sent", async () => {
    const { ids, memberId } = await taken(1);
    const [redemptionId = ""] = ids;
    const finish = () => as(OPERATOR).rewards.finish({ redemptionId });
    await expect(finish()).rejects.toMatchObject({ domainCode: "REDEMPTION_STATUS_INVALID" });
    const shipment = { redemptionId, carrier: "顺丰", trackingCode: "SF1400203000003" };
    await as(OPERATOR).rewards.ship({ shipments: [shipment] });
    expect(await finish()).toEqual({ redemptionId, status: "DONE" });
    expect(await finish()).toEqual({ redemptionId, status: "DONE" });
    const [view] = (await as(memberCaller(memberId)).rewards.redemptions({})).items;
    expect(view).toMatchObject({
      status: "DONE",
      carrier: "SF Express",
      trackingCode: "SF1400203000003",
    });
  });

  it("tells the member why the shop called one off", async () => {
    const { ids, memberId } = await taken(1);
    await as(OPERATOR).rewards.withdraw({ redemptionId: ids[0] ?? "", reason: "包装破损" });
    const [view] = (await as(memberCaller(memberId)).rewards.redemptions({})).items;
    expect(view).toMatchObject({ status: "CANCELLED", reason: "包装破损" });
  });
});
