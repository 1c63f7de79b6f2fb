import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { as, at, OPERATOR, SERVICE } from "@/testing/actors";
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
import { useBusinessTime } from "@/testing/program";
import { setStatus } from "../../members/service/members";
import { payWithPoints } from "../../points/service/pay-with-points";
import { refundOrder } from "./refund";

const TODAY = "2026-07-01T04:00:00Z";

interface OrderFigures {
  refundedMinor: number;
  pointsEarned: number;
  pointsClawed: number;
}

function orderOf(orderId: string) {
  return reader.row<OrderFigures>(
    "SELECT refundedMinor, pointsEarned, pointsClawed FROM shop_order WHERE orderId = ?",
    [orderId],
  );
}

function refundStatus(refundId: string) {
  return reader.row<{ status: string; refusal: string | null }>(
    "SELECT status, refusal FROM order_refund WHERE refundId = ?",
    [refundId],
  );
}

function spend(
  memberId: number,
  points: number,
  orderId = fresh("o"),
  orderAmountMinor = 1_000_000,
) {
  const use = { points, orderId, orderAmountMinor };
  return at(LONG_AGO, (work) => payWithPoints(work, { memberId }, use));
}

describe("refunding an order", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("takes back all its points and spend for all its money", async () => {
    const { id } = await enrolled();
    const { orderId } = await bought(id, { yuan: 299 });
    expect(await refunded(id, { orderId, yuan: 299 })).toEqual({
      actions: [{ action: "POINTS_CLAWED_BACK", points: 299, transactionId: expect.any(Number) }],
      duplicate: false,
    });
    expect(await accountsOf(id)).toMatchObject({ available: 0, owed: 0, spendMinor: 0 });
    expect(await orderOf(orderId)).toEqual({
      refundedMinor: 29_900,
      pointsEarned: 299,
      pointsClawed: 299,
    });
    const { points } = await as(OPERATOR).members.get({ memberId: String(id) });
    expect(points).toMatchObject({ totalEarned: 299, totalRedeemed: 0, totalExpired: 0 });
  });

  it.each([
    ["at once", [99_99]],
    ["in thirds", [33_33, 33_33, 33_33]],
    ["a fen and the rest", [1, 99_98]],
    ["all but a fen, then the fen", [99_98, 1]],
    ["in many odd parts", [7_77, 11_11, 1, 2, 3, 44_44, 36_61]],
  ])("takes the same %s", async (_, parts) => {
    const { id } = await enrolled();
    const { orderId } = await bought(id, { yuan: 99.99 });
    let total = 0;
    for (const part of parts) {
      await refunded(id, { orderId, yuan: part / 100 });
      total += part;
      const kept = Math.floor((99 * (9999 - total)) / 9999);
      expect(await accountsOf(id)).toMatchObject({ available: kept, spendMinor: 9999 - total });
    }
    expect(total).toBe(9999);
    expect(await orderOf(orderId)).toEqual({
      refundedMinor: 9999,
      pointsEarned: 99,
      pointsClawed: 99,
    });
  });

  it("leaves the worked example’s 66 of 100 points for a third of the money", async () => {
    const { id } = await enrolled();
    const { orderId } = await bought(id, { yuan: 100.0 });
    await refunded(id, { orderId, yuan: 33.34 });
    expect(await accountsOf(id)).toMatchObject({ available: 66 });
  });

  it("takes what the order earned by its own tier, not by today’s", async () => {
    const { id } = await enrolled();
    const first = await bought(id, { yuan: 2000 });
    const second = await bought(id, { yuan: 500 });
    expect(await accountsOf(id)).toMatchObject({ available: 2000 + 600, tierCode: "SILVER" });
    await refunded(id, { orderId: first.orderId, yuan: 2000 });
    expect(await accountsOf(id)).toMatchObject({ available: 600, tierCode: "BRONZE" });
    await refunded(id, { orderId: second.orderId, yuan: 500 });
    expect(await accountsOf(id)).toMatchObject({ available: 0, owed: 0, tierCode: "REGISTERED" });
  });

  it("of money that earned nothing moves no points and says so", async () => {
    const { id } = await enrolled();
    const { orderId } = await bought(id, { yuan: 0.5 });
    expect(await refunded(id, { orderId, yuan: 0.5 })).toEqual({
      actions: [{ action: "NONE", reason: "NO_POINTS" }],
      duplicate: false,
    });
    expect(await accountsOf(id)).toMatchObject({ spendMinor: 0 });
  });

  it("explains itself in the ledger", async () => {
    const { id } = await enrolled();
    const { orderId } = await bought(id, { yuan: 100 });
    const refundId = fresh("r");
    await refunded(id, { orderId, yuan: 50, refundId });
    const { items } = await as(OPERATOR).points.transactions({
      memberId: String(id),
      type: "CLAW_BACK",
    });
    expect(items).toMatchObject([
      {
        type: "CLAW_BACK",
        points: -50,
        balanceAfter: 50,
        referenceType: "REFUND",
        referenceId: refundId,
        breakdown: { orderId, refundId, paidAmountMinor: 10_000, refundedMinor: 5_000 },
      },
    ]);
    expect(
      await countOf("outbox_event", "memberId = ? AND type = 'points.clawed_back'", [id]),
    ).toBe(1);
  });

  it.each([
    ["what was paid", [100.01], 10_000],
    ["what is left", [60, 40.01], 4_000],
  ])("counts as far as it fits %s and says what is left over", async (_, parts, countedMinor) => {
    const { id } = await enrolled();
    const { orderId } = await bought(id, { yuan: 100 });
    for (const yuan of parts.slice(0, -1)) await refunded(id, { orderId, yuan });
    const refundId = fresh("r");
    const { actions = [] } = await refunded(id, { orderId, yuan: parts.at(-1) ?? 0, refundId });
    const leftOver = { action: "REFUND_LEFT_OVER", refundId, countedMinor, leftOverMinor: 1 };
    expect(actions).toContainEqual(leftOver);
    expect(await accountsOf(id)).toMatchObject({ available: 0, owed: 0, spendMinor: 0 });
    expect(await orderOf(orderId)).toMatchObject({ refundedMinor: 10_000, pointsClawed: 100 });
  });

  it("refuses anything after everything and writes nothing", async () => {
    const { id } = await enrolled();
    const { orderId } = await bought(id, { yuan: 100 });
    await refunded(id, { orderId, yuan: 100 });
    const before = [await accountsOf(id), await orderOf(orderId)];
    const refundId = fresh("r");
    await expect(refunded(id, { orderId, yuan: 0.01, refundId })).rejects.toMatchObject({
      domainCode: "REFUND_EXCEEDS_PAID",
      facts: { orderId, paidAmountMinor: 10_000 },
    });
    expect([await accountsOf(id), await orderOf(orderId)]).toEqual(before);
    expect(await refundStatus(refundId)).toBeUndefined();
  });

  it("keeps what is refunded of an order that cost nothing and whose worth nobody told", async () => {
    const { id } = await enrolled();
    const { orderId } = await bought(id, { yuan: 0 });
    const answer = { actions: [{ action: "NONE", reason: "NO_POINTS" }], duplicate: false };
    expect(await refunded(id, { orderId, yuan: 0.01 })).toEqual(answer);
    expect(await accountsOf(id)).toMatchObject({ available: 0, owed: 0, spendMinor: 0 });
  });

  it("refuses one that lies more than five minutes ahead", async () => {
    const { id } = await enrolled();
    const { orderId } = await bought(id, { yuan: 100 });
    const refund = {
      orderId,
      refundId: fresh("r"),
      amountMinor: 100,
      refundedAt: new Date(LONG_AGO.getTime() + 300_001),
      returnId: null,
    };
    await expect(
      at(LONG_AGO, (work) => refundOrder(work, { memberId: id }, refund)),
    ).rejects.toMatchObject({ domainCode: "VALIDATION_FAILED" });
  });
});

describe("a refund told again", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("answers as a duplicate and moves nothing", async () => {
    const { id } = await enrolled();
    const refund = { ...(await bought(id, { yuan: 100 })), yuan: 30, refundId: fresh("r") };
    await refunded(id, refund);
    expect(await refunded(id, refund)).toEqual({
      actions: [{ action: "NONE", reason: "DUPLICATE" }],
      duplicate: true,
    });
    expect(await accountsOf(id)).toMatchObject({ available: 70, spendMinor: 7_000 });
  });

  it.each(["another amount", "another order", "another member"])(
    "contradicts with %s",
    async (what) => {
      const [one, other] = await Promise.all([enrolled(), enrolled()]);
      const first = await bought(one.id, { yuan: 100 });
      const second = await bought(one.id, { yuan: 100 });
      const refundId = fresh("r");
      await refunded(one.id, { orderId: first.orderId, yuan: 30, refundId });
      const again = {
        orderId: what === "another order" ? second.orderId : first.orderId,
        yuan: what === "another amount" ? 31 : 30,
        refundId,
      };
      const memberId = what === "another member" ? other.id : one.id;
      await expect(refunded(memberId, again)).rejects.toMatchObject({
        domainCode: "DUPLICATE_REFERENCE",
      });
      expect(await accountsOf(one.id)).toMatchObject({ available: 170 });
    },
  );

  it("of another member’s order is refused and leaves the order alone", async () => {
    const [one, other] = await Promise.all([enrolled(), enrolled()]);
    const { orderId } = await bought(one.id, { yuan: 100 });
    await expect(refunded(other.id, { orderId, yuan: 30 })).rejects.toMatchObject({
      domainCode: "DUPLICATE_REFERENCE",
      facts: { orderId, differs: "member" },
    });
    expect(await orderOf(orderId)).toMatchObject({ refundedMinor: 0 });
  });
});

describe("a refund that comes before its order", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("waits, also when told twice, and is applied when the order comes", async () => {
    const { id } = await enrolled();
    const refund = { orderId: fresh("o"), yuan: 40, refundId: fresh("r") };
    for (let told = 0; told < 2; told++)
      expect(await refunded(id, refund)).toEqual({ parked: true });
    expect(await accountsOf(id)).toMatchObject({ available: 0, spendMinor: 0, owed: 0 });
    const { actions } = await bought(id, { yuan: 100, orderId: refund.orderId });
    expect(actions.map(({ action }) => action)).toEqual(["POINTS_EARNED", "POINTS_CLAWED_BACK"]);
    expect(await accountsOf(id)).toMatchObject({ available: 60, spendMinor: 6_000 });
    expect(await refunded(id, refund)).toMatchObject({ duplicate: true });
    expect(await refundStatus(refund.refundId)).toEqual({ status: "APPLIED", refusal: null });
  });

  it("waits with others, which are applied by event time until the money is gone", async () => {
    const { id } = await enrolled();
    const orderId = fresh("o");
    const late = { orderId, yuan: 50, refundId: fresh("late"), now: "2026-01-07T00:00:00Z" };
    const early = { orderId, yuan: 80, refundId: fresh("early"), now: "2026-01-06T00:00:00Z" };
    const last = { orderId, yuan: 20, refundId: fresh("last"), now: "2026-01-08T00:00:00Z" };
    await refunded(id, late);
    await refunded(id, { ...early, now: "2026-01-06T00:00:00Z" });
    await refunded(id, last);
    await bought(id, { yuan: 100, orderId, now: "2026-01-09T00:00:00Z" });
    expect(await accountsOf(id)).toMatchObject({ available: 0, owed: 0, spendMinor: 0 });
    expect(await refundStatus(early.refundId)).toMatchObject({ status: "APPLIED" });
    expect(await refundStatus(late.refundId)).toMatchObject({ status: "APPLIED" });
    expect(await refundStatus(last.refundId)).toEqual({
      status: "REFUSED",
      refusal: "REFUND_EXCEEDS_PAID",
    });
  });

  it("and of which nothing fits is refused, said, told to the world, while the order counts", async () => {
    const { id } = await enrolled();
    const orderId = fresh("o");
    const all = { orderId, yuan: 100, refundId: fresh("r") };
    const more = { orderId, yuan: 20, refundId: fresh("r"), now: "2026-01-06T00:00:00Z" };
    await refunded(id, all);
    await refunded(id, more);
    const { actions } = await bought(id, { yuan: 100, orderId, now: "2026-01-07T00:00:00Z" });
    const reason = "REFUND_EXCEEDS_PAID";
    const refused = { action: "PARKED_REFUSED", kind: "REFUND", id: more.refundId, reason };
    expect(actions).toContainEqual(refused);
    expect(await accountsOf(id)).toMatchObject({ available: 0, spendMinor: 0, owed: 0 });
    expect(await refundStatus(more.refundId)).toEqual({ status: "REFUSED", refusal: reason });
    const [event] = await reader.rows<{ data: string }>(
      "SELECT data FROM outbox_event WHERE memberId = ? AND type = 'order.parked_refused'",
      [id],
    );
    expect(JSON.parse(event?.data ?? "{}")).toMatchObject({
      ...{ orderId, kind: "REFUND", id: more.refundId, amountMinor: 2_000, reason },
    });
  });

  it("shows its order as unknown until it comes", async () => {
    const { id } = await enrolled();
    const orderId = fresh("o");
    await refunded(id, { orderId, yuan: 40 });
    const who = { memberId: String(id) };
    expect((await as(OPERATOR).members.orders(who)).items).toMatchObject([
      { orderId, status: "UNKNOWN", paidAmountMinor: null, paidAt: null },
    ]);
    await bought(id, { yuan: 100, orderId });
    expect((await as(OPERATOR).members.orders(who)).items).toMatchObject([
      { orderId, status: "PARTIALLY_REFUNDED", paidAmountMinor: 10_000, refundedMinor: 4_000 },
    ]);
  });

  it("of one member keeps the order from another", async () => {
    const [one, other] = await Promise.all([enrolled(), enrolled()]);
    const orderId = fresh("o");
    await refunded(one.id, { orderId, yuan: 40 });
    await expect(bought(other.id, { yuan: 100, orderId })).rejects.toMatchObject({
      domainCode: "DUPLICATE_REFERENCE",
      facts: { differs: "member" },
    });
  });

  it("lets an order that jumps a tier and loses it again end where its spend is", async () => {
    const { id } = await enrolled();
    const orderId = fresh("o");
    await refunded(id, { orderId, yuan: 1600 });
    const { actions } = await bought(id, { yuan: 2000, orderId });
    expect(actions.filter((action) => action.action === "TIER_CHANGED")).toEqual([
      { action: "TIER_CHANGED", from: "REGISTERED", to: "SILVER" },
      { action: "TIER_CHANGED", from: "SILVER", to: "REGISTERED" },
    ]);
    expect(await accountsOf(id)).toMatchObject({ tierCode: "REGISTERED", available: 400 });
  });
});

describe("points that were spent before the refund", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("become owed, and the next earning pays them", async () => {
    const { id } = await enrolled();
    const { orderId } = await bought(id, { yuan: 300 });
    await spend(id, 250);
    await refunded(id, { orderId, yuan: 300 });
    expect(await accountsOf(id)).toMatchObject({ available: 0, owed: 250, spendMinor: 0 });
    await bought(id, { yuan: 100 });
    expect(await accountsOf(id)).toMatchObject({ available: 0, owed: 150 });
    await bought(id, { yuan: 200 });
    expect(await accountsOf(id)).toMatchObject({ available: 50, owed: 0 });
  });

  it("are taken from other lots first, the earliest to expire before", async () => {
    const { id } = await enrolled();
    const refundedOrder = await bought(id, { yuan: 100, now: "2026-01-05T00:00:00Z" });
    await bought(id, { yuan: 80, now: "2026-03-01T00:00:00Z" });
    await bought(id, { yuan: 80, now: "2026-02-01T00:00:00Z" });
    await at("2026-03-02T00:00:00Z", (work) =>
      payWithPoints(
        work,
        { memberId: id },
        { points: 100, orderId: fresh("o"), orderAmountMinor: 100_000 },
      ),
    );
    await refunded(id, { orderId: refundedOrder.orderId, yuan: 100, now: "2026-03-03T00:00:00Z" });
    const { expiring } = await as(OPERATOR).points.balance({ memberId: String(id) });
    expect(expiring).toEqual([{ points: 60, expiresAt: "2028-03-01T16:00:00.000Z" }]);
    expect(await accountsOf(id)).toMatchObject({ available: 60, owed: 0 });
  });

  it("are clawed back from a frozen member too", async () => {
    const { id } = await enrolled();
    const { orderId } = await bought(id, { yuan: 300 });
    await spend(id, 250);
    await at(LONG_AGO, (work) => setStatus(work, { memberId: id }, "FROZEN", "checked"));
    await refunded(id, { orderId, yuan: 300 });
    expect(await accountsOf(id)).toMatchObject({ available: 0, owed: 250 });
  });

  it("may refuse the member another redemption, with what is there", async () => {
    const { id } = await enrolled();
    const { orderId } = await bought(id, { yuan: 300 });
    await spend(id, 250);
    await refunded(id, { orderId, yuan: 300 });
    await expect(spend(id, 1)).rejects.toMatchObject({
      domainCode: "INSUFFICIENT_POINTS",
      facts: { required: 1, available: 0, shortage: 1 },
    });
  });
});

describe("the points-paid part of a refunded order", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it.each([
    ["at once", [100]],
    ["in thirds", [33.33, 33.33, 33.34]],
    ["in halves", [50, 50]],
    ["in odd parts", [0.01, 17.49, 82.5]],
  ])("comes back pro rata %s and in the end exactly", async (_, parts) => {
    const { id } = await enrolled();
    await bought(id, { yuan: 400 });
    const orderId = fresh("o");
    await spend(id, 77, orderId);
    await bought(id, { yuan: 100, orderId });
    let refundedYuan = 0;
    for (const yuan of parts) {
      await refunded(id, { orderId, yuan });
      refundedYuan += yuan;
      const leftMinor = Math.round((100 - refundedYuan) * 100);
      const kept = Math.floor((100 * leftMinor) / 10_000);
      const stillUsed = Math.floor((77 * leftMinor) / 10_000);
      expect(await accountsOf(id)).toMatchObject({ available: 400 + kept - stillUsed, owed: 0 });
    }
    expect(await accountsOf(id)).toMatchObject({ available: 400 });
  });

  it("comes back once, however often the refund is told", async () => {
    const { id } = await enrolled();
    await bought(id, { yuan: 400 });
    const orderId = fresh("o");
    await spend(id, 300, orderId);
    await bought(id, { yuan: 100, orderId });
    const refund = { orderId, yuan: 100, refundId: fresh("r") };
    const { actions } = (await refunded(id, refund)) as { actions: unknown[] };
    expect(actions).toMatchObject([
      { action: "POINTS_CLAWED_BACK", points: 100 },
      { action: "POINTS_RESTORED", points: 300 },
      { action: "TIER_CHANGED", from: "BRONZE", to: "REGISTERED" },
    ]);
    await refunded(id, refund);
    expect(await accountsOf(id)).toMatchObject({ available: 400 });
    expect(await countOf("outbox_event", "memberId = ? AND type = 'points.restored'", [id])).toBe(
      1,
    );
  });

  it("is not given back twice after the redemption was reversed", async () => {
    const { id } = await enrolled();
    await bought(id, { yuan: 400 });
    const orderId = fresh("o");
    const { transactionId } = await spend(id, 100, orderId);
    await bought(id, { yuan: 100, orderId });
    await refunded(id, { orderId, yuan: 50 });
    const reversed = await as(SERVICE).points.reverse({
      id: String(transactionId),
      reason: "shop error",
    });
    expect(reversed.pointsRestored).toBe(50);
    await refunded(id, { orderId, yuan: 50 });
    expect(await accountsOf(id)).toMatchObject({ available: 400, owed: 0 });
  });

  it("of another member’s redemption is that member’s again, all of it", async () => {
    const [one, other] = await Promise.all([enrolled(), enrolled()]);
    await bought(one.id, { yuan: 400 });
    const orderId = fresh("o");
    await spend(one.id, 100, orderId);
    await bought(other.id, { yuan: 100, orderId });
    await refunded(other.id, { orderId, yuan: 100 });
    expect(await accountsOf(one.id)).toMatchObject({ available: 400 });
    expect(await accountsOf(other.id)).toMatchObject({ available: 0, owed: 0 });
  });
});
