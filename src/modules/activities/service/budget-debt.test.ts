import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { activity, countersOf, june, paid } from "@/testing/activities";
import { at } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { accountsOf, enrolled, fresh } from "@/testing/factories";
import { openAccount } from "../../points/service/account";
import { spendPoints } from "../../points/service/spend";
import { verifyLedger } from "../../points/service/verify";
import { closeMember } from "../../profile/service/close-member";
import { cancelOrder } from "../../purchases/service/cancel";
import { refundOrder } from "../../purchases/service/refund";

/** Buying, spending what it earned, and giving the order back: as somebody else each time. */

const EARLY = "2026-05-01T04:00:00Z";
const HOUR_MS = 3_600_000;
/** Each activity has an hour of its own, so that none adds to another's orders. */
let opensAt = june(3);
const LATER = june(12);

const spend = (memberId: number, points: number) =>
  at(opensAt, async (work) =>
    spendPoints(work, await openAccount(work, { memberId }), {
      points,
      reference: { type: "REDEMPTION", id: fresh("spent") },
      breakdown: {},
    }),
  );
const cancel = (memberId: number, orderId: string) =>
  at(LATER, (work) => cancelOrder(work, { memberId }, orderId));
const refund = (memberId: number, orderId: string, yuan: number) =>
  at(LATER, (work) =>
    refundOrder(
      work,
      { memberId },
      { orderId, refundId: fresh("r"), amountMinor: yuan * 100, refundedAt: LATER, returnId: null },
    ),
  );
const given = async (id: number) => (await countersOf(id))?.pointsGiven;

const eachOrder = (points: number) =>
  ({ kind: "BONUS_POINTS", on: "EACH_ORDER", points, orderMinimumMinor: 0 }) as const;
const firstOrder = (points: number) =>
  ({ kind: "BONUS_POINTS", on: "FIRST_ORDER", points, orderMinimumMinor: 0 }) as const;

function running(effect: ReturnType<typeof eachOrder | typeof firstOrder>, pointsBudget: number) {
  opensAt = new Date(opensAt.getTime() + HOUR_MS);
  const endsAt = new Date(opensAt.getTime() + HOUR_MS);
  return activity({ startsAt: opensAt, endsAt, joining: "AUTOMATIC", effect, pointsBudget });
}

describe("what was spent of an activity's points before its order was given back", () => {
  useDatabase("budget_debt");

  it.each([
    ["each order", eachOrder],
    ["the first order", firstOrder],
  ])("is no room in the budget of a bonus for %s: no more is ever spent than it", async (_, of) => {
    const id = await running(of(1000), 2000);
    let spent = 0;
    for (let at = 0; at < 5; at++) {
      const member = await enrolled(EARLY);
      const { orderId } = await paid(member.id, { yuan: 1, paidAt: opensAt });
      const { available } = await accountsOf(member.id);
      if (available > 1) await spend(member.id, available);
      spent += available;
      await cancel(member.id, orderId);
    }
    expect(spent).toBe(2 * 1000 + 5);
    expect(await given(id)).toBe(2000);
    expect((await verifyLedger(reader)).ok).toBe(true);
  });

  it("is no room where whoever spent it closed before the order is given back", async () => {
    const id = await running(eachOrder(1000), 1000);
    const member = await enrolled(EARLY);
    const { orderId } = await paid(member.id, { yuan: 1, paidAt: opensAt });
    await spend(member.id, 1001);
    await at(opensAt, (work) => closeMember(work, { memberId: member.id }, "asked"));
    await cancel(member.id, orderId);
    expect(await given(id)).toBe(1000);
  });

  it("is what of it was spent, refund by refund, and what is there goes back", async () => {
    const id = await running(eachOrder(1000), 5000);
    const member = await enrolled(EARLY);
    const { orderId } = await paid(member.id, { yuan: 10, paidAt: opensAt });
    await spend(member.id, 300);
    await refund(member.id, orderId, 5);
    expect(await given(id)).toBe(500);
    await refund(member.id, orderId, 5);
    expect(await given(id)).toBe(300);
  });

  it("uses up no budget once more where who owes it buys and gives back again and again", async () => {
    const id = await running(eachOrder(1000), 5000);
    const member = await enrolled(EARLY);
    const first = await paid(member.id, { yuan: 1, paidAt: opensAt });
    await spend(member.id, 1001);
    await cancel(member.id, first.orderId);
    for (let at = 0; at < 6; at++) {
      const { orderId } = await paid(member.id, { yuan: 1, paidAt: opensAt, now: LATER });
      await cancel(member.id, orderId);
      expect(await given(id)).toBeLessThanOrEqual(1001);
    }
    // What was owed is paid by now, so the next one that is undone leaves nothing.
    await paid(member.id, { yuan: 1, paidAt: opensAt, now: LATER });
    const { orderId } = await paid(member.id, { yuan: 1, paidAt: opensAt, now: LATER });
    await cancel(member.id, orderId);
    expect(await accountsOf(member.id)).toMatchObject({ available: 0, owed: 0 });
    expect(await given(id)).toBe(1000);
  });
});
