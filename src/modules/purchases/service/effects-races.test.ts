import { beforeAll, describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { countersOf } from "@/testing/activities";
import { as, OPERATOR, SERVICE } from "@/testing/actors";
import {
  allAtOnce,
  BENEFITS,
  BONUS,
  CAPACITY,
  EXTRA,
  NOON,
  ORDER_MINOR,
  PASS_USES,
  type Person,
  QUOTA,
  type Scene,
  STOCK,
  scene,
} from "@/testing/crowd";
import { useDatabase } from "@/testing/database";
import { accountsOf, countOf, fresh } from "@/testing/factories";
import { useBusinessTime, useProgram } from "@/testing/program";
import { verifyLedger } from "../../points/service/verify";

const BUSY_MS = 60_000;

async function sumOf(sum: string, from: string, values: (string | number)[]): Promise<number> {
  const row = await reader.row<{ sum: number }>(
    `SELECT CAST(COALESCE(SUM(${sum}), 0) AS SIGNED) AS sum FROM ${from}`,
    values,
  );
  return row?.sum ?? 0;
}

/** What an activity ever charged its budget. */
const chargedIn = (activityId: number) =>
  sumOf("pointsGiven + pointsReturned", "activity WHERE id = ?", [activityId]);

/** What a member has had by one kind of reference, and not lost by it again. */
const keptBy = (type: string, memberId: number) =>
  sumOf(
    "availableDelta + pendingDelta + frozenDelta - owedDelta",
    "points_entry WHERE memberId = ? AND referenceType = ? AND type IN ('EARN','CLAW_BACK')",
    [memberId, type],
  );

describe("orders and all that hangs on them, at once on a handful of members", () => {
  useDatabase("effects_races");
  useProgram({ benefits: BENEFITS }, (rung) => ({ ...rung, benefits: ["SHIP", "GIFT"] }));
  useBusinessTime(NOON);

  let all: Scene;
  let everybody: Person[];
  beforeAll(async () => {
    all = await scene();
    everybody = [...all.people, all.leaver];
    await allAtOnce(all);
  }, BUSY_MS);

  it("leave a ledger that adds up", async () => {
    const { checks, ok } = await verifyLedger(reader);
    expect(checks.filter(({ violations }) => violations.length > 0)).toEqual([]);
    expect(ok).toBe(true);
  });

  it("leave each order as if all was told one after the other", async () => {
    for (const { id, orders } of all.people) {
      const kept = orders.length - 3;
      const spendMinor = kept * ORDER_MINOR + (ORDER_MINOR - 2000);
      expect(await accountsOf(id)).toMatchObject({ spendMinor, tierCode: "REGISTERED" });
      const rows = await reader.rows<{ orderId: string; earned: number; clawed: number }>(
        "SELECT orderId, pointsEarned AS earned, pointsClawed AS clawed FROM shop_order WHERE memberId = ?",
        [id],
      );
      const left = orders.map((orderId) => {
        const { earned = 0, clawed = 0 } = rows.find((row) => row.orderId === orderId) ?? {};
        return { earned, share: earned === 0 ? null : (earned - clawed) / earned };
      });
      const [refunded, cancelled, inPart, ...others] = left.map(({ share }) => share);
      expect(refunded).toBe(0);
      expect([null, 0]).toContain(cancelled);
      expect(inPart).toBeCloseTo(4000 / 6000);
      expect(others).toEqual(others.map(() => 1));
      expect(await keptBy("ORDER", id)).toBe(left.reduce((sum, { earned }) => sum + earned, 0));
    }
  });

  it("leave each member as they were told of last", async () => {
    for (const { id } of all.people) {
      expect(await countOf("member", "id = ? AND nickname = 'late'", [id])).toBe(1);
    }
  });

  it("fill an activity to its last place, and its counter says so", async () => {
    const joined = await countOf("activity_participation", "activityId = ?", [all.welcome]);
    expect(joined).toBe(CAPACITY);
    expect(await countersOf(all.welcome)).toEqual({ joinedCount: CAPACITY, pointsGiven: 200 });
  });

  it("spend budgets to the last point that fits, each on what the entries say", async () => {
    const multiplied = await sumOf(
      "JSON_EXTRACT(breakdown, '$.activity.points')",
      "points_entry WHERE type = 'EARN' AND referenceType = 'ORDER' AND JSON_VALUE(breakdown, '$.activity.id') = ?",
      [String(all.doubled)],
    );
    expect(await chargedIn(all.doubled)).toBe(multiplied);
    const uses = "activity_use WHERE activityId = ?";
    const kept = await sumOf("points - returned", uses, [all.doubled]);
    const claimed = "activity_participation WHERE activityId = ?";
    // What a member had spent, or left with, before its order was undone stays charged.
    const gone = await sumOf("claimedPoints", claimed, [all.doubled]);
    expect(await countersOf(all.doubled)).toMatchObject({ pointsGiven: kept + gone });
    expect(kept + gone).toBeLessThanOrEqual(EXTRA.points * EXTRA.orders);
    const held = await sumOf("claimedPoints", claimed, [all.first]);
    expect(held).toBeLessThanOrEqual(BONUS.points * BONUS.members);
    expect(await countersOf(all.first)).toMatchObject({ pointsGiven: held });
    for (const id of [all.first, all.three, all.doubled, all.welcome]) {
      const { joinedCount } = (await countersOf(id)) ?? {};
      expect(joinedCount).toBe(await countOf("activity_participation", "activityId = ?", [id]));
      const told = `outbox_event WHERE type = 'activity.awarded' AND JSON_VALUE(data, '$.activityId') = ?`;
      expect(await chargedIn(id)).toBe(
        await sumOf("JSON_EXTRACT(data, '$.points')", told, [String(id)]),
      );
    }
  });

  it("hold a challenge exactly where three orders stand, and pay what participations say", async () => {
    for (const { id, orders } of all.people) {
      const three = "activity_participation WHERE memberId = ? AND activityId = ?";
      const held = await sumOf("awardPoints - awardClawed", three, [id, all.three]);
      expect(held).toBe(orders.length - 2 >= 3 ? 40 : 0);
    }
    for (const { id } of everybody) {
      const parts = "activity_participation WHERE memberId = ?";
      expect(await keptBy("ACTIVITY", id)).toBe(
        await sumOf("awardPoints - awardClawed", parts, [id]),
      );
    }
  });

  it("reward both sides of an invitation for an order that stands, once", async () => {
    const rows = await reader.rows<Record<string, string | number | null>>(
      "SELECT invitedId, referrerId, orderId, invitedPoints, referrerOrderId, referrerPoints, settled FROM referral",
    );
    // Everybody but the first, who is told to have come by the third: that circle is not closed.
    expect(rows).toHaveLength(all.people.length);
    const remaining = rows.filter(({ invitedId }) => invitedId !== all.leaver.id);
    const standing = new Set(all.people.flatMap(({ orders }) => orders.slice(2)));
    for (const row of remaining) {
      expect(row).toMatchObject({ settled: 1, invitedPoints: 100, referrerPoints: 100 });
      expect(row.referrerOrderId).toBe(row.orderId);
      expect(standing).toContain(row.orderId);
    }
    const left = rows.find(({ invitedId }) => invitedId === all.leaver.id);
    expect(left).toMatchObject({ settled: 1, referrerOrderId: left?.orderId });
    for (const { id } of everybody) {
      const mine = await sumOf(
        "IF(invitedId = ?, invitedPoints, 0) + IF(referrerId = ?, referrerPoints, 0)",
        "referral",
        [id, id],
      );
      expect(await keptBy("REFERRAL", id)).toBe(mine);
    }
  });

  it("sell the stock and no more, and give back what was called off", async () => {
    const living = "reward_redemption WHERE rewardId = ? AND status <> 'CANCELLED'";
    const { items } = await as(OPERATOR).rewards.managed({});
    for (const [rewardId, stock] of [
      [all.product, STOCK.products],
      [all.pass, STOCK.passes],
    ] as const) {
      const sold = await sumOf("quantity", living, [rewardId]);
      expect(items.find((item) => item.rewardId === rewardId)).toMatchObject({
        stock: stock - sold,
      });
    }
    expect(await sumOf("quantity", living, [all.pass])).toBe(STOCK.passes);
    const off = "reward_redemption WHERE status = 'CANCELLED'";
    const restored = "points_entry WHERE type = 'RESTORE' AND referenceType = 'REDEMPTION'";
    expect(await sumOf("availableDelta - owedDelta", restored, [])).toBe(
      await sumOf("pointsCost", off, []),
    );
  });

  it("give a benefit as often as its quota and the passes say, to the last use", async () => {
    const passes = await countOf("benefit_pass", "1 = 1", []);
    for (const person of all.people) await exhaust(person);
    const used = (what: string, values: (string | number)[] = []) =>
      countOf("benefit_usage", `status = 'USED' AND ${what}`, values);
    for (const { id } of all.people) {
      expect(await used("benefitId = 'SHIP' AND memberId = ?", [id])).toBe(QUOTA);
      expect(await used("benefitId = 'GIFT' AND memberId = ?", [id])).toBe(1);
    }
    expect(await used("benefitId = 'BY_PASS' AND passId IS NOT NULL")).toBe(passes * PASS_USES);
    expect(await used("benefitId = 'BY_PASS' AND passId IS NULL")).toBe(0);
  });

  it("leave no benefit used on a cancelled order, and gifts only where they are used", async () => {
    for (const { id, orders } of all.people) {
      const onCancelled = "memberId = ? AND orderId = ? AND activeOrderId IS NOT NULL";
      expect(await countOf("benefit_usage", onCancelled, [id, orders[1] ?? ""])).toBe(0);
      const gifts = "benefit_usage WHERE memberId = ? AND status = 'USED'";
      expect(await keptBy("BENEFIT", id)).toBe(await sumOf("points", gifts, [id]));
    }
  });
});

/** Goes on using what is left until it is refused. */
async function exhaust({ memberId }: Person): Promise<void> {
  for (const benefitId of ["SHIP", "GIFT", "BY_PASS"]) {
    for (let left: number | null = 1; left !== null; ) {
      const order = { orderId: fresh("x"), orderAmountMinor: ORDER_MINOR, shippingMinor: 1200 };
      const use = as(SERVICE).benefits.use({ memberId, benefitId, ...order });
      left = await use.then(
        ({ remaining }) => remaining,
        () => null,
      );
    }
  }
}
