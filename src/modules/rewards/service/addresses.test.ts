import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { as, keyed, memberCaller, OPERATOR } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { bought, countOf, enrolled } from "@/testing/factories";
import { useBusinessTime } from "@/testing/program";
import { ADDRESSES_MAX } from "../schema/addresses";

const TODAY = "2026-07-01T04:00:00Z";
const home = (line: string) => ({
  name: "林夏",
  phone: "13800001234",
  region: "浙江省杭州市西湖区",
  line,
});

async function someone(yuan = 1000) {
  const { id } = await enrolled();
  await bought(id, { yuan, now: TODAY });
  type Wish = Parameters<ReturnType<typeof as>["rewards"]["redeem"]>[0];
  const take = (wish: Wish) => keyed(memberCaller(id)).rewards.redeem(wish);
  return { id, own: as(memberCaller(id)).rewards, take };
}

async function parcel(changes: { perMonth?: number; image?: string } = {}) {
  const name = { "zh-CN": "帆布包", en: "Canvas bag" };
  const made = await as(OPERATOR).rewards.create({
    ...{ kind: "PRODUCT", name, pointsCost: 100, stock: 100, onShelf: true },
    ...changes,
  });
  return made.rewardId;
}

type Own = Awaited<ReturnType<typeof someone>>["own"];
const lines = async (own: Own) =>
  (await own.addresses({})).items.map(({ deliveryAddress: { line }, isDefault }) =>
    isDefault ? `${line}*` : line,
  );

describe("the address book", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("proposes the first, then whichever the member says, and the latest where that one goes", async () => {
    const { own } = await someone();
    const first = await own.addAddress({ deliveryAddress: home("一号") });
    const second = await own.addAddress({ deliveryAddress: home("二号") });
    await own.addAddress({ deliveryAddress: home("三号") });
    expect(await lines(own)).toEqual(["一号*", "三号", "二号"]);
    await own.changeAddress({ addressId: second.addressId, isDefault: true });
    expect(await lines(own)).toEqual(["二号*", "三号", "一号"]);
    await own.changeAddress({ ...second, deliveryAddress: home("二号楼"), isDefault: false });
    expect(await lines(own)).toEqual(["二号楼*", "三号", "一号"]);
    await own.removeAddress({ addressId: second.addressId });
    expect(await lines(own)).toEqual(["三号*", "一号"]);
    await own.removeAddress({ addressId: first.addressId });
    const gone = own.removeAddress({ addressId: first.addressId });
    await expect(gone).rejects.toMatchObject({ domainCode: "ADDRESS_NOT_FOUND" });
  });

  it("keeps an address once, whoever sends it how often, and so many at most", async () => {
    const { id, own } = await someone();
    await Promise.all([1, 2, 3].map(() => own.addAddress({ deliveryAddress: home("一号") })));
    expect(await lines(own)).toEqual(["一号*"]);
    const more = Array.from({ length: ADDRESSES_MAX - 2 }, (_, at) => home(`${at} 栋`));
    for (const deliveryAddress of more) await own.addAddress({ deliveryAddress });
    const last = await Promise.allSettled(
      ["甲", "乙", "丙"].map((line) => own.addAddress({ deliveryAddress: home(line) })),
    );
    expect(last.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(last.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { domainCode: "LIMIT_REACHED" },
    });
    expect(await countOf("reward_address", "memberId = ?", [id])).toBe(ADDRESSES_MAX);
    expect(await countOf("reward_address", "memberId = ? AND isDefault", [id])).toBe(1);
  });

  it("is in no other’s hands, and says nothing of itself in the audit log", async () => {
    const [{ id, own }, other] = [await someone(), await someone()];
    const { addressId } = await own.addAddress({ deliveryAddress: home("秘密花园 9 号") });
    const rewardId = await parcel();
    for (const attempt of [
      () => other.own.changeAddress({ addressId, deliveryAddress: home("x") }),
      () => other.own.changeAddress({ addressId, isDefault: true }),
      () => other.own.removeAddress({ addressId }),
      () => other.take({ rewardId, addressId }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ domainCode: "ADDRESS_NOT_FOUND" });
    }
    expect(await lines(own)).toEqual(["秘密花园 9 号*"]);
    const rows = await reader.rows("SELECT * FROM audit_log WHERE memberId = ?", [id]);
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain("秘密花园");
  });

  it("sends a parcel where it says then, and not to what was removed", async () => {
    const { own, take } = await someone();
    const { addressId } = await own.addAddress({ deliveryAddress: home("一号") });
    const rewardId = await parcel();
    const { redemptionId } = await take({ rewardId, addressId });
    await own.changeAddress({ addressId, deliveryAddress: home("二号") });
    await own.removeAddress({ addressId });
    const { items } = await as(OPERATOR).rewards.queue({ limit: 100 });
    const sent = items.find((one) => one.redemptionId === redemptionId);
    expect(sent?.deliveryAddress).toEqual(home("一号"));
    const before = await own.redemptions({});
    await expect(take({ rewardId, addressId })).rejects.toMatchObject({
      domainCode: "ADDRESS_NOT_FOUND",
    });
    expect(await own.redemptions({})).toEqual(before);
    for (const wish of [{ rewardId, addressId, deliveryAddress: home("一号") }, { rewardId }]) {
      await expect(take(wish)).rejects.toMatchObject({ domainCode: "VALIDATION_FAILED" });
    }
  });

  it("bears long texts to their end, and none that is longer", async () => {
    const { own } = await someone();
    const long = { ...home("号".repeat(200)), name: "林".repeat(64), region: "区".repeat(100) };
    await own.addAddress({ deliveryAddress: long });
    expect((await own.addresses({})).items[0]?.deliveryAddress).toEqual(long);
    const longer = own.addAddress({ deliveryAddress: home("号".repeat(201)) });
    await expect(longer).rejects.toMatchObject({ domainCode: "VALIDATION_FAILED" });
  });
});

describe("a redemption", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("shows the picture that the reward had", async () => {
    const { own, take } = await someone();
    const { addressId } = await own.addAddress({ deliveryAddress: home("一号") });
    const rewardId = await parcel({ image: "/rewards/canvas-bag.svg" });
    await take({ rewardId, addressId });
    await reader.write("UPDATE reward SET image = '/rewards/sachet.svg' WHERE id = ?", [rewardId]);
    expect((await own.redemptions({})).items).toMatchObject([{ image: "/rewards/canvas-bag.svg" }]);
  });

  it("of several pieces stays within the month’s limit in two windows at once", async () => {
    const { id, own, take } = await someone();
    const { addressId } = await own.addAddress({ deliveryAddress: home("一号") });
    const rewardId = await parcel({ perMonth: 3 });
    const results = await Promise.allSettled([
      take({ rewardId, addressId, quantity: 2 }),
      take({ rewardId, addressId, quantity: 2 }),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(results.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { domainCode: "LIMIT_REACHED" },
    });
    expect(await countOf("reward_redemption", "memberId = ?", [id])).toBe(1);
  });
});
