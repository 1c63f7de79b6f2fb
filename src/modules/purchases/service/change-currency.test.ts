import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { at } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { changed, completed, goodsOf, refunded, tell } from "@/testing/edits";
import { accountsOf, countOf, enrolled, fresh } from "@/testing/factories";
import { useBusinessTime, useProgram } from "@/testing/program";
import { verifyLedger } from "../../points/service/verify";
import { programRules } from "../../program/schema/rules";
import { activateVersion, insertVersion } from "../../program/service";
import { insertLadder, ladderOfVersion } from "../../tiers/service/ladder";

const TODAY = "2026-07-01T04:00:00Z";
const JUNE = "2026-06-03T04:00:00Z";
const AFTER = "2026-06-04T04:00:00Z";

const rates = (...told: [currency: string, rate: string][]) => ({
  rates: told.map(([currency, rate]) => ({ currency, rate })),
});

const publish = (now: string, currencies: ReturnType<typeof rates>) =>
  at(now, async (work) => {
    const id = await insertVersion(work, programRules.parse({ currencies }), "for a test");
    insertLadder(work, id, await ladderOfVersion(work.tx, 1));
    await activateVersion(work, id);
  });

async function customer() {
  const { id, externalId } = await enrolled();
  return { id, who: externalId ?? "", orderId: fresh("o") };
}

const moneyOf = (orderId: string) =>
  reader.row(
    `SELECT currency, rate, paidAmountMinor AS paid, refundedMinor AS refunded, ownPaidMinor AS own,
        ownRefundedMinor AS ownRefunded FROM shop_order WHERE orderId = ?`,
    [orderId],
  );

async function expectSound() {
  const { checks } = await verifyLedger(reader);
  expect(checks.flatMap(({ violations }) => violations)).toEqual([]);
}

const usd = (yuan: number) => ({ yuan, currency: "USD" });

describe("an edited order in another currency", () => {
  useDatabase("edited-currencies");
  useProgram({ currencies: rates(["USD", "7.123"], ["JPY", "4.8"]) });
  useBusinessTime(TODAY);

  it("counts by its own rate, whatever the rates are by now, and says both figures", async () => {
    const { id, who, orderId } = await customer();
    await tell(completed(who, orderId, usd(100), JUNE));
    await tell(refunded(who, orderId, { refundId: fresh("r"), yuan: 33, at: AFTER }));
    expect(await accountsOf(id)).toMatchObject({ spendMinor: 47_724 });
    await publish(TODAY, rates(["USD", "9"], ["JPY", "5"]));
    const { actions } = await tell(changed(who, orderId, { yuan: 200, at: TODAY })).then(
      (answer) => ("actions" in answer ? answer : { actions: [] }),
    );
    expect(actions).toContainEqual(
      expect.objectContaining({
        ...{ action: "ORDER_CHANGED", paidAmountMinor: 142_460, paidBeforeMinor: 71_230 },
        original: { currency: "USD", rate: "7.123", amountMinor: 20_000 },
      }),
    );
    const money = { currency: "USD", rate: "7.123", paid: 142_460, own: 20_000 };
    expect(await moneyOf(orderId)).toEqual({ ...money, refunded: 23_506, ownRefunded: 3_300 });
    const spendMinor = Math.floor(16_700 * 7.123);
    const available = Math.floor((1_424 * 16_700) / 20_000);
    expect(await accountsOf(id)).toMatchObject({ spendMinor, available });
    await tell(refunded(who, orderId, { refundId: fresh("r"), yuan: 167, at: TODAY }));
    expect(await accountsOf(id)).toMatchObject({ spendMinor: 0, available: 0, owed: 0 });
    await expectSound();
  });

  it("is not edited in any other, by the name of the field", async () => {
    const { id, who, orderId } = await customer();
    const own = fresh("o");
    await tell(completed(who, orderId, usd(100), JUNE));
    await tell(completed(who, own, { yuan: 10 }, JUNE));
    const { spendMinor } = await accountsOf(id);
    const path = "data.currency";
    for (const currency of ["CNY", "JPY", "XXX"]) {
      await expect(tell(changed(who, orderId, { yuan: 5, currency }))).rejects.toMatchObject({
        ...{ domainCode: "VALIDATION_FAILED", errors: [{ path, message: "USD" }] },
      });
    }
    await expect(tell(changed(who, own, usd(5)))).rejects.toMatchObject({
      ...{ domainCode: "VALIDATION_FAILED", errors: [{ path, message: "CNY" }] },
    });
    const tooMuch = changed(who, orderId, { yuan: 2_000_000_000 });
    await expect(tell(tooMuch)).rejects.toMatchObject({
      errors: [expect.objectContaining({ path: "data.paidAmountMinor" })],
    });
    expect(await countOf("order_change", "memberId = ?", [id])).toBe(0);
    expect(await accountsOf(id)).toMatchObject({ spendMinor });
    await tell(changed(who, own, { yuan: 5, currency: "CNY" }));
    expect(await accountsOf(id)).toMatchObject({ spendMinor: spendMinor - 500 });
  });

  it("that waited in another one never counts, and the order says so", async () => {
    const { id, who, orderId } = await customer();
    await tell(changed(who, orderId, { yuan: 300, currency: "JPY" }));
    expect(await tell(completed(who, orderId, usd(100), JUNE))).toMatchObject({
      actions: expect.arrayContaining([
        {
          ...{ action: "PARKED_REFUSED", kind: "CHANGE", id: "1" },
          reason: "CURRENCY_DIFFERS",
        },
      ]),
    });
    expect(await moneyOf(orderId)).toMatchObject({ own: 10_000 });
    const again = fresh("o");
    await tell(changed(who, again, usd(300)));
    await tell(completed(who, again, usd(100), JUNE));
    expect(await moneyOf(again)).toMatchObject({ own: 30_000 });
    expect(await countOf("order_change", "memberId = ? AND status = 'REFUSED'", [id])).toBe(1);
  });

  it("takes no refund of another currency that was refused before", async () => {
    const { who, orderId } = await customer();
    const refundId = fresh("r");
    const early = refunded(who, orderId, { refundId, yuan: 10, at: AFTER });
    await tell({ ...early, data: { ...early.data, currency: "JPY" } } as typeof early);
    await tell(completed(who, orderId, usd(100), JUNE));
    await tell(changed(who, orderId, { yuan: 120 }));
    expect(await moneyOf(orderId)).toMatchObject({ ownRefunded: 0, refunded: 0 });
    expect(await countOf("order_refund", "refundId = ? AND status = 'REFUSED'", [refundId])).toBe(
      1,
    );
  });

  it("is known again in its currency alone", async () => {
    const { who, orderId } = await customer();
    const first = completed(who, orderId, usd(100), JUNE);
    await tell(first);
    await tell(changed(who, orderId, { yuan: 120 }));
    expect(await tell(first)).toMatchObject({ duplicate: true });
    expect(await tell(completed(who, orderId, usd(120), JUNE))).toMatchObject({ duplicate: true });
    const other = { ...goodsOf({ yuan: 120 }), currency: "CNY" };
    await expect(
      tell({ ...first, data: { ...first.data, ...other } } as typeof first),
    ).rejects.toMatchObject({ domainCode: "DUPLICATE_REFERENCE", facts: { differs: "currency" } });
  });
});
