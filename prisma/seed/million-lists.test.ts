import { beforeAll, describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { ADMIN, as, memberCaller, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { faultsWhile, listen, planOf, seen } from "@/testing/plans";
import { seedMillion } from "./million";
import { SHARED_CODE } from "./million-coupons";
import { SHARED_ID } from "./million-shop";

const MEMBERS = 3_000;
const MANY = 5_000;
const PAGE = 25;
const admin = as(ADMIN);
/** One with a coupon that they used. */
const WHO = { memberId: "76" };

/** A code that very many have used, and guests of whom there are very many. */
async function fill(): Promise<void> {
  await reader.write(
    `INSERT INTO coupon_use (couponId, memberId, orderId, activeOrderId, status, goodsMinor, discountMinor,
       allocation, usedOn, createdAt)
     SELECT ${SHARED_ID}, memberId, CONCAT('x', orderId), CONCAT('x', orderId), 'USED', 2, 1, '[]',
            DATE(paidAt), paidAt FROM shop_order ORDER BY id LIMIT ${MANY}`,
  );
  await reader.write(
    `INSERT INTO guest_event (keyHash, orderId, kind, reference, position, occurredAt, orderedAt, told,
       createdAt)
     SELECT SHA2(orderId, 256), CONCAT('x', orderId), 'ORDER_COMPLETED', CONCAT('x', orderId), 0, paidAt,
            paidAt, '{}', paidAt FROM shop_order ORDER BY id LIMIT ${MANY}`,
  );
  await reader.write(
    `INSERT INTO audit_log (actor, action, memberId, requestId, createdAt)
     SELECT IF(o.id % 2 = 0, 'service:7', 'service:8'), IF(o.id % 2 = 0, 'points.earn', 'points.use'),
            o.memberId, CONCAT('x', o.orderId), o.paidAt
       FROM shop_order o JOIN (SELECT 1 AS k UNION ALL SELECT 2 UNION ALL SELECT 3) k`,
  );
  // Of each member a few, in more tiers than are told apart at once.
  await reader.write(
    `INSERT INTO stat_benefit_member (benefitId, day, tierCode, memberId, uses)
     SELECT 'BOOST', DATE(paidAt), CONCAT('T', id % 70), memberId, MIN(id) % 9 > 0 FROM shop_order
      GROUP BY DATE(paidAt), CONCAT('T', id % 70), memberId`,
  );
  await reader.write(
    `INSERT INTO stat_benefit_day (benefitId, day, tierCode, uses, valueMinor, points)
     SELECT benefitId, day, tierCode, SUM(uses), 0, 0 FROM stat_benefit_member
      GROUP BY benefitId, day, tierCode`,
  );
  const tables = "audit_log, stat_benefit_member, coupon, coupon_use, coupon_issue, guest_event";
  await reader.rows(`ANALYZE TABLE ${tables}, guest_key, order_line`);
}

describe("lists of coupons, guests and orders among very many", () => {
  useDatabase("million-lists");

  beforeAll(async () => {
    await seedMillion({ members: MEMBERS, chunk: 1_000, say: () => undefined });
    await fill();
    listen();
  }, 120_000);

  it("are of what the services write", async () => {
    const { items } = await as(memberCaller(76)).coupons.mine({ only: "ALL" });
    expect(items).toMatchObject([{ usesLeft: 0, code: expect.any(String) }]);
    const { items: orders } = await admin.members.orders({ ...WHO, limit: PAGE });
    const told = orders.filter(({ lineCount }) => lineCount > 0);
    expect(told.length).toBeGreaterThan(0);
    for (const { orderId, paidAmountMinor } of told) {
      const { items: lines } = await admin.members.orderLines({ ...WHO, orderId });
      expect(lines.reduce((sum, { paidMinor }) => sum + paidMinor, 0)).toBe(paidAmountMinor);
    }
    const found = await admin.coupons.get({ code: SHARED_CODE });
    expect(found.uses).toHaveLength(50);
  });

  const lists: Record<string, () => Promise<unknown>> = {
    "a member's coupons": () => admin.coupons.mine({ ...WHO, only: "ALL", limit: PAGE }),
    "those that still count": () => admin.coupons.mine({ ...WHO, only: "CURRENT", limit: PAGE }),
    "a code that many used": () => admin.coupons.get({ code: SHARED_CODE }),
    "whether it may be used": () =>
      as(SERVICE).coupons.check({ ...WHO, code: SHARED_CODE, orderAmountMinor: 9_900 }),
    "issues of coupons": () => admin.coupons.issues({ limit: PAGE }),
    "kinds of coupons": () => admin.coupons.definitions({ limit: PAGE }),
    "a member's export": () => admin.profile.export(WHO),
    "what merging two would do": () => admin.members.mergePreview({ ...WHO, fromMemberId: "78" }),
  };

  it.each(Object.entries(lists))("reads %s by an index", async (_name, act) => {
    expect(await faultsWhile(act)).toEqual([]);
  });

  it("finds out by an index that one actor never did something", async () => {
    const never = () => admin.audit.list({ actor: "service:7", action: "points.use", limit: PAGE });
    expect(await faultsWhile(never)).toEqual([]);
    expect((await never()).items).toEqual([]);
  });

  const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);

  it.each([30, 91, 92, 93, 730])(
    "counts who used a benefit within %i days, by tier and in all",
    async (days) => {
      const range = { from: day(days - 1), to: day(0) };
      const from = seen.length;
      const { benefits } = await admin.stats.effects(range);
      const distinct = (tierCode: string | null) =>
        reader.row<{ members: number }>(
          `SELECT COUNT(DISTINCT memberId) AS members FROM stat_benefit_member
            WHERE uses > 0 AND day BETWEEN ? AND ? ${tierCode === null ? "" : "AND tierCode = ?"}`,
          [range.from, range.to, ...(tierCode === null ? [] : [tierCode])],
        );
      const counting = seen.slice(from).filter(({ sql }) => sql.includes("stat_benefit_member"));
      expect(benefits).toMatchObject([await distinct(null)]);
      const byTier = benefits[0]?.byTier ?? [];
      expect(byTier.length).toBeGreaterThan(48);
      for (const { tierCode, members } of byTier) {
        expect({ members }).toEqual(await distinct(tierCode));
      }
      for (const statement of days > 92 ? counting : []) {
        const steps = await planOf(statement);
        const [step] = steps.filter(({ table }) => table === "stat_benefit_member");
        expect(step?.Extra).toMatch(/Using index/);
        expect(step?.Extra).not.toMatch(/temporary|filesort/);
      }
    },
  );

  it("counts the uses of a code that many used in an index alone", async () => {
    const from = seen.length;
    await admin.coupons.get({ code: SHARED_CODE });
    const counting = seen.slice(from).find(({ sql }) => sql.includes("AS used FROM coupon_use"));
    expect(counting).toBeDefined();
    if (!counting) return;
    const plan = await planOf(counting);
    expect(plan).toMatchObject([{ key: "coupon_use_couponId_status_expiresAt_idx" }]);
    expect(plan[0]?.Extra).toMatch(/Using index/);
  });
});
