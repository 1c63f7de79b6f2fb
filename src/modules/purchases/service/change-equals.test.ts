import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { asDomainError } from "@/platform/errors";
import { PLAIN_ACTIVITY } from "@/testing/activities";
import { at } from "@/testing/actors";
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
import type { NewActivity } from "../../activities/schema/activity";
import { createActivity } from "../../activities/service/manage";
import { verifyLedger } from "../../points/service/verify";
import { programRules } from "../../program/schema/rules";

/** Each way has days of its own, so that no other's activities reach it. */
function daysOf(month: number) {
  const day = (date: number) => new Date(Date.UTC(2026, month - 1, date, 4)).toISOString();
  return { paidAt: day(3), after: day(4), today: day(5), opens: day(1), closes: day(9) };
}

const scope = (categories: string[]) => ({ channels: [], stores: [], include: { categories } });

const RULES = programRules.parse({
  currencies: { rates: [{ currency: "USD", rate: "7.1234" }] },
  goods: {
    dayPointsMax: 700,
    rules: [
      { label: "书籍不积分", scope: scope(["BOOKS"]), gives: { kind: "PERCENT", percent: 0 } },
      { label: "鞋双倍", scope: scope(["SHOES"]), gives: { kind: "PERCENT", percent: 200 } },
      { label: "新品", scope: scope(["NEW"]), gives: { kind: "PER_PIECE", points: 30 } },
    ],
  },
});

/** Some goods, an order as a whole, and a bonus that asks for so much of some goods, beside one another. */
const ACTIVITIES: Partial<NewActivity>[] = [
  { effect: { kind: "POINTS_MULTIPLIER", multiplierPct: 150 } },
  { effect: { kind: "POINTS_MULTIPLIER", multiplierPct: 325 }, scope: about("SHOES") },
  {
    effect: { kind: "POINTS_MULTIPLIER", multiplierPct: 130 },
    frequency: { limit: 2, per: "day" },
    stacking: { mode: "ALL" },
  },
  {
    effect: { kind: "BONUS_POINTS", on: "EACH_ORDER", points: 77, orderMinimumMinor: 3_000 },
    scope: about("NEW", "SOCKS"),
    stacking: { mode: "ALL" },
  },
];

function about(...categories: string[]): NewActivity["scope"] {
  const none = { categories: [], brands: [], skus: [] };
  return { include: { ...none, categories }, exclude: none, channels: [], stores: [] };
}

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
  const added = await reader.rows(
    `SELECT u.activityId, u.points, u.returned, u.weights FROM activity_use u
       JOIN shop_order o ON o.id = u.orderRowId WHERE o.orderId = ? ORDER BY u.activityId`,
    [orderId],
  );
  return { available, pending, frozen, owed, spendMinor, tierCode, order, lines, added };
}

/** What budgets are charged is what orders have of them. */
const budgetsOf = () =>
  reader.rows<{ id: number; isSound: number }>(
    `SELECT a.id, a.pointsGiven = COALESCE(SUM(u.points - u.returned), 0)
              AND a.pointsReturned = COALESCE(SUM(u.returned), 0) AS isSound
       FROM activity a LEFT JOIN activity_use u ON u.activityId = a.id
      GROUP BY a.id, a.pointsGiven, a.pointsReturned`,
  );

const paidOf = ({ lines, yuan = 0 }: Goods) =>
  lines ? lines.reduce((sum, one) => sum + one.quantity * one.unitAmountMinor, 0) : yuan * 100;

describe.each([
  { name: "available at once", month: 3, pendingDays: 0, activities: [] },
  { name: "pending for some days", month: 4, pendingDays: 14, activities: [] },
  { name: "raised by activities", month: 5, pendingDays: 0, activities: ACTIVITIES },
  { name: "in another currency", month: 6, pendingDays: 0, activities: [], currency: "USD" },
  { name: "both", month: 7, pendingDays: 14, activities: ACTIVITIES, currency: "USD" },
])("an order completed and then edited, whose points are $name", (given) => {
  const { pendingDays, activities, currency } = given;
  const { paidAt, after, today, opens, closes } = daysOf(given.month);
  useDatabase("edited-equals");
  useProgram({ earn: { pendingDays }, goods: RULES.goods, currencies: RULES.currencies });
  useBusinessTime(today);
  const said = currency === undefined ? {} : { currency };

  beforeAll(async () => {
    const [startsAt, endsAt] = [new Date(opens), new Date(closes)];
    const window = { startsAt, endsAt, joining: "AUTOMATIC" as const };
    for (const one of activities) {
      const wanted = { ...PLAIN_ACTIVITY, ...window, ...one };
      await at(startsAt, (work) => createActivity(work, wanted, true));
    }
  });

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
          await tell(completed(externalId ?? "", fresh("o"), { yuan: other }, paidAt));
        }
        const who = crooked.externalId ?? "";
        await tell(completed(who, ids.crooked, { ...first, ...said }, paidAt));
        for (const [n, edit] of edits.entries()) {
          for (const { refundId, yuan, before } of fitting) {
            if (before !== n) continue;
            await outcome(refunded(who, ids.crooked, { refundId, yuan, at: after }));
          }
          const version = n + 1;
          const whole = version % 2 === 0 ? { ...edit, ...said } : edit;
          await tell(changed(who, ids.crooked, { ...whole, version, at: after }));
        }
        for (const { refundId, yuan, before } of fitting) {
          if (before < edits.length) continue;
          await outcome(refunded(who, ids.crooked, { refundId, yuan, at: after }));
        }
        const twin = straight.externalId ?? "";
        await tell(completed(twin, ids.straight, { ...last, ...said }, paidAt));
        for (const { yuan } of fitting) {
          await outcome(refunded(twin, ids.straight, { refundId: fresh("r"), yuan, at: after }));
        }
        expect(await stateOf(crooked.id, ids.crooked)).toEqual(
          await stateOf(straight.id, ids.straight),
        );
      }),
      { numRuns: 25 },
    );
    const { checks } = await verifyLedger(reader);
    expect(checks.flatMap(({ violations }) => violations)).toEqual([]);
    for (const { id, isSound } of await budgetsOf())
      expect({ id, isSound }).toEqual({ id, isSound: 1 });
  }, 180_000);
});
