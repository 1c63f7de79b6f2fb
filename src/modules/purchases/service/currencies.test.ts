import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { as, at, memberCaller, OPERATOR, SERVICE, WEBHOOK } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { accountsOf, countOf, enrolled, fresh } from "@/testing/factories";
import { LinesOfOrder } from "@/testing/order-lines";
import { useBusinessTime } from "@/testing/program";
import { guestKeyOf, guestSecretOf } from "../../guests/service/key";
import type { Member } from "../../members/service/members";
import { verifyLedger } from "../../points/service/verify";
import { programRules } from "../../program/schema/rules";
import { activateVersion, insertVersion } from "../../program/service";
import { insertLadder, ladderOfVersion } from "../../tiers/service/ladder";

const TODAY = "2026-07-01T04:00:00Z";
const SPRING = "2026-03-01T04:00:00Z";

/** In minor units of the program for one of the currency: a cent, a yen, a mil of a dinar. */
const RATES = { USD: "7.1234", JPY: "4.8", KWD: "2.3105", XTS: "0.5", XAU: "9999999.99999999" };
const LATER = { ...RATES, USD: "8", EUR: "7.9" };

const ratesOf = (rates: Record<string, string>) =>
  Object.entries(rates).map(([currency, rate]) => ({ currency, rate }));

const publish = (now: string, rates: Record<string, string>) =>
  at(now, async (work) => {
    const rules = programRules.parse({ currencies: { rates: ratesOf(rates) } });
    const id = await insertVersion(work, rules, "for a test");
    insertLadder(work, id, await ladderOfVersion(work.tx, 1));
    await activateVersion(work, id);
  });

type ShopEvent = Parameters<ReturnType<typeof as>["orders"]["event"]>[0];
type DataOf<Type> = Extract<ShopEvent, { type: Type }>["data"];
type Who = Pick<Member, "externalId">;

const tell = (event: ShopEvent) => as(WEBHOOK).orders.event(event);

const complete = (
  { externalId }: Who,
  orderId: string,
  paidAmountMinor: number,
  said: Partial<DataOf<"ORDER_COMPLETED">> = { currency: "USD" },
) =>
  tell({
    type: "ORDER_COMPLETED",
    timestamp: TODAY,
    data: { externalId: externalId ?? "", orderId, paidAmountMinor, paidAt: TODAY, ...said },
  });

const refund = ({ externalId }: Who, orderId: string, told: Partial<DataOf<"ORDER_REFUNDED">>) =>
  tell({
    type: "ORDER_REFUNDED",
    timestamp: TODAY,
    data: {
      ...{ externalId: externalId ?? "", orderId, refundId: fresh("r"), refundedAt: TODAY },
      ...told,
    },
  });

const askReturn = (
  { externalId }: Who,
  orderId: string,
  told: Partial<DataOf<"RETURN_REQUESTED">>,
) =>
  tell({
    type: "RETURN_REQUESTED",
    timestamp: TODAY,
    data: { externalId: externalId ?? "", orderId, returnId: fresh("t"), ...told },
  });

interface Row {
  paidAmountMinor: number;
  refundedMinor: number;
  ownPaidMinor: number | null;
  ownRefundedMinor: number | null;
}

const rowOf = (orderId: string) =>
  reader.row<Row>(
    `SELECT currency, rate, paidAmountMinor, refundedMinor, ownPaidMinor, ownRefundedMinor,
        pointsEarned, pointsClawed FROM shop_order WHERE orderId = ?`,
    [orderId],
  );

const actionsOf = (answer: Awaited<ReturnType<typeof tell>>) =>
  "actions" in answer ? (answer.actions ?? []) : [];

describe("an order in another currency", () => {
  useDatabase("currencies");
  useBusinessTime(TODAY);
  beforeAll(async () => {
    await publish("2026-01-01T00:00:00Z", RATES);
    await publish("2026-06-01T00:00:00Z", LATER);
  });

  it.each([
    ["USD", 10_000, SPRING, "7.1234", 71_234, 712],
    ["USD", 10_000, TODAY, "8", 80_000, 800],
    ["JPY", 1_999, TODAY, "4.8", 9_595, 95],
    ["KWD", 12_345, TODAY, "2.3105", 28_523, 285],
  ])(
    "%s %i is kept in both and counts by the rate of when it was paid",
    async (currency, paid, paidAt, rate, counted, points) => {
      const member = await enrolled();
      const orderId = fresh("o");
      expect(await complete(member, orderId, paid, { currency, paidAt })).toMatchObject({
        actions: expect.arrayContaining([
          expect.objectContaining({ action: "POINTS_EARNED", points }),
        ]),
      });
      expect(await rowOf(orderId)).toMatchObject({
        ...{ currency, rate, paidAmountMinor: counted, ownPaidMinor: paid, pointsEarned: points },
      });
      expect(await accountsOf(member.id)).toMatchObject({ spendMinor: counted, available: points });
      const { items } = await as(OPERATOR).members.orders({ memberId: String(member.id) });
      expect(items).toMatchObject([
        {
          paidAmountMinor: counted,
          original: { currency, rate, amountMinor: paid, refundedMinor: 0 },
        },
      ]);
      const history = await as(memberCaller(member.id)).points.transactions({});
      expect(history.items[0]?.breakdown).toMatchObject({
        ...{ paidAmountMinor: counted, original: { currency, rate, amountMinor: paid } },
      });
    },
  );

  it("is refused by name without a rate, and taken once somebody published one", async () => {
    const member = await enrolled();
    const orderId = fresh("o");
    await expect(complete(member, orderId, 100, { currency: "GBP" })).rejects.toMatchObject({
      ...{ domainCode: "CURRENCY_WITHOUT_RATE", facts: { currency: "GBP" } },
    });
    expect(await countOf("shop_order", "orderId = ?", [orderId])).toBe(0);
    // No version of that moment had one: the first since then does.
    await complete(member, orderId, 100, { currency: "EUR", paidAt: SPRING });
    expect(await rowOf(orderId)).toMatchObject({ rate: "7.9", paidAmountMinor: 790 });
  });

  it("is refused where no figure of the program holds it", async () => {
    const member = await enrolled();
    const told = { currency: "XAU", paidAt: TODAY };
    await expect(complete(member, fresh("o"), 1_000_000, told)).rejects.toMatchObject({
      ...{ domainCode: "VALIDATION_FAILED", errors: [{ path: "data.paidAmountMinor" }] },
    });
    const dear = [
      { lineId: "1", sku: "A", quantity: 1000, unitAmountMinor: 1000, discountMinor: 999_999 },
    ];
    await expect(complete(member, fresh("o"), 1, { ...told, lines: dear })).rejects.toMatchObject({
      errors: [{ path: "data.lines" }],
    });
    expect(await accountsOf(member.id)).toMatchObject({ spendMinor: 0 });
  });

  it("is another order in another currency, and the same one told again whatever the rate is by then", async () => {
    const member = await enrolled();
    const orderId = fresh("o");
    await complete(member, orderId, 500, { currency: "USD", paidAt: SPRING });
    const again = { currency: "USD", paidAt: TODAY };
    expect(await complete(member, orderId, 500, again)).toMatchObject({ duplicate: true });
    for (const currency of ["JPY", "CNY", undefined, "GBP"]) {
      await expect(complete(member, orderId, 500, { currency })).rejects.toMatchObject({
        ...{ domainCode: "DUPLICATE_REFERENCE", facts: { differs: "currency" } },
      });
    }
    const own = fresh("o");
    await complete(member, own, 500, { currency: "CNY" });
    expect(await complete(member, own, 500, {})).toMatchObject({ duplicate: true });
    expect(await rowOf(own)).toMatchObject({ currency: null, rate: null, ownPaidMinor: null });
  });

  it("is refunded by its own rate, whatever the rates are by then", async () => {
    const member = await enrolled();
    const orderId = fresh("o");
    await complete(member, orderId, 10_000, { currency: "USD", paidAt: SPRING });
    await refund(member, orderId, { amountMinor: 3_333 });
    // What is kept is floor(6667 × 7.1234) = 47491.
    expect(await rowOf(orderId)).toMatchObject({
      refundedMinor: 71_234 - 47_491,
      ownRefundedMinor: 3_333,
    });
    expect(await accountsOf(member.id)).toMatchObject({ spendMinor: 47_491 });
    await refund(member, orderId, { amountMinor: 6_667, currency: "USD" });
    expect(await accountsOf(member.id)).toMatchObject({ spendMinor: 0, available: 0, owed: 0 });
  });

  it("refuses refunds and returns in any other currency by the name of the field", async () => {
    const member = await enrolled();
    const orderId = fresh("o");
    const own = fresh("o");
    await complete(member, orderId, 10_000);
    await complete(member, own, 10_000, {});
    const refused = { domainCode: "VALIDATION_FAILED" };
    const path = "data.currency";
    for (const currency of ["CNY", "JPY", "GBP"]) {
      const errors = [{ path, message: "USD" }];
      await expect(refund(member, orderId, { amountMinor: 1, currency })).rejects.toMatchObject({
        ...refused,
        errors,
      });
      await expect(askReturn(member, orderId, { amountMinor: 1, currency })).rejects.toMatchObject({
        ...refused,
        errors,
      });
    }
    await expect(refund(member, own, { amountMinor: 1, currency: "USD" })).rejects.toMatchObject({
      ...{ ...refused, errors: [{ path, message: "CNY" }] },
    });
    expect(await accountsOf(member.id)).toMatchObject({ spendMinor: 80_000 + 10_000 });
  });

  it("takes what waited for it in its currency, and refuses what was told in another one", async () => {
    const member = await enrolled();
    const orderId = fresh("o");
    const refundId = fresh("r");
    expect(await refund(member, orderId, { amountMinor: 200 })).toMatchObject({ parked: true });
    await refund(member, orderId, { amountMinor: 300, currency: "USD" });
    await refund(member, orderId, { refundId, amountMinor: 400, currency: "CNY" });
    await expect(
      refund(member, orderId, { refundId, amountMinor: 400, currency: "USD" }),
    ).rejects.toMatchObject({ domainCode: "DUPLICATE_REFERENCE" });
    await askReturn(member, orderId, {
      returnId: `${orderId}-t`,
      amountMinor: 10,
      currency: "JPY",
    });
    const actions = actionsOf(await complete(member, orderId, 1_000));
    expect(actions).toContainEqual(
      expect.objectContaining({
        action: "PARKED_REFUSED",
        id: refundId,
        reason: "CURRENCY_DIFFERS",
      }),
    );
    expect(actions).toContainEqual(
      expect.objectContaining({ kind: "RETURN", reason: "CURRENCY_DIFFERS" }),
    );
    expect(await rowOf(orderId)).toMatchObject({ ownRefundedMinor: 500, refundedMinor: 4_000 });
  });

  it("tells the world both amounts", async () => {
    const member = await enrolled();
    const orderId = fresh("o");
    await complete(member, orderId, 1_000);
    await refund(member, orderId, { amountMinor: 250 });
    const rows = await reader.rows<{ type: string; data: string }>(
      "SELECT type, data FROM outbox_event WHERE memberId = ? AND type LIKE 'order.%' ORDER BY id",
      [member.id],
    );
    const told = rows.map(({ data }) => data).join();
    expect(told).toContain('"original":{"currency":"USD","rate":"8","amountMinor":1000}');
    expect(told).toContain('"original":{"currency":"USD","rate":"8","amountMinor":250}');
  });

  it("earns by POST /points/earn too", async () => {
    const member = await enrolled();
    const buy = (currency?: string) =>
      as(SERVICE).orders.earn({
        ...{ memberId: String(member.id), event: "PURCHASE", referenceId: `${member.id}-e` },
        ...{ amountMinor: 1_000, currency },
      });
    expect(await buy("USD")).toMatchObject({ pointsEarned: 80 });
    expect(await buy("USD")).toMatchObject({ duplicate: true });
    await expect(buy()).rejects.toMatchObject({ domainCode: "DUPLICATE_REFERENCE" });
  });

  it("holds and takes points by the rates in force, and says both figures, again the same", async () => {
    const member = await enrolled();
    await complete(member, fresh("o"), 100_000);
    const orderId = fresh("o");
    const asked = { memberId: String(member.id), points: 700, orderId, orderAmountMinor: 2_000 };
    const hold = await as(SERVICE).points.hold({ ...asked, currency: "USD" });
    const original = { currency: "USD", rate: "8", amountMinor: 2_000, discountMinor: 87 };
    expect(hold).toMatchObject({ discountMinor: 700, original });
    expect(await as(SERVICE).points.hold({ ...asked, currency: "USD" })).toEqual(hold);
    // As much in yuan is another call, though it comes to the same there.
    await expect(
      as(SERVICE).points.hold({ ...asked, orderAmountMinor: 16_000 }),
    ).rejects.toMatchObject({ domainCode: "DUPLICATE_REFERENCE" });
    const captured = await as(SERVICE).points.capture({ holdId: hold.holdId, orderId });
    expect(captured).toMatchObject({ discountMinor: 700, original });
    const use = { ...asked, orderId: fresh("o"), currency: "USD" };
    const used = await as(SERVICE).points.use(use);
    expect(used).toMatchObject({ payableMinor: 15_300, original });
    expect(await as(SERVICE).points.use(use)).toEqual(used);
    await expect(as(SERVICE).points.use({ ...use, currency: "JPY" })).rejects.toMatchObject({
      domainCode: "DUPLICATE_REFERENCE",
    });
    // Thirty percent of $20.00 at 8 are ¥48.00.
    await expect(
      as(SERVICE).points.use({ ...use, orderId: fresh("o"), points: 4_801 }),
    ).rejects.toMatchObject({
      domainCode: "DEDUCTION_LIMIT_EXCEEDED",
      facts: { maxPoints: 4_800 },
    });
    // The order comes and is refunded in full: all of them go back.
    await complete(member, orderId, 1_913, { currency: "USD", orderAmountMinor: 2_000 });
    expect(actionsOf(await refund(member, orderId, { amountMinor: 1_913 }))).toContainEqual(
      expect.objectContaining({ action: "POINTS_RESTORED", points: 700 }),
    );
  });

  it("is quoted in the program's currency, and what there is to pay in its own", async () => {
    const member = await enrolled();
    await complete(member, fresh("o"), 100_000);
    const lines = [{ lineId: "1", sku: "A", quantity: 3, unitAmountMinor: 667, discountMinor: 1 }];
    const asked = { memberId: String(member.id), currency: "USD", orderAmountMinor: 2_000, lines };
    const quote = await as(SERVICE).orders.quote({ ...asked, points: 700, shippingMinor: 100 });
    expect(quote).toMatchObject({
      tierPriceMinor: 13_600,
      payWithPoints: { discountMinor: 700, toPayMinor: 12_900 },
      original: {
        ...{ currency: "USD", rate: "8", amountMinor: 2_000, tierPriceMinor: 1_700 },
        ...{ toPayMinor: 1_613, best: { goodsToPayMinor: 1_700 } },
      },
    });
    await expect(as(SERVICE).orders.quote({ ...asked, currency: "GBP" })).rejects.toMatchObject({
      domainCode: "CURRENCY_WITHOUT_RATE",
    });
  });

  it("of a guest is refused at the door without a rate, and another order in another currency", async () => {
    const guestKey = guestKeyOf(await guestSecretOf(reader), `${fresh("g")}@shop.example`);
    const orderId = fresh("o");
    const told = (currency?: string): ShopEvent => ({
      ...{ type: "ORDER_COMPLETED", timestamp: TODAY },
      data: { guestKey, orderId, paidAmountMinor: 100, paidAt: TODAY, currency },
    });
    await expect(tell(told("GBP"))).rejects.toMatchObject({ domainCode: "CURRENCY_WITHOUT_RATE" });
    await tell(told("USD"));
    expect(await tell(told("USD"))).toMatchObject({ duplicate: true });
    for (const currency of ["JPY", undefined]) {
      await expect(tell(told(currency))).rejects.toMatchObject({
        domainCode: "DUPLICATE_REFERENCE",
      });
    }
  });

  it("gives back by any split, by amount or by line, what one full refund gives", async () => {
    const split = fc.record({
      currency: fc.constantFrom(...Object.keys(LATER).filter((name) => name !== "XAU"), "CNY"),
      paid: fc.integer({ min: 1, max: 300_000 }),
      seed: fc.integer({ min: 1, max: 1_000_000 }),
    });
    await fc.assert(
      fc.asyncProperty(split, async ({ currency, paid, seed }) => {
        let state = seed;
        const random = () => {
          state = (state * 48_271) % 2_147_483_647;
          return state / 2_147_483_647;
        };
        const [other, member] = [await enrolled(), await enrolled()];
        const whole = fresh("o");
        const parts = fresh("o");
        const told = new LinesOfOrder(paid, random);
        await complete(other, whole, paid, { currency });
        await complete(member, parts, paid, { currency, lines: told.lines });
        await refund(other, whole, { amountMinor: paid });
        for (let left = paid; left > 0; ) {
          const asked = random() < 0.3 ? left : Math.ceil(left * random());
          if (random() < 0.3) {
            await refund(member, parts, { amountMinor: asked });
            left -= asked;
            continue;
          }
          const { names, amountMinor } = told.refund(asked);
          if (amountMinor === 0) break;
          const fits = Math.min(left, amountMinor);
          await refund(member, parts, { lines: names });
          left -= fits;
        }
        const [one, two] = await Promise.all([rowOf(whole), rowOf(parts)]);
        const rest =
          Number(two?.ownPaidMinor ?? two?.paidAmountMinor) -
          Number(two?.ownRefundedMinor ?? two?.refundedMinor);
        if (rest > 0) await refund(member, parts, { amountMinor: rest });
        expect(await rowOf(parts)).toEqual(one);
        expect(await accountsOf(member.id)).toEqual(await accountsOf(other.id));
        expect(await accountsOf(member.id)).toMatchObject({ spendMinor: 0, available: 0, owed: 0 });
        const counted = await reader.row<{ sum: number }>(
          `SELECT CAST(SUM(COALESCE(r.spendMinor, r.countedMinor)) AS SIGNED) AS sum FROM order_refund r
             JOIN shop_order o ON o.id = r.orderRowId WHERE o.orderId = ?`,
          [parts],
        );
        expect(counted?.sum).toBe(one?.paidAmountMinor);
      }),
      { numRuns: 12 },
    );
  }, 60_000);

  it("leaves the ledger in balance", async () => {
    const { checks } = await verifyLedger(reader);
    expect(checks.filter(({ violations }) => violations.length > 0)).toEqual([]);
  });
});
