import { describe, expect, it } from "vitest";
import { as, at, memberCaller, SERVICE } from "@/testing/actors";
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
import { payWithPoints } from "./pay-with-points";
import { reverseRedemption } from "./reverse";

describe("spending points on an order", () => {
  useDatabase();

  it("spends the lot that expires first and says what it is worth", async () => {
    const member = await enrolled();
    await bought(member.id, { yuan: 400, now: "2026-01-10T02:00:00Z" });
    await bought(member.id, { yuan: 300, now: "2026-03-10T02:00:00Z" });
    const answer = await at("2026-04-01T00:00:00Z", (work) =>
      payWithPoints(
        work,
        { memberId: member.id },
        { points: 450, orderId: fresh("o"), orderAmountMinor: 200_000 },
      ),
    );
    expect(answer).toMatchObject({
      pointsUsed: 450,
      discountMinor: 450,
      payableMinor: 199_550,
      available: 250,
    });
    const { expiring } = await as(memberCaller(member.id)).points.balance({});
    expect(expiring).toEqual([{ points: 250, expiresAt: "2028-03-10T16:00:00.000Z" }]);
  });

  it.each([
    ["the cap before the balance", 301, 100_00, { domainCode: "DEDUCTION_LIMIT_EXCEEDED" }, false],
    ["the cap", 3001, 100_00, { facts: { required: 3001, maxPoints: 3000 } }, true],
    [
      "more than is available, with the facts",
      2500,
      100_00,
      {
        domainCode: "INSUFFICIENT_POINTS",
        facts: { required: 2500, available: 400, shortage: 2100 },
      },
      true,
    ],
  ])("refuses %s and writes nothing", async (_, points, orderAmountMinor, expected, rich) => {
    const member = await enrolled();
    if (rich) await bought(member.id, { yuan: 400 });
    const amount = rich ? orderAmountMinor : 1000_00 / 10 - 1;
    const use = { points: rich ? points : 3000, orderId: fresh("o"), orderAmountMinor: amount };
    const refusal = at(LONG_AGO, (work) => payWithPoints(work, { memberId: member.id }, use));
    await expect(refusal).rejects.toMatchObject(expected);
    expect(await countOf("points_entry", "memberId = ? AND type = 'REDEEM'", [member.id])).toBe(0);
  });

  it("answers the same for the same order and refuses another call on it", async () => {
    const member = await enrolled();
    await bought(member.id, { yuan: 900 });
    const use = { points: 200, orderId: fresh("o"), orderAmountMinor: 50_000 };
    const first = await as(SERVICE).points.use({ memberId: String(member.id), ...use });
    expect(await as(SERVICE).points.use({ memberId: String(member.id), ...use })).toEqual(first);
    await expect(
      as(SERVICE).points.use({ memberId: String(member.id), ...use, points: 201 }),
    ).rejects.toMatchObject({ domainCode: "DUPLICATE_REFERENCE", facts: { reversed: false } });
    expect((await accountsOf(member.id)).available).toBe(700);
  });

  it("refuses a frozen member", async () => {
    const member = await enrolled();
    await bought(member.id, { yuan: 900 });
    const { setStatus } = await import("../../members/service/members");
    await at(LONG_AGO, (work) => setStatus(work, { memberId: member.id }, "FROZEN", "checked"));
    const use = { points: 1, orderId: fresh("o"), orderAmountMinor: 50_000 };
    const memberId = String(member.id);
    await expect(as(SERVICE).points.use({ memberId, ...use })).rejects.toMatchObject({
      domainCode: "MEMBER_STATUS_INVALID",
      facts: { memberStatus: "FROZEN" },
    });
  });

  it("is a service’s: a member with their own token only holds", async () => {
    const member = await enrolled();
    await bought(member.id, { yuan: 900 });
    const use = { points: 1, orderId: fresh("o"), orderAmountMinor: 50_000 };
    await expect(as(memberCaller(member.id)).points.use(use)).rejects.toMatchObject({
      domainCode: "PERMISSION_DENIED",
    });
    expect(await as(memberCaller(member.id)).points.hold(use)).toMatchObject({ status: "HELD" });
  });

  it("twenty calls at once never overdraw", async () => {
    const member = await enrolled();
    await bought(member.id, { yuan: 1000 });
    const calls = Array.from({ length: 20 }, (_, n) =>
      as(SERVICE).points.use({
        memberId: String(member.id),
        points: 150,
        orderId: fresh(`o${n}`),
        orderAmountMinor: 100_000,
      }),
    );
    const results = await Promise.allSettled(calls);
    const done = results.filter(({ status }) => status === "fulfilled");
    const refused = results.filter(({ status }) => status === "rejected");
    expect(done).toHaveLength(6);
    for (const { reason } of refused as PromiseRejectedResult[]) {
      expect(reason).toMatchObject({ domainCode: "INSUFFICIENT_POINTS" });
    }
    expect(await accountsOf(member.id)).toMatchObject({ available: 100, owed: 0 });
    expect(await countOf("points_entry", "memberId = ? AND type = 'REDEEM'", [member.id])).toBe(6);
  });

  it("gives a reversed redemption back to its lots, once, and never again to the same order", async () => {
    const member = await enrolled();
    await bought(member.id, { yuan: 300, now: "2026-02-01T00:00:00Z" });
    const use = { points: 120, orderId: fresh("o"), orderAmountMinor: 60_000 };
    const who = { memberId: String(member.id) };
    const { transactionId } = await as(SERVICE).points.use({ ...who, ...use });
    const reversal = { id: transactionId, reason: "order was not placed" };
    const first = await as(SERVICE).points.reverse(reversal);
    expect(first).toMatchObject({ pointsRestored: 120, available: 300 });
    expect(await as(SERVICE).points.reverse(reversal)).toEqual(first);
    await expect(as(SERVICE).points.use({ ...who, ...use })).rejects.toMatchObject({
      domainCode: "DUPLICATE_REFERENCE",
      facts: { reversed: true },
    });
    const { expiring } = await as(SERVICE).points.balance(who);
    expect(expiring).toEqual([{ points: 300, expiresAt: "2028-02-01T16:00:00.000Z" }]);
  });

  it("restores points whose lot expired meanwhile as a new lot with thirty days", async () => {
    const member = await enrolled();
    await bought(member.id, { yuan: 200, now: "2026-02-01T00:00:00Z" });
    const use = { points: 200, orderId: fresh("o"), orderAmountMinor: 100_000 };
    const { transactionId } = await at("2026-03-01T00:00:00Z", (work) =>
      payWithPoints(work, { memberId: member.id }, use),
    );
    const late = await at("2028-03-01T00:00:00Z", (work) =>
      reverseRedemption(work, Number(transactionId), {
        points: null,
        reference: null,
        reason: "cancelled",
      }),
    );
    expect(late).toMatchObject({ pointsRestored: 200, available: 200 });
    const row = await countOf(
      "points_lot",
      "memberId = ? AND remaining = 200 AND expiresAt = '2028-03-31 16:00:00'",
      [member.id],
    );
    expect(row).toBe(1);
  });

  it("pays what is owed first when points come back", async () => {
    const member = await enrolled();
    const { orderId } = await bought(member.id, { yuan: 100 });
    const use = { points: 90, orderId: fresh("o"), orderAmountMinor: 100_000 };
    const { transactionId } = await as(SERVICE).points.use({ memberId: String(member.id), ...use });
    await refunded(member.id, { orderId, yuan: 100 });
    expect(await accountsOf(member.id)).toMatchObject({ available: 0, owed: 90 });
    await as(SERVICE).points.reverse({ id: transactionId, reason: "cancelled" });
    expect(await accountsOf(member.id)).toMatchObject({ available: 0, owed: 0 });
  });
});
