import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { as, SERVICE, WEBHOOK } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { enrolled, fresh } from "@/testing/factories";
import { useBusinessTime, useProgram } from "@/testing/program";
import { verifyLedger } from "../../points/service/verify";

/** After the last event, and before any of the points expire. */
const TODAY = "2026-12-01T00:00:00Z";

interface Order {
  /** Days after the first of all. */
  day: number;
  paidMinor: number;
  /** Of what was paid, in hundredths; nothing where 0. */
  refundedPct: number;
  isCancelled: boolean;
  /** By which of two ids it is told, and by which what comes after it. */
  orderedAs: 0 | 1;
  undoneAs: 0 | 1;
}

const orders = fc.array(
  fc.record({
    day: fc.integer({ min: 0, max: 300 }),
    paidMinor: fc.integer({ min: 100, max: 400_000 }),
    refundedPct: fc.constantFrom(0, 0, 0, 30, 100),
    isCancelled: fc.constantFrom(false, false, false, true),
    orderedAs: fc.constantFrom<0 | 1>(0, 1),
    undoneAs: fc.constantFrom<0 | 1>(0, 1),
  }),
  { minLength: 1, maxLength: 12 },
);

type ShopEvent = Parameters<ReturnType<typeof as>["orders"]["event"]>[0];

interface Told {
  by: 0 | 1;
  /** It needs an order of the same id: before two are one, the id has to be the order's own. */
  isOwn: boolean;
  event: (externalId: string) => ShopEvent;
}

const moment = (day: number) => new Date(Date.UTC(2025, 10, 1 + day, 4)).toISOString();

function toldOf(order: Order, mark: string, n: number): Told[] {
  const { day, paidMinor, refundedPct, isCancelled, orderedAs, undoneAs } = order;
  const orderId = `${n}.${mark}`;
  const at = moment(day + 1);
  const told = (by: 0 | 1, type: ShopEvent["type"], data: object): Told => ({
    by,
    isOwn: by === orderedAs,
    event: (externalId) =>
      ({ type, timestamp: at, data: { externalId, orderId, ...data } }) as ShopEvent,
  });
  const amountMinor = Math.floor((paidMinor * refundedPct) / 100);
  const refund = { refundId: `r${orderId}`, amountMinor, refundedAt: at };
  return [
    told(orderedAs, "ORDER_COMPLETED", { paidAmountMinor: paidMinor, paidAt: moment(day) }),
    ...(amountMinor > 0 ? [told(undoneAs, "ORDER_REFUNDED", refund)] : []),
    ...(isCancelled ? [told(undoneAs, "ORDER_CANCELLED", {})] : []),
  ];
}

const tell = (event: ShopEvent) => as(WEBHOOK).orders.event(event);

async function endOf(memberId: number) {
  return reader.row(
    `SELECT tierCode, spendMinor, orderCount, available, pending, frozen, owed FROM member WHERE id = ?`,
    [memberId],
  );
}

async function merge(fromId: number, intoId: number): Promise<void> {
  const ids = { memberId: String(intoId), fromMemberId: String(fromId) };
  const { version } = await as(SERVICE).members.mergePreview(ids);
  await as(SERVICE).members.merge({ ...ids, version, reason: "同一人" });
}

describe("a history told by two ids whose members are merged somewhere in it", () => {
  useDatabase("merge_shuffle");
  useBusinessTime(TODAY);
  useProgram({}, (rung) => ({ ...rung, multiplierPct: 100 }));

  it("ends as one that was told by one id, in order", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(orders, fc.nat(), fc.boolean(), async (history, at, isFirst) => {
        const [one, first, second] = [await enrolled(), await enrolled(), await enrolled()];
        const straight = history.flatMap((order, n) => toldOf(order, fresh("s"), n));
        for (const { event } of straight) await tell(event(one.externalId ?? ""));

        const told = history.flatMap((order, n) => toldOf(order, fresh("m"), n)).toReversed();
        const cut = at % (told.length + 1);
        const ids = [first.externalId ?? "", second.externalId ?? ""];
        // What names another's order waits for the merging: before it, it would be somebody else's.
        const isTold = ({ isOwn }: Told, place: number) => place < cut && isOwn;
        for (const { by, event } of told.filter(isTold)) await tell(event(ids[by] ?? ""));
        const [from, into] = isFirst ? [first, second] : [second, first];
        await merge(from.id, into.id);
        const rest = told.filter((one, place) => !isTold(one, place));
        for (const { by, event } of rest) await tell(event(ids[by] ?? ""));

        expect(await endOf(into.id)).toEqual(await endOf(one.id));
        expect(await endOf(from.id)).toMatchObject({ spendMinor: 0, available: 0, owed: 0 });
      }),
      { numRuns: 40 },
    );
    const { checks } = await verifyLedger(reader);
    expect(checks.flatMap(({ violations }) => violations)).toEqual([]);
  });
});
