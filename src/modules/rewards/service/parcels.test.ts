import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { ADMIN, as, keyed, memberCaller, OPERATOR, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { accountsOf, bought, countOf, enrolled, fresh } from "@/testing/factories";
import { everyItem } from "@/testing/lists";

const HOME = { name: "林夏", phone: "13800001234", region: "浙江省杭州市", line: "文三路 1 号" };
const WORK = { ...HOME, line: "文三路 9 号" };
const BAG = {
  kind: "PRODUCT",
  name: { "zh-CN": "帆布包", en: "Canvas bag" },
  pointsCost: 100,
  onShelf: true,
  stock: 20,
  perMonth: 3,
} as const;

let number = 0;
/** A number that no other parcel has. */
function code(): string {
  number += 1;
  return `SF14002030${String(number).padStart(5, "0")}`;
}

async function waiting(count = 1, yuan = 1000) {
  const { id } = await enrolled();
  await bought(id, { yuan });
  const { rewardId } = await as(OPERATOR).rewards.create(BAG);
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const taken = { rewardId, deliveryAddress: HOME };
    ids.push((await keyed(memberCaller(id)).rewards.redeem(taken)).redemptionId);
  }
  return { memberId: id, rewardId, ids, redemptionId: ids[0] ?? "" };
}

const desk = as(OPERATOR).rewards;
const warehouse = as(SERVICE).rewards;

async function shipped() {
  const parcel = await waiting();
  const { redemptionId } = parcel;
  const trackingCode = code();
  const shipments = [{ redemptionId, carrier: "SF", trackingCode }];
  const { items } = await warehouse.ship({ shipments });
  expect(items).toEqual([{ redemptionId, status: "SHIPPED", code: null, repeated: false }]);
  return { ...parcel, trackingCode };
}

const parcelOf = async (redemptionId: string) =>
  (await desk.queue({ redemptionId })).items[0] ?? expect.fail("there is none");
const toldOf = async (memberId: number) =>
  (await as(memberCaller(memberId)).inbox.list({})).items.map(({ kind }) => kind);
const eventsOf = (type: string, memberId: number) =>
  countOf("outbox_event", "type = ? AND memberId = ?", [type, memberId]);
/** Such as say what was changed; of a repetition it is kept that it came. */
const auditsOf = (action: string, memberId: number) =>
  countOf("audit_log", "action = ? AND memberId = ? AND `before` LIKE '%trackingCode%'", [
    action,
    memberId,
  ]);
const stockOf = async (rewardId: string) =>
  (await reader.row<{ stock: number }>("SELECT stock FROM reward WHERE id = ?", [rewardId]))?.stock;
const refusal = (domainCode: string) => ({ domainCode });

describe("a shipment", () => {
  useDatabase();

  it("is refused where it looks like a slip, unless a person looked at it", async () => {
    const [mine, other] = [await waiting(), await shipped()];
    const { redemptionId } = mine;
    const ship = async (label: object) => {
      const told = { redemptionId, carrier: "顺丰", trackingCode: code(), ...label };
      return (await desk.ship({ shipments: [told] })).items[0]?.code;
    };
    expect(await ship({ carrier: "顺水" })).toBe("CARRIER_UNKNOWN");
    expect(await ship({ trackingCode: "SF12" })).toBe("TRACKING_CODE_UNUSUAL");
    expect(await ship({ trackingCode: other.trackingCode })).toBe("TRACKING_CODE_TAKEN");
    expect(await ship({ addressRevision: 2 })).toBe("VERSION_CONFLICT");
    expect(await ship({ carrier: "顺水", trackingCode: "SF12", unusual: true })).toBeNull();
    expect(await parcelOf(redemptionId)).toMatchObject({ carrier: "顺水", carrierCode: null });
  });

  it("goes to the address that it was packed for, or not at all", async () => {
    const { redemptionId, memberId } = await waiting();
    const { addressRevision } = await parcelOf(redemptionId);
    const own = as(memberCaller(memberId)).rewards;
    const moved = await own.readdress({ redemptionId, deliveryAddress: WORK });
    expect(await own.readdress({ redemptionId, deliveryAddress: WORK })).toEqual(moved);
    const shipment = { redemptionId, carrier: "SF", trackingCode: code() };
    const stale = await desk.ship({ shipments: [{ ...shipment, addressRevision }] });
    expect(stale.items[0]?.code).toBe("VERSION_CONFLICT");
    const { items } = await desk.ship({
      shipments: [{ ...shipment, addressRevision: moved.addressRevision }],
    });
    expect(items[0]?.status).toBe("SHIPPED");
    await expect(own.readdress({ redemptionId, deliveryAddress: HOME })).rejects.toMatchObject(
      refusal("REDEMPTION_STATUS_INVALID"),
    );
    expect(await eventsOf("reward.address_changed", memberId)).toBe(1);
    const stands = "data LIKE '%文三路%' AND memberId = ?";
    expect(await countOf("outbox_event", stands, [memberId])).toBe(0);
    expect(await toldOf(memberId)).not.toContain("REWARD_READDRESSED");
  });

  it("tells the member of an address that the shop changed", async () => {
    const { redemptionId, memberId } = await waiting();
    await desk.readdress({ redemptionId, deliveryAddress: WORK });
    expect(await toldOf(memberId)).toContain("REWARD_READDRESSED");
    const stranger = as(memberCaller((await enrolled()).id)).rewards;
    await expect(stranger.readdress({ redemptionId, deliveryAddress: HOME })).rejects.toMatchObject(
      refusal("REDEMPTION_NOT_FOUND"),
    );
  });

  it("is judged beforehand as it will be, and the same again is known", async () => {
    const { ids } = await waiting(2);
    const [first = "", second = ""] = ids;
    const shipments = [
      { redemptionId: first, carrier: "SF", trackingCode: code() },
      { redemptionId: second, carrier: "SF", trackingCode: "SF1" },
    ];
    const before = await desk.checkShipments({ shipments });
    expect(await parcelOf(first)).toMatchObject({ status: "PENDING" });
    expect(await desk.ship({ shipments })).toEqual(before);
    const [again] = (await desk.checkShipments({ shipments })).items;
    expect(again).toMatchObject({ status: "SHIPPED", repeated: true });
  });

  it("is told together with what waits for the same address, and by how long it waits", async () => {
    const { ids } = await waiting(3);
    const [first = "", second = "", third = ""] = ids;
    await desk.readdress({ redemptionId: third, deliveryAddress: WORK });
    expect(await parcelOf(first)).toMatchObject({ togetherWith: [second], waitingDays: 0 });
    await reader.write("UPDATE reward_redemption SET createdAt = ? WHERE id IN (?, ?)", [
      new Date(Date.now() - 15 * 86_400_000),
      Number(first),
      Number(second),
    ]);
    const old = await everyItem((page) => desk.queue({ ...page, limit: 1, minWaitingDays: 9 }));
    expect(old.map(({ redemptionId }) => redemptionId)).toEqual(
      expect.arrayContaining([first, second]),
    );
    expect(old.map(({ redemptionId }) => redemptionId)).not.toContain(third);
    expect(old[0]?.waitingDays).toBeGreaterThanOrEqual(9);
    const all = await everyItem((page) => desk.queue({ ...page, limit: 2 }));
    const moments = all.map(({ createdAt }) => createdAt);
    expect(moments).toEqual([...moments].sort());
  });

  it("is taken back once, and may be sent again", async () => {
    const { redemptionId, trackingCode, memberId } = await shipped();
    const undo = () => desk.undoShipment({ redemptionId, trackingCode });
    await expect(desk.undoShipment({ redemptionId, trackingCode: code() })).rejects.toMatchObject(
      refusal("REDEMPTION_STATUS_INVALID"),
    );
    const answers = await Promise.all([undo(), undo()]);
    expect(answers).toEqual(Array(2).fill({ redemptionId, status: "PENDING" }));
    expect(await eventsOf("reward.shipment_undone", memberId)).toBe(1);
    expect(await toldOf(memberId)).toContain("REWARD_WAITS_AGAIN");
    expect(await parcelOf(redemptionId)).toMatchObject({
      ...{ trackingCode: null, shippedAt: null },
      formerLabels: [{ trackingCode, ending: "UNDONE" }],
    });
    await desk.ship({ shipments: [{ redemptionId, carrier: "SF", trackingCode }] });
    expect(await undo()).toMatchObject({ status: "PENDING" });
  });
});

describe("a wrong number", () => {
  useDatabase();

  it("is corrected once, kept, and told anew", async () => {
    const { redemptionId, trackingCode, memberId } = await shipped();
    const right = { redemptionId, carrier: "SF", trackingCode: code(), reason: "misread" };
    await Promise.all([desk.correctLabel(right), desk.correctLabel(right)]);
    expect(await parcelOf(redemptionId)).toMatchObject({
      ...{ status: "SHIPPED", trackingCode: right.trackingCode },
      formerLabels: [{ trackingCode, ending: "CORRECTED", outcome: null }],
    });
    expect(await eventsOf("reward.tracking_corrected", memberId)).toBe(1);
    expect(await auditsOf("rewards.correctLabel", memberId)).toBe(1);
    expect(await toldOf(memberId)).toContain("REWARD_RELABELLED");
    const found = await as(OPERATOR).search.find({ query: trackingCode });
    expect(found.items[0]).toMatchObject({ kind: "PARCEL", id: redemptionId });
  });

  it("is none before it was sent, nor of what is never sent", async () => {
    const { redemptionId, memberId } = await waiting();
    const { rewardId } = await as(OPERATOR).rewards.create({ ...BAG, kind: "COUPON" });
    const coupon = await keyed(memberCaller(memberId)).rewards.redeem({ rewardId });
    for (const id of [redemptionId, coupon.redemptionId]) {
      const label = { redemptionId: id, carrier: "SF", trackingCode: code() };
      await expect(desk.correctLabel(label)).rejects.toMatchObject(
        refusal("REDEMPTION_STATUS_INVALID"),
      );
    }
  });
});

describe("a parcel that came back", () => {
  useDatabase();

  it("gives points and stock back once, whoever tells it at once", async () => {
    const { redemptionId, trackingCode, memberId, rewardId } = await shipped();
    const before = await accountsOf(memberId);
    const wish = { redemptionId, trackingCode, outcome: "REFUND", restock: true } as const;
    const back = () => warehouse.returnParcel({ ...wish, reason: "refused" });
    const answers = await Promise.all([back(), back(), back()]);
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: "RETURNED", pointsRestored: 100 });
    }
    const after = await accountsOf(memberId);
    expect(Number(after.available) - Number(before.available)).toBe(100);
    expect(await stockOf(rewardId)).toBe(20);
    expect(await eventsOf("reward.returned", memberId)).toBe(1);
    expect(await auditsOf("rewards.returnParcel", memberId)).toBe(1);
    expect(await toldOf(memberId)).toContain("REWARD_RETURNED");
    const [entry] = (await as(OPERATOR).points.transactions({ memberId: String(memberId) })).items;
    expect(entry).toMatchObject({ type: "RESTORE", points: 100 });
    await expect(
      warehouse.returnParcel({ ...wish, outcome: "KEEP", reason: "after all" }),
    ).rejects.toMatchObject(refusal("REDEMPTION_STATUS_INVALID"));
    for (const later of [
      () => desk.correctLabel({ redemptionId, carrier: "SF", trackingCode: code() }),
      () => desk.finish({ redemptionId }),
      () => desk.undoShipment({ redemptionId, trackingCode }),
      () => desk.withdraw({ redemptionId, reason: "late" }),
    ]) {
      await expect(later()).rejects.toMatchObject(refusal("REDEMPTION_STATUS_INVALID"));
    }
  });

  it("counts no more in the month where its points went back", async () => {
    const { redemptionId, trackingCode, memberId, rewardId } = await shipped();
    const used = async () =>
      (await as(memberCaller(memberId)).rewards.get({ rewardId })).usedThisMonth;
    expect(await used()).toBe(1);
    const wish = { redemptionId, trackingCode, outcome: "REFUND", restock: false } as const;
    await warehouse.returnParcel({ ...wish, reason: "broken" });
    expect(await used()).toBe(0);
    expect(await stockOf(rewardId)).toBe(19);
  });

  it("ends as it is, or waits to be sent again under another number", async () => {
    const kept = await shipped();
    const before = await accountsOf(kept.memberId);
    const end = { outcome: "KEEP", restock: true, reason: "nobody there" } as const;
    const { redemptionId, trackingCode } = kept;
    await desk.returnParcel({ redemptionId, trackingCode, ...end });
    expect(await accountsOf(kept.memberId)).toEqual(before);
    expect(await stockOf(kept.rewardId)).toBe(20);

    const again = await shipped();
    const wish = { outcome: "RESHIP", restock: false, reason: "wrong door" } as const;
    const back = (trackingCode: string) =>
      desk.returnParcel({ redemptionId: again.redemptionId, trackingCode, ...wish });
    expect(await back(again.trackingCode)).toMatchObject({ status: "PENDING", pointsRestored: 0 });
    expect(await back(again.trackingCode)).toMatchObject({ status: "PENDING" });
    const shipment = { redemptionId: again.redemptionId, carrier: "SF", trackingCode: code() };
    await desk.ship({ shipments: [shipment] });
    // Late, of the first way: it is known, and changes nothing.
    expect(await back(again.trackingCode)).toMatchObject({ status: "SHIPPED" });
    expect(await back(shipment.trackingCode)).toMatchObject({ status: "PENDING" });
    expect(await eventsOf("reward.returned", again.memberId)).toBe(2);
    await expect(
      desk.returnParcel({ redemptionId, trackingCode, ...wish, restock: true }),
    ).rejects.toMatchObject(refusal("VALIDATION_FAILED"));
  });

  it("is one outcome, whatever comes at once", async () => {
    for (let round = 0; round < 4; round += 1) {
      const { redemptionId, trackingCode, memberId, rewardId } = await shipped();
      const back = (outcome: "REFUND" | "KEEP" | "RESHIP", restock: boolean) =>
        warehouse.returnParcel({ redemptionId, trackingCode, outcome, restock, reason: "back" });
      await Promise.allSettled([
        back("REFUND", true),
        desk.finish({ redemptionId }),
        back("KEEP", false),
        back("RESHIP", false),
        desk.undoShipment({ redemptionId, trackingCode }),
      ]);
      const { status } = await parcelOf(redemptionId);
      const restored = await countOf("points_entry", "memberId = ? AND type = 'RESTORE'", [
        memberId,
      ]);
      expect(["RETURNED", "PENDING"]).toContain(status);
      expect(await stockOf(rewardId)).toBe(restored === 1 ? 20 : 19);
    }
  });

  it("is bounded by the day of the person who says so, and by nobody's for the warehouse", async () => {
    const someone = { ...ADMIN, actor: "admin:71", userId: 71, personId: 71 };
    const { id } = await enrolled();
    await bought(id, { yuan: 200_000 });
    const dear = { ...BAG, pointsCost: 30_000, perMonth: null };
    const { rewardId } = await as(OPERATOR).rewards.create(dear);
    const back: (() => Promise<unknown>)[] = [];
    for (let n = 0; n < 2; n += 1) {
      const { redemptionId } = await keyed(memberCaller(id)).rewards.redeem({
        ...{ rewardId, deliveryAddress: HOME },
      });
      const trackingCode = code();
      await desk.ship({ shipments: [{ redemptionId, carrier: "SF", trackingCode }] });
      const wish = { redemptionId, trackingCode, outcome: "REFUND", restock: false } as const;
      back.push(() => as(someone).rewards.returnParcel({ ...wish, reason: "back" }));
      if (n === 1) back.push(() => warehouse.returnParcel({ ...wish, reason: "back" }));
    }
    const [first, second, byKey] = back;
    await first?.();
    await expect(second?.()).rejects.toMatchObject(refusal("LIMIT_REACHED"));
    await expect(byKey?.()).resolves.toMatchObject({ status: "RETURNED" });
  });

  it("is bounded so too where it is said to wait again, and is called off then", async () => {
    const someone = as({ ...ADMIN, actor: "admin:72", userId: 72, personId: 72 }).rewards;
    const { id } = await enrolled();
    await bought(id, { yuan: 200_000 });
    const dear = { ...BAG, pointsCost: 30_000, perMonth: null };
    const { rewardId } = await as(OPERATOR).rewards.create(dear);
    const own = as(memberCaller(id)).rewards;
    const waits = async (way: "undo" | "RESHIP") => {
      const taken = { rewardId, deliveryAddress: HOME };
      const { redemptionId } = await keyed(memberCaller(id)).rewards.redeem(taken);
      const trackingCode = code();
      await desk.ship({ shipments: [{ redemptionId, carrier: "SF", trackingCode }] });
      const wish = { redemptionId, trackingCode, outcome: "RESHIP", restock: false } as const;
      if (way === "undo") await someone.undoShipment({ redemptionId, trackingCode });
      else await someone.returnParcel({ ...wish, reason: "back" });
      return redemptionId;
    };
    const [first, second] = [await waits("undo"), await waits("RESHIP")];
    for (const redemptionId of [first, second]) {
      const { items } = await own.redemptions({});
      const seen = items.find((one) => one.redemptionId === redemptionId);
      expect(seen).toMatchObject({ status: "PENDING", cancellable: false });
      await expect(own.cancel({ id: redemptionId })).rejects.toMatchObject(
        refusal("REDEMPTION_STATUS_INVALID"),
      );
    }
    const off = (redemptionId: string) => someone.withdraw({ redemptionId, reason: "gone" });
    expect(await off(first)).toMatchObject({ status: "CANCELLED" });
    expect(await off(first)).toMatchObject({ status: "CANCELLED" });
    await expect(off(second)).rejects.toMatchObject(refusal("LIMIT_REACHED"));
    expect(await parcelOf(second)).toMatchObject({ status: "PENDING" });
    // Such as were never sent are called off as ever.
    const { redemptionId } = await waiting();
    await someone.withdraw({ redemptionId, reason: "sold out" });
  });

  it("leaves nothing of itself when its member closes", async () => {
    const { redemptionId, trackingCode, memberId } = await shipped();
    await desk.correctLabel({ redemptionId, carrier: "SF", trackingCode: code() });
    const exported = await as(memberCaller(memberId)).profile.export({});
    expect(JSON.stringify(exported)).toContain(trackingCode);
    const { memberCode } = await as(memberCaller(memberId)).profile.get({});
    await as(memberCaller(memberId)).profile.close({ memberCode });
    expect(await countOf("reward_label", "redemptionId = ?", [Number(redemptionId)])).toBe(0);
    const stands = "memberId = ? AND data LIKE ?";
    expect(await countOf("outbox_event", stands, [memberId, `%${trackingCode}%`])).toBe(0);
  });
});

describe("carriers", () => {
  useDatabase();

  it("are a kept list and the shop's own, which are edited by one at a time", async () => {
    const name = { "zh-CN": "同城跑腿", en: "City runner" };
    const wish = {
      code: fresh("R").toUpperCase().replace(/\W/g, "").slice(0, 12),
      name,
      enabled: true,
    };
    const shapes = ["RUN#{6}"];
    const saved = await desk.saveCarrier({ ...wish, shapes, revision: 0 });
    expect(await desk.saveCarrier({ ...wish, shapes, revision: 0 })).toEqual(saved);
    await expect(desk.saveCarrier({ ...wish, shapes: [], revision: 0 })).rejects.toMatchObject(
      refusal("VERSION_CONFLICT"),
    );
    const { redemptionId } = await waiting();
    const ship = async (label: object) => {
      const told = { redemptionId, carrier: "City runner", trackingCode: "RUN123456", ...label };
      return (await desk.ship({ shipments: [told] })).items[0]?.code;
    };
    expect(await ship({ trackingCode: "RUN1" })).toBe("TRACKING_CODE_UNUSUAL");
    await desk.saveCarrier({ ...wish, shapes, enabled: false, revision: saved.revision });
    expect(await ship({})).toBe("CARRIER_UNKNOWN");
    await desk.saveCarrier({ ...wish, shapes, enabled: true, revision: saved.revision + 1 });
    expect(await ship({})).toBeNull();
    expect(await parcelOf(redemptionId)).toMatchObject({ carrier: "City runner" });
  });

  it("of the kept list are switched off, and keep their name", async () => {
    await expect(
      desk.saveCarrier({
        code: "ARAMEX",
        name: { "zh-CN": "x", en: "x" },
        enabled: true,
        revision: 0,
      }),
    ).rejects.toMatchObject(refusal("VALIDATION_FAILED"));
    await desk.saveCarrier({ code: "ARAMEX", enabled: false, revision: 0 });
    const { items } = await desk.carriers({});
    expect(items.find((one) => one.code === "ARAMEX")).toMatchObject({
      ...{ enabled: false, isOwn: false, name: "Aramex", revision: 1 },
    });
  });
});
