import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { as, memberCaller, OPERATOR, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { changed, completed, NOON, orderRow, refunded, tell } from "@/testing/edits";
import { accountsOf, countOf, enrolled, fresh } from "@/testing/factories";
import { useBusinessTime } from "@/testing/program";
import { verifyLedger } from "../../points/service/verify";

const LATER = "2026-07-01T05:00:00Z";
const TODAY = "2026-07-02T04:00:00Z";

async function customer() {
  const { id, externalId } = await enrolled();
  return { id, who: externalId ?? "", orderId: fresh("o") };
}

const line = (lineId: string, yuan: number, quantity = 1) => ({
  ...{ lineId, sku: lineId, quantity, unitAmountMinor: yuan * 100 },
});

async function expectSound() {
  const { checks } = await verifyLedger(reader);
  expect(checks.flatMap(({ violations }) => violations)).toEqual([]);
}

const eventsOf = async (memberId: number, type: string) =>
  (
    await reader.rows<{ data: string }>(
      "SELECT data FROM outbox_event WHERE memberId = ? AND type = ? ORDER BY id",
      [memberId, type],
    )
  ).map(({ data }) => JSON.parse(data));

describe("an order that the shop edits", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("earns the difference in an entry of its own that says why, and lifts the tier", async () => {
    const { id, who, orderId } = await customer();
    await tell(completed(who, orderId, { yuan: 300 }));
    expect(await tell(changed(who, orderId, { yuan: 520 }))).toEqual({
      duplicate: false,
      actions: [
        {
          action: "ORDER_CHANGED",
          version: 1,
          paidAmountMinor: 52_000,
          paidBeforeMinor: 30_000,
          keptPoints: 520,
          keptPointsBefore: 300,
        },
        { action: "POINTS_EARNED", points: 220, transactionId: expect.any(String) },
        { action: "TIER_CHANGED", from: "REGISTERED", to: "BRONZE" },
      ],
    });
    expect(await accountsOf(id)).toMatchObject({ available: 520, spendMinor: 52_000 });
    const { items } = await as(memberCaller(id)).points.transactions({});
    expect(items[0]).toMatchObject({
      ...{ type: "EARN", referenceType: "CHANGE", points: 220 },
      breakdown: {
        ...{ orderId, version: 1, paidAmountMinor: 52_000, paidBeforeMinor: 30_000 },
        ...{ points: { before: 300, after: 520 } },
        order: { base: 520, points: 520, tier: { code: "REGISTERED", multiplierPct: 100 } },
      },
    });
    expect(await eventsOf(id, "order.changed")).toEqual([
      expect.objectContaining({ orderId, version: 1, amountMinor: 52_000, refunds: [] }),
    ]);
    const explained = await as(OPERATOR).points.explain({ memberId: String(id) });
    expect(explained.accounts.available.balance).toBe(520);
    await expectSound();
  });

  it("gives back the difference like a refund, with a debt where the points are gone", async () => {
    const { id, who, orderId } = await customer();
    await tell(completed(who, orderId, { yuan: 600 }));
    const use = { externalId: who, points: 500, orderAmountMinor: 1_000_000 };
    await as(SERVICE).points.use({ ...use, orderId: fresh("o") });
    const { actions } = await tell(changed(who, orderId, { yuan: 400 }));
    expect(actions).toEqual([
      expect.objectContaining({ keptPoints: 400, keptPointsBefore: 600 }),
      { action: "POINTS_CLAWED_BACK", points: 200, transactionId: expect.any(String) },
      { action: "TIER_CHANGED", from: "BRONZE", to: "REGISTERED" },
    ]);
    expect(await accountsOf(id)).toMatchObject({ available: 0, owed: 100, spendMinor: 40_000 });
    // What it earns once more pays what is owed first.
    await tell(changed(who, orderId, { yuan: 600, version: 2 }));
    expect(await accountsOf(id)).toMatchObject({ available: 100, owed: 0, tierCode: "BRONZE" });
    await expectSound();
  });

  it("is taken back as a whole by a refund after its edits, whichever lot has the points", async () => {
    const { id, who, orderId } = await customer();
    await tell(completed(who, orderId, { yuan: 100 }));
    await tell(changed(who, orderId, { yuan: 250, version: 1 }));
    await tell(changed(who, orderId, { yuan: 400, version: 2 }));
    expect(await accountsOf(id)).toMatchObject({ available: 400 });
    await tell(refunded(who, orderId, { refundId: fresh("r"), yuan: 400 }));
    expect(await accountsOf(id)).toMatchObject({ available: 0, owed: 0, spendMinor: 0 });
    expect(await orderRow(orderId)).toMatchObject({ earned: 400, clawed: 400 });
    await expectSound();
  });

  it("counts each version once: twice is a duplicate, otherwise refused, a lower one stale", async () => {
    const { id, who, orderId } = await customer();
    await tell(completed(who, orderId, { yuan: 100 }));
    const third = changed(who, orderId, { yuan: 300, version: 3 });
    await tell(third);
    expect(await tell(third)).toEqual({ actions: [expect.anything()], duplicate: true });
    await expect(tell(changed(who, orderId, { yuan: 301, version: 3 }))).rejects.toMatchObject({
      domainCode: "DUPLICATE_REFERENCE",
      facts: { orderId, version: 3 },
    });
    const second = changed(who, orderId, { yuan: 200, version: 2 });
    const stale = { action: "CHANGE_STALE", version: 2, counts: 3 };
    expect(await tell(second)).toEqual({ actions: [stale], duplicate: false });
    expect(await tell(second)).toMatchObject({ duplicate: true });
    expect(await accountsOf(id)).toMatchObject({ available: 300, spendMinor: 30_000 });
    // Whoever looks after the member sees what it was and is.
    const { orders, orderVersions } = as(OPERATOR).members;
    const memberId = String(id);
    expect((await orders({ memberId })).items).toMatchObject([{ orderId, version: 3 }]);
    expect((await orderVersions({ memberId, orderId })).items).toMatchObject([
      { version: 3, status: "APPLIED", paidAmountMinor: 30_000 },
      { version: 2, status: "STALE", paidAmountMinor: 20_000 },
      { version: 0, status: "FIRST", paidAmountMinor: 10_000 },
    ]);
    const foreign = orderVersions({ memberId: String((await enrolled()).id), orderId });
    await expect(foreign).rejects.toMatchObject({ domainCode: "ORDER_NOT_FOUND" });
  });

  it("is known as it was told first and as it is now, and contradicts anything else", async () => {
    const { who, orderId } = await customer();
    await tell(completed(who, orderId, { lines: [line("a", 100)] }));
    await tell(changed(who, orderId, { lines: [line("b", 150)] }));
    for (const lines of [[line("a", 100)], [line("b", 150)]]) {
      expect(await tell(completed(who, orderId, { lines }))).toMatchObject({ duplicate: true });
    }
    for (const lines of [[line("c", 100)], [line("b", 151)]]) {
      await expect(tell(completed(who, orderId, { lines }))).rejects.toMatchObject({
        domainCode: "DUPLICATE_REFERENCE",
      });
    }
    const stranger = await customer();
    await expect(
      tell(changed(stranger.who, orderId, { yuan: 1, version: 9 })),
    ).rejects.toMatchObject({ domainCode: "DUPLICATE_REFERENCE", facts: { differs: "member" } });
  });

  it("waits for its order, the highest version alone, and then counts before what else waits", async () => {
    const { id, who, orderId } = await customer();
    expect(await tell(changed(who, orderId, { yuan: 200, version: 2 }))).toEqual({ parked: true });
    expect(await tell(changed(who, orderId, { yuan: 200, version: 2 }))).toEqual({ parked: true });
    expect(await tell(changed(who, orderId, { yuan: 500, version: 5 }))).toEqual({ parked: true });
    expect(await tell(changed(who, orderId, { yuan: 300, version: 3 }))).toMatchObject({
      actions: [{ action: "CHANGE_STALE", version: 3, counts: 5 }],
    });
    await tell(refunded(who, orderId, { refundId: fresh("r"), yuan: 250, at: LATER }));
    const { actions = [] } = await tell(completed(who, orderId, { yuan: 100 }));
    expect(actions.map(({ action }) => action)).toEqual([
      ...["POINTS_EARNED", "ORDER_CHANGED", "POINTS_EARNED", "TIER_CHANGED"],
      ...["POINTS_CLAWED_BACK", "TIER_CHANGED"],
    ]);
    expect(await accountsOf(id)).toMatchObject({ available: 250, spendMinor: 25_000 });
    expect(await countOf("order_change", "told IS NOT NULL AND memberId = ?", [id])).toBe(0);
    await expectSound();
  });

  it("has no room for less than was refunded before it, by amount or by line", async () => {
    const { id, who, orderId } = await customer();
    const refundId = fresh("r");
    await tell(completed(who, orderId, { lines: [line("a", 100), line("b", 50)] }));
    await tell(refunded(who, orderId, { refundId, lines: [{ lineId: "b", quantity: 1 }] }));
    const refusal = { domainCode: "CHANGE_BELOW_REFUNDED" };
    const below = { orderId, refundId, refundedMinor: 5_000 };
    const without = changed(who, orderId, { lines: [line("a", 100)], at: LATER });
    await expect(tell(without)).rejects.toMatchObject({
      ...refusal,
      facts: { ...below, lineId: "b" },
    });
    const less = changed(who, orderId, { lines: [line("a", 100), line("b", 40)], at: LATER });
    await expect(tell(less)).rejects.toMatchObject({ ...refusal, facts: below });
    expect(await accountsOf(id)).toMatchObject({ available: 100, spendMinor: 10_000 });
    await tell(changed(who, orderId, { lines: [line("a", 20), line("b", 50)], at: LATER }));
    expect(await accountsOf(id)).toMatchObject({ available: 20, spendMinor: 2_000 });
    expect(await orderRow(orderId)).toMatchObject({ refundedMinor: 5_000, earned: 70, clawed: 50 });
    await expectSound();
  });

  it("made before a refund that came first, lets it count as far as it fits", async () => {
    const { id, who, orderId } = await customer();
    const refundId = fresh("r");
    await tell(completed(who, orderId, { yuan: 100 }));
    await tell(refunded(who, orderId, { refundId, yuan: 80, at: LATER }));
    const { actions = [] } = await tell(changed(who, orderId, { yuan: 50 }));
    const left = { refundId, countedMinor: 5_000, leftOverMinor: 3_000 };
    expect(actions).toContainEqual({ action: "REFUND_LEFT_OVER", ...left });
    expect(await accountsOf(id)).toMatchObject({ available: 0, spendMinor: 0 });
    const [told] = await eventsOf(id, "order.changed");
    expect(told.refunds).toEqual([expect.objectContaining({ refundId, changeMinor: -3_000 })]);
    // Paid again for more, all of it counts.
    await tell(changed(who, orderId, { yuan: 90, version: 2, at: LATER }));
    expect(await orderRow(orderId)).toMatchObject({ refundedMinor: 8_000 });
    expect(await accountsOf(id)).toMatchObject({ available: 10, spendMinor: 1_000 });
    await expectSound();
  });

  it("keeps frozen what its open returns would take now, more or less than before", async () => {
    const { id, who, orderId } = await customer();
    await tell(completed(who, orderId, { yuan: 100 }));
    const asked = { externalId: who, orderId, returnId: fresh("b"), amountMinor: 5_000 };
    await tell({ type: "RETURN_REQUESTED", timestamp: NOON, data: asked });
    expect(await accountsOf(id)).toMatchObject({ available: 50, frozen: 50 });
    await tell(changed(who, orderId, { yuan: 50 }));
    expect(await accountsOf(id)).toMatchObject({ available: 0, frozen: 50 });
    await tell(changed(who, orderId, { yuan: 20, version: 2 }));
    expect(await accountsOf(id)).toMatchObject({ available: 0, frozen: 20, owed: 0 });
    await tell(changed(who, orderId, { yuan: 200, version: 3 }));
    expect(await accountsOf(id)).toMatchObject({ available: 150, frozen: 50 });
    await tell({ type: "RETURN_REJECTED", timestamp: NOON, data: asked });
    expect(await accountsOf(id)).toMatchObject({ available: 200, frozen: 0 });
    await expectSound();
  });

  it("that was cancelled is what the edit says, and moves nothing", async () => {
    const { id, who, orderId } = await customer();
    await tell(completed(who, orderId, { yuan: 100 }));
    await tell({ type: "ORDER_CANCELLED", timestamp: NOON, data: { externalId: who, orderId } });
    expect(await tell(changed(who, orderId, { yuan: 300 }))).toMatchObject({
      actions: [{ action: "NONE", reason: "ORDER_CANCELLED" }],
    });
    expect(await accountsOf(id)).toMatchObject({ available: 0, spendMinor: 0 });
    expect(await orderRow(orderId)).toMatchObject({ paidAmountMinor: 30_000 });
    await expectSound();
  });

  it("gives back points that pay more of it than its cap by now", async () => {
    const { id, who, orderId } = await customer();
    const custom = { event: "CUSTOM", referenceId: fresh("c"), points: 10_000 } as const;
    await as(SERVICE).orders.earn({ externalId: who, ...custom });
    await as(SERVICE).points.use({
      externalId: who,
      orderId,
      points: 6_000,
      orderAmountMinor: 20_000,
    });
    await tell(completed(who, orderId, { yuan: 140 }));
    expect(await accountsOf(id)).toMatchObject({ available: 4_140 });
    // Worth ¥100 before points, of which ¥30 may be paid so.
    const { actions = [] } = await tell(changed(who, orderId, { yuan: 40 }));
    expect(actions).toContainEqual(
      expect.objectContaining({ action: "POINTS_RESTORED", points: 3_000 }),
    );
    expect(await accountsOf(id)).toMatchObject({ available: 7_040 });
    await expectSound();
  });

  it("of who is gone moves the spend alone", async () => {
    const { id, who, orderId } = await customer();
    await tell(completed(who, orderId, { yuan: 100 }));
    await as(OPERATOR).members.close({ memberId: String(id), reason: "asked for" });
    for (const [yuan, version] of [
      [300, 1],
      [50, 2],
    ] as const) {
      const { actions = [] } = await tell(changed(who, orderId, { yuan, version }));
      expect(actions[0]).toEqual({ action: "NONE", reason: "MEMBER_CLOSED" });
      const moved = { available: 0, pending: 0, owed: 0, spendMinor: yuan * 100 };
      expect(await accountsOf(id)).toMatchObject(moved);
    }
    await expectSound();
  });
});
