import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { asDomainError } from "@/platform/errors";
import { useDatabase } from "@/testing/database";
import {
  changed,
  completed,
  type Goods,
  orderRow,
  refunded,
  type ShopEvent,
  tell,
} from "@/testing/edits";
import { accountsOf, enrolled, fresh } from "@/testing/factories";
import { useBusinessTime, useProgram } from "@/testing/program";
import { verifyLedger } from "../../points/service/verify";
import { programRules } from "../../program/schema";

const PAID_AT = "2026-07-01T04:00:00Z";
const AFTER = "2026-07-02T04:00:00Z";
const TODAY = "2026-07-03T04:00:00Z";

const scope = (categories: string[]) => ({ channels: [], stores: [], include: { categories } });

const RULES = programRules.parse({
  goods: {
    dayPointsMax: 700,
    rules: [
      { label: "书籍不积分", scope: scope(["BOOKS"]), gives: { kind: "PERCENT", percent: 0 } },
      { label: "鞋双倍", scope: scope(["SHOES"]), gives: { kind: "PERCENT", percent: 200 } },
      { label: "新品", scope: scope(["NEW"]), gives: { kind: "PER_PIECE", points: 30 } },
    ],
  },
}).goods;

const anyLine = fc.record({
  category: fc.constantFrom("SHOES", "BOOKS", "NEW", "SOCKS"),
  quantity: fc.integer({ min: 1, max: 4 }),
  minor: fc.integer({ min: 0, max: 9_999 }),
});

/** Lines by one name each, so that two orders have some in common. */
const anyGoods: fc.Arbitrary<Goods> = fc.oneof(
  fc.integer({ min: 0, max: 900 }).map((yuan) => ({ yuan })),
  fc.array(anyLine, { minLength: 1, maxLength: 4 }).map((drawn) => ({
    lines: drawn.map(({ category, quantity, minor }, n) => ({
      ...{ lineId: `l${n}`, sku: category, categories: [category], quantity },
      unitAmountMinor: minor,
    })),
  })),
);

const anyStory = fc.record({
  first: anyGoods,
  edits: fc.array(anyGoods, { minLength: 1, maxLength: 3 }),
  refunds: fc.array(
    fc.record({
      yuan: fc.integer({ min: 1, max: 500 }),
      /** Before which of the edits it comes in. */
      before: fc.nat(3),
    }),
    { maxLength: 3 },
  ),
  /** An order of the same day that uses up its room. */
  other: fc.integer({ min: 0, max: 500 }),
});

/** What nothing fits of is refused when it comes, and counts when it came before. */
async function outcome(event: ShopEvent): Promise<void> {
  try {
    await tell(event);
  } catch (error) {
    if (asDomainError(error)?.domainCode !== "REFUND_EXCEEDS_PAID") throw error;
  }
}

async function stateOf(id: number, orderId: string) {
  const { available, pending, frozen, owed, spendMinor, tierCode } = await accountsOf(id);
  const order = await orderRow(orderId);
  const lines = await reader.rows(
    `SELECT l.lineId, l.refundedMinor, l.weight FROM order_line l
       JOIN shop_order o ON o.id = l.orderRowId WHERE o.orderId = ? ORDER BY l.position`,
    [orderId],
  );
  return { available, pending, frozen, owed, spendMinor, tierCode, order, lines };
}

const paidOf = ({ lines, yuan = 0 }: Goods) =>
  lines ? lines.reduce((sum, one) => sum + one.quantity * one.unitAmountMinor, 0) : yuan * 100;

describe.each([
  { name: "available at once", pendingDays: 0 },
  { name: "pending for some days", pendingDays: 14 },
])("an order completed and then edited, whose points are $name", ({ pendingDays }) => {
  useDatabase(`edits-${pendingDays}`);
  useProgram({ earn: { pendingDays }, goods: RULES });
  useBusinessTime(TODAY);

  it("is as if it had been completed so, whatever was refunded between", async () => {
    await fc.assert(
      fc.asyncProperty(anyStory, async ({ first, edits, refunds, other }) => {
        const last = edits.at(-1) ?? first;
        // Refunds that fit every version: what is refunded meanwhile is not to be taken away.
        const least = Math.min(...[first, ...edits].map(paidOf));
        let left = least;
        const fitting = refunds.flatMap((refund) => {
          const amount = Math.min(refund.yuan, Math.floor(left / 100));
          left -= amount * 100;
          return amount > 0 ? [{ ...refund, yuan: amount, refundId: fresh("r") }] : [];
        });
        const straight = await enrolled();
        const crooked = await enrolled();
        const ids = { straight: fresh("s"), crooked: fresh("c") };
        for (const { externalId } of [straight, crooked]) {
          await tell(completed(externalId ?? "", fresh("o"), { yuan: other }, PAID_AT));
        }
        const who = crooked.externalId ?? "";
        await tell(completed(who, ids.crooked, first, PAID_AT));
        for (const [n, edit] of edits.entries()) {
          for (const { refundId, yuan, before } of fitting) {
            if (before !== n) continue;
            await outcome(refunded(who, ids.crooked, { refundId, yuan, at: AFTER }));
          }
          await tell(changed(who, ids.crooked, { ...edit, version: n + 1, at: AFTER }));
        }
        for (const { refundId, yuan, before } of fitting) {
          if (before < edits.length) continue;
          await outcome(refunded(who, ids.crooked, { refundId, yuan, at: AFTER }));
        }
        const twin = straight.externalId ?? "";
        await tell(completed(twin, ids.straight, last, PAID_AT));
        for (const { yuan } of fitting) {
          await outcome(refunded(twin, ids.straight, { refundId: fresh("r"), yuan, at: AFTER }));
        }
        expect(await stateOf(crooked.id, ids.crooked)).toEqual(
          await stateOf(straight.id, ids.straight),
        );
      }),
      { numRuns: 25 },
    );
    const { checks } = await verifyLedger(reader);
    expect(checks.flatMap(({ violations }) => violations)).toEqual([]);
  }, 180_000);
});
