import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { as, at, OPERATOR } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import {
  accountsOf,
  bought,
  countOf,
  enrolled,
  fresh,
  LONG_AGO,
  refunded,
} from "@/testing/factories";
import { useBusinessTime, useProgram } from "@/testing/program";
import { setStatus } from "../../members/service/members";
import { verifyLedger } from "../../points/service/verify";
import { cancelOrder } from "./cancel";
import { completeOrder } from "./complete";

const TODAY = "2026-07-01T04:00:00Z";

const NOW = new Date("2026-05-10T04:00:00Z");
const later = (ms: number) => new Date(NOW.getTime() + ms);

function completed(
  memberId: number,
  paidAmountMinor: number,
  changes: { orderId?: string; paidAt?: Date; now?: Date } = {},
) {
  const { orderId = fresh("o"), paidAt = NOW, now = NOW } = changes;
  return at(now, (work) => completeOrder(work, { memberId }, { orderId, paidAmountMinor, paidAt }));
}

describe("an order that was paid", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it.each([
    ["¥299.00", 29_900, 299],
    ["¥299.99, whole yuan only", 29_999, 299],
    ["¥1.00", 100, 1],
  ])("of %s earns %i points for its money", async (_, paid, points) => {
    const { id } = await enrolled();
    const { actions, duplicate } = await completed(id, paid);
    expect(duplicate).toBe(false);
    expect(actions[0]).toEqual({
      action: "POINTS_EARNED",
      points,
      transactionId: expect.any(Number),
    });
    expect(await accountsOf(id)).toMatchObject({ available: points, spendMinor: paid });
  });

  it.each([
    ["nothing", 0],
    ["less than a yuan", 99],
  ])("of %s counts as an order and writes no entry", async (_, paid) => {
    const { id } = await enrolled();
    expect(await completed(id, paid)).toEqual({
      actions: [{ action: "NONE", reason: "NO_POINTS" }],
      duplicate: false,
    });
    const { spend, points } = await as(OPERATOR).members.get({ memberId: String(id) });
    expect(spend).toEqual({ lifetimeMinor: paid, qualifyingMinor: paid, orders: 1 });
    expect(points.totalEarned).toBe(0);
    expect(await countOf("points_entry", "memberId = ?", [id])).toBe(0);
  });

  it("explains its points and names who and which version decided", async () => {
    const { id } = await enrolled();
    const orderId = fresh("o");
    await completed(id, 250_000);
    await completed(id, 33_960, { orderId });
    const entry = await reader.row<{ breakdown: string }>(
      `SELECT type, actor, programVersionId, referenceType, effectiveAt, createdAt, expiresAt, breakdown
         FROM points_entry WHERE memberId = ? AND referenceId = ?`,
      [id, orderId],
    );
    expect(entry).toMatchObject({
      type: "EARN",
      actor: "system",
      programVersionId: 1,
      referenceType: "ORDER",
      effectiveAt: NOW,
      createdAt: NOW,
      expiresAt: new Date("2028-05-11T00:00:00+08:00"),
    });
    expect(JSON.parse(entry?.breakdown ?? "")).toMatchObject({
      orderId,
      paidAmountMinor: 33_960,
      base: 339,
      tier: { code: "SILVER", multiplierPct: 120 },
    });
  });

  it("counts from when it was paid, not from when the shop told of it", async () => {
    const { id } = await enrolled();
    const paidAt = new Date("2026-02-28T15:59:59Z");
    await completed(id, 10_000, { paidAt });
    const { expiring } = await as(OPERATOR).points.balance({ memberId: String(id) });
    expect(expiring).toEqual([{ points: 100, expiresAt: "2028-02-28T16:00:00.000Z" }]);
  });

  it("pays what is owed first", async () => {
    const { id } = await enrolled();
    const first = await bought(id, { yuan: 100 });
    const { payWithPoints } = await import("../../points/service/pay-with-points");
    const use = { points: 100, orderId: fresh("o"), orderAmountMinor: 100_000 };
    await at(LONG_AGO, (work) => payWithPoints(work, { memberId: id }, use));
    await refunded(id, { orderId: first.orderId, yuan: 100 });
    expect(await accountsOf(id)).toMatchObject({ available: 0, owed: 100 });
    const { actions } = await completed(id, 6_000);
    expect(actions[0]).toMatchObject({ action: "POINTS_EARNED", points: 60 });
    expect(await accountsOf(id)).toMatchObject({ available: 0, owed: 40 });
    await completed(id, 7_000);
    expect(await accountsOf(id)).toMatchObject({ available: 30, owed: 0 });
  });

  it.each([
    ["exactly five minutes ahead is taken", 300_000, true],
    ["a millisecond more is refused", 300_001, false],
  ])("%s", async (_, aheadMs, taken) => {
    const { id } = await enrolled();
    const order = completed(id, 10_000, { paidAt: later(aheadMs) });
    if (taken) await expect(order).resolves.toMatchObject({ duplicate: false });
    else {
      await expect(order).rejects.toMatchObject({
        domainCode: "VALIDATION_FAILED",
        errors: [{ path: "data.paidAt" }],
      });
      expect(await countOf("shop_order", "memberId = ?", [id])).toBe(0);
    }
  });

  it.each([
    ["the first moment of 2000 is taken", "2000-01-01T00:00:00.000Z", true],
    ["a millisecond before is refused", "1999-12-31T23:59:59.999Z", false],
    ["the year 1000 is refused", "1000-06-01T00:00:00.000Z", false],
  ])("%s", async (_, moment, taken) => {
    const { id } = await enrolled();
    const order = completed(id, 10_000, { paidAt: new Date(moment) });
    if (taken) await expect(order).resolves.toMatchObject({ duplicate: false });
    else {
      await expect(order).rejects.toMatchObject({
        domainCode: "VALIDATION_FAILED",
        errors: [{ path: "data.paidAt", message: "≥ 2000-01-01T00:00:00.000Z" }],
      });
    }
    expect(await countOf("shop_order", "memberId = ?", [id])).toBe(taken ? 1 : 0);
  });

  it("of more points than one operation may move is refused and leaves nothing", async () => {
    const { id } = await enrolled();
    await expect(completed(id, 100_000_000_100)).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
    });
    expect(await countOf("shop_order", "memberId = ?", [id])).toBe(0);
    expect(await completed(id, 100_000_000_000)).toMatchObject({ duplicate: false });
    expect(await accountsOf(id)).toMatchObject({ available: 1_000_000_000 });
  });

  it("still earns for a frozen member", async () => {
    const { id } = await enrolled();
    await at(NOW, (work) => setStatus(work, { memberId: id }, "FROZEN", "checked"));
    await completed(id, 50_000);
    expect(await accountsOf(id)).toMatchObject({ available: 500, tierCode: "BRONZE" });
  });
});

describe("an order told again", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("answers as a duplicate, whatever the moment and the tier by now", async () => {
    const { id } = await enrolled();
    const orderId = fresh("o");
    await completed(id, 600_000, { orderId });
    const before = await accountsOf(id);
    const again = await completed(id, 600_000, {
      orderId,
      paidAt: later(-86_400_000),
      now: later(1),
    });
    expect(again).toEqual({ actions: [{ action: "NONE", reason: "DUPLICATE" }], duplicate: true });
    expect(await accountsOf(id)).toEqual(before);
    expect(before).toMatchObject({ available: 6000, tierCode: "GOLD" });
  });

  it.each([
    ["another amount", "paidAmountMinor"],
    ["another member", "member"],
    ["another amount that is nothing", "paidAmountMinor"],
  ])("contradicts with %s and moves nothing", async (what, differs) => {
    const [one, other] = await Promise.all([enrolled(), enrolled()]);
    const orderId = fresh("o");
    await completed(one.id, 20_000, { orderId });
    const amount = what.endsWith("nothing") ? 0 : 20_001;
    const contradiction =
      differs === "member"
        ? completed(other.id, 20_000, { orderId })
        : completed(one.id, amount, { orderId });
    await expect(contradiction).rejects.toMatchObject({
      domainCode: "DUPLICATE_REFERENCE",
      facts: { orderId, differs },
    });
    expect(await accountsOf(one.id)).toMatchObject({ available: 200 });
    expect(await accountsOf(other.id)).toMatchObject({ available: 0, spendMinor: 0 });
  });

  it("is another order where only the case of its id differs", async () => {
    const { id } = await enrolled();
    const orderId = fresh("Order");
    await completed(id, 10_000, { orderId });
    expect(await completed(id, 10_000, { orderId: orderId.toUpperCase() })).toMatchObject({
      duplicate: false,
    });
    expect(await accountsOf(id)).toMatchObject({ available: 200 });
  });
});

describe("the tier after an order", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it.each([
    ["one step", [50_000], ["BRONZE"]],
    ["none, a fen short", [49_999], [undefined]],
    ["at the fen that was missing", [49_999, 1], [undefined, "BRONZE"]],
    ["several at once", [500_000], ["GOLD"]],
    ["all of them at once", [1_000_000], ["DIAMOND"]],
    [
      "one after the other",
      [50_000, 150_000, 300_000, 500_000],
      ["BRONZE", "SILVER", "GOLD", "DIAMOND"],
    ],
  ])("goes up %s, in the order’s own transaction", async (_, amounts, reached) => {
    const { id } = await enrolled();
    const moves: (string | undefined)[] = [];
    for (const amount of amounts) {
      const { actions } = await completed(id, amount);
      const move = actions.find((action) => action.action === "TIER_CHANGED");
      moves.push(move?.to);
    }
    expect(moves).toEqual(reached);
    const changes = reached.filter(Boolean).length;
    expect(await countOf("outbox_event", "memberId = ? AND type = 'tier.changed'", [id])).toBe(
      changes,
    );
    expect(await countOf("tier_change", "memberId = ? AND cause = 'ORDER'", [id])).toBe(changes);
  });

  it("is not yet the one that its points are counted by", async () => {
    const { id } = await enrolled();
    const first = await completed(id, 1_000_000);
    expect(first.actions[0]).toMatchObject({ points: 10_000 });
    const second = await completed(id, 10_000);
    expect(second.actions[0]).toMatchObject({ points: 200 });
  });

  it("is as high as the spend of many small orders", async () => {
    const { id } = await enrolled();
    for (let n = 0; n < 10; n++) await completed(id, 5_000);
    expect(await accountsOf(id)).toMatchObject({ tierCode: "BRONZE", spendMinor: 50_000 });
  });
});

describe("an order of a closed member", () => {
  useDatabase();
  useBusinessTime(TODAY);

  async function closed() {
    const { id } = await enrolled();
    await at(NOW, async (work) => {
      await work.tx.write("UPDATE member SET status = 'CLOSED' WHERE id = ?", [id]);
    });
    return id;
  }

  async function faultsOf(id: number) {
    const { checks } = await verifyLedger(reader);
    return checks.flatMap(({ violations }) => violations.filter(({ memberId }) => memberId === id));
  }

  it("earns nothing, keeps the tier and leaves the figures right", async () => {
    const id = await closed();
    expect(await completed(id, 50_000)).toEqual({
      actions: [{ action: "NONE", reason: "MEMBER_CLOSED" }],
      duplicate: false,
    });
    expect(await accountsOf(id)).toMatchObject({ available: 0, tierCode: "REGISTERED" });
    expect(await countOf("points_entry", "memberId = ?", [id])).toBe(0);
    expect(await faultsOf(id)).toEqual([]);
  });

  it("may be refunded and cancelled like any other", async () => {
    const id = await closed();
    const orderIds = [fresh("o"), fresh("o")] as const;
    for (const orderId of orderIds) await completed(id, 50_000, { orderId });
    await refunded(id, { orderId: orderIds[0], yuan: 200, now: NOW });
    await at(NOW, (work) => cancelOrder(work, { memberId: id }, orderIds[1]));
    expect(await accountsOf(id)).toMatchObject({ available: 0, owed: 0, spendMinor: 30_000 });
    expect(await faultsOf(id)).toEqual([]);
  });

  it("takes the refunds that waited for it", async () => {
    const { id } = await enrolled();
    const orderId = fresh("o");
    await refunded(id, { orderId, yuan: 100 });
    await at(NOW, async (work) => {
      await work.tx.write("UPDATE member SET status = 'CLOSED' WHERE id = ?", [id]);
    });
    await completed(id, 50_000, { orderId });
    expect(await accountsOf(id)).toMatchObject({ available: 0, owed: 0, spendMinor: 40_000 });
    expect(await countOf("order_refund", "memberId = ? AND status = 'APPLIED'", [id])).toBe(1);
    expect(await faultsOf(id)).toEqual([]);
  });
});

describe("an order under rules with other numbers", () => {
  useDatabase();
  useBusinessTime(TODAY);
  useProgram({ earn: { pointsPerYuan: 3, expiryMonths: 6 } }, (rung) => ({
    ...rung,
    thresholdMinor: rung.thresholdMinor / 10,
    multiplierPct: 250,
  }));

  it("goes by them and names their version", async () => {
    const { id } = await enrolled();
    await completed(id, 10_050);
    expect(await accountsOf(id)).toMatchObject({ available: 750, tierCode: "BRONZE" });
    const { expiring } = await as(OPERATOR).points.balance({ memberId: String(id) });
    expect(expiring[0]?.expiresAt).toBe("2026-11-10T16:00:00.000Z");
    const version = await reader.row<{ id: number }>(
      "SELECT activeVersionId AS id FROM program_state",
    );
    const named = [id, version?.id ?? 0];
    expect(version?.id).toBeGreaterThan(1);
    expect(await countOf("points_entry", "memberId = ? AND programVersionId = ?", named)).toBe(1);
    expect(await countOf("tier_change", "memberId = ? AND programVersionId = ?", named)).toBe(1);
  });
});
