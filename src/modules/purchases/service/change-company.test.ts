import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { asDomainError } from "@/platform/errors";
import { activity, countersOf, june } from "@/testing/activities";
import { as, at, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { changed, completed, orderRow, refunded, type ShopEvent, tell } from "@/testing/edits";
import { accountsOf, countOf, enrolled, fresh } from "@/testing/factories";
import { useBusinessTime } from "@/testing/program";
import { claimGuestOrders } from "../../guests/service/claim";
import { guestKeyOf, guestSecretOf } from "../../guests/service/key";
import { GuestClaims } from "../../intake/service/claims";
import { verifyLedger } from "../../points/service/verify";

const TODAY = "2026-07-01T04:00:00Z";
const JUNE = "2026-06-03T04:00:00Z";
const AFTER = "2026-06-04T04:00:00Z";

async function customer() {
  const { id, externalId } = await enrolled();
  return { id, who: externalId ?? "", orderId: fresh("o") };
}

async function expectSound() {
  const { checks } = await verifyLedger(reader);
  expect(checks.flatMap(({ violations }) => violations)).toEqual([]);
}

/** An answer, or a refusal by rules: never an error of the database. */
async function outcome(event: ShopEvent) {
  try {
    return await tell(event);
  } catch (error) {
    const refusal = asDomainError(error);
    if (!refusal || refusal.status >= 500) throw error;
    return null;
  }
}

describe("edits at once", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("64 of one order, with the order itself and refunds among them, leave the highest version", async () => {
    const { id, who, orderId } = await customer();
    const refund = { refundId: fresh("r"), yuan: 10, at: AFTER };
    const told = Array.from({ length: 64 }, (_, n) => {
      if (n === 20) return completed(who, orderId, { yuan: 500 }, JUNE);
      if (n % 9 === 4) return refunded(who, orderId, refund);
      return changed(who, orderId, { yuan: 100 + n, version: n + 1, at: JUNE });
    });
    const answers = await Promise.all(told.map(outcome));
    expect(answers).not.toContain(null);
    expect(await orderRow(orderId)).toMatchObject({
      paidAmountMinor: 16_300,
      refundedMinor: 1_000,
    });
    const kept = 163 - (163 - Math.floor((163 * 153) / 163));
    expect(await accountsOf(id)).toMatchObject({ available: kept, spendMinor: 15_300, owed: 0 });
    await expectSound();
  });

  it("64 times the same version count once", async () => {
    const { id, who, orderId } = await customer();
    await tell(completed(who, orderId, { yuan: 100 }, JUNE));
    const edit = changed(who, orderId, { yuan: 180 });
    const answers = await Promise.all(Array.from({ length: 64 }, () => tell(edit)));
    expect(answers.filter((answer) => "duplicate" in answer && !answer.duplicate)).toHaveLength(1);
    expect(await accountsOf(id)).toMatchObject({ available: 180, spendMinor: 18_000 });
    expect(await countOf("points_entry", "memberId = ? AND referenceType = 'CHANGE'", [id])).toBe(
      1,
    );
  });
});

describe("an edited order in company", () => {
  useDatabase("edited-company");
  useBusinessTime(TODAY);

  it("is multiplied as it was, as far as the activity's budget has points for more", async () => {
    const { id, who, orderId } = await customer();
    const activityId = await activity({ joining: "AUTOMATIC", pointsBudget: 250 });
    await tell(completed(who, orderId, { yuan: 100 }, JUNE));
    expect(await accountsOf(id)).toMatchObject({ available: 200 });
    await tell(changed(who, orderId, { yuan: 200, version: 1 }));
    expect(await accountsOf(id)).toMatchObject({ available: 400 });
    expect(await countersOf(activityId)).toMatchObject({ pointsGiven: 200 });
    // 300 more are asked for than it has: as many as it was charged for are given.
    await tell(changed(who, orderId, { yuan: 500, version: 2 }));
    expect(await accountsOf(id)).toMatchObject({ available: 700 });
    await tell(changed(who, orderId, { yuan: 50, version: 3 }));
    expect(await accountsOf(id)).toMatchObject({ available: 100 });
    // What was charged once is not charged again.
    await tell(changed(who, orderId, { yuan: 200, version: 4 }));
    expect(await accountsOf(id)).toMatchObject({ available: 400 });
    expect(await countersOf(activityId)).toMatchObject({ pointsGiven: 200 });
    await expectSound();
  });

  it("loses the bonus of a first order that is worth too little by now, and has it back", async () => {
    const { id, who, orderId } = await customer();
    const effect = {
      kind: "BONUS_POINTS",
      on: "FIRST_ORDER",
      points: 50,
      orderMinimumMinor: 10_000,
    } as const;
    const paidAt = june(10).toISOString();
    await activity({ effect, joining: "AUTOMATIC", startsAt: june(9) });
    await tell(completed(who, orderId, { yuan: 0 }, paidAt));
    await tell(changed(who, orderId, { yuan: 100, version: 1 }));
    const bonus = async () => (await accountsOf(id)).available;
    const most = await bonus();
    await tell(changed(who, orderId, { yuan: 99, version: 2 }));
    expect(most - (await bonus())).toBeGreaterThanOrEqual(51);
    await tell(changed(who, orderId, { yuan: 100, version: 3 }));
    expect(await bonus()).toBe(most);
    await tell(changed(who, orderId, { yuan: 0, version: 4 }));
    expect(await bonus()).toBe(0);
    await expectSound();
  });

  it("is priced by the tier that decided it, not by the one that it brought", async () => {
    const { id, who, orderId } = await customer();
    await tell(completed(who, orderId, { yuan: 3_000 }));
    expect(await accountsOf(id)).toMatchObject({ tierCode: "SILVER", available: 3_000 });
    await tell(changed(who, orderId, { yuan: 4_000 }));
    expect(await accountsOf(id)).toMatchObject({ tierCode: "SILVER", available: 4_000 });
    // An order from before this was kept says it by its entry, or as of somebody who has just come.
    await reader.write("UPDATE shop_order SET terms = NULL WHERE orderId = ?", [orderId]);
    await tell(changed(who, orderId, { yuan: 4_500, version: 2 }));
    expect(await accountsOf(id)).toMatchObject({ available: 4_500 });
  });

  it("of a guest is kept, and played in its order once somebody proves the address", async () => {
    const address = `${fresh("guest")}@shop.example`;
    const guestKey = guestKeyOf(await guestSecretOf(reader), address);
    const orderId = fresh("g");
    const asGuest = (event: ShopEvent) =>
      ({ ...event, data: { ...event.data, externalId: undefined, guestKey } }) as ShopEvent;
    const second = asGuest(changed("", orderId, { yuan: 300, version: 2, at: AFTER }));
    const first = asGuest(changed("", orderId, { yuan: 250, version: 1, at: JUNE }));
    const kept = { actions: [{ action: "NONE", reason: "GUEST_KEPT" }], duplicate: false };
    expect(await tell(second)).toEqual(kept);
    expect(await tell(second)).toMatchObject({ duplicate: true });
    await tell(asGuest(refunded("", orderId, { refundId: fresh("r"), yuan: 100, at: TODAY })));
    await tell(first);
    await tell(asGuest(completed("", orderId, { yuan: 100 }, JUNE)));
    const other = asGuest(changed("", orderId, { yuan: 301, version: 2, at: AFTER }));
    await expect(tell(other)).rejects.toMatchObject({ domainCode: "DUPLICATE_REFERENCE" });
    const { id } = await enrolled();
    await at(TODAY, (work) => claimGuestOrders(work, id, [address]));
    const loop = new GuestClaims();
    while (await loop.turn());
    expect(await accountsOf(id)).toMatchObject({ spendMinor: 20_000 });
    expect(await orderRow(orderId)).toMatchObject({
      paidAmountMinor: 30_000,
      refundedMinor: 10_000,
    });
    expect(await tell(second)).toMatchObject({ duplicate: true });
    await tell(asGuest(changed("", orderId, { yuan: 400, version: 3, at: TODAY })));
    expect(await accountsOf(id)).toMatchObject({ spendMinor: 30_000 });
    await expectSound();
  });

  it("goes over with its member to whoever stays", async () => {
    const { id: fromId, who, orderId } = await customer();
    const into = await enrolled();
    await tell(completed(who, orderId, { yuan: 100 }));
    await tell(changed(who, orderId, { yuan: 150, version: 1 }));
    const parked = fresh("o");
    await tell(changed(who, parked, { yuan: 80, version: 1 }));
    const ids = { memberId: String(into.id), fromMemberId: String(fromId) };
    const { version } = await as(SERVICE).members.mergePreview(ids);
    await as(SERVICE).members.merge({ ...ids, version, reason: "同一人" });
    expect(await countOf("order_change", "memberId = ?", [fromId])).toBe(0);
    await tell(changed(who, orderId, { yuan: 120, version: 2 }));
    await tell(completed(into.externalId ?? "", parked, { yuan: 10 }));
    expect(await accountsOf(into.id)).toMatchObject({ available: 200, spendMinor: 20_000 });
    await expectSound();
  });
});
