import { beforeAll, describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { ADMIN, as, OPERATOR } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { faultsWhile, listen } from "@/testing/plans";
import { useBusinessTime } from "@/testing/program";

const TODAY = "2026-11-29T04:00:00.000Z";
const MANY = 6_000;
const from = (days: number) => new Date(Date.parse(TODAY) + days * 86_400_000);

const TENS = Array.from({ length: 10 }, (_, n) => `SELECT ${n} AS n`).join(" UNION ALL ");
/** Numbers from 0 up to MANY. */
const NUMBERS = `(SELECT a.n + 10 * b.n + 100 * c.n + 1000 * d.n AS n
  FROM (${TENS}) a, (${TENS}) b, (${TENS}) c, (${TENS}) d) numbers WHERE n < ${MANY}`;

const write = (sql: string, values: (string | number | Date)[] = []) => reader.write(sql, values);

/** Of each kind a few that wait, among very many that do not. */
async function fill(): Promise<void> {
  await write(
    `INSERT INTO reward_redemption (memberId, rewardId, kind, rewardName, rewardNameEn, quantity, pointsCost,
       month, status, createdAt)
     SELECT n + 1, 1, 'PRODUCT', '帆布袋', 'Tote', 1, 5, '2026-11', IF(n < 1200, 'PENDING', 'DONE'),
       IF(n < 4, ?, ?) FROM ${NUMBERS}`,
    [from(-4), from(-1)],
  );
  await write(
    `INSERT INTO approval (kind, memberId, points, reason, reference, status, requestedBy, requesterId,
       expiresAt, createdAt)
     SELECT IF(n = 5, 'POLICY', 'ADJUSTMENT'), n + 1, 5, 'why', CONCAT('r', n),
       IF(n < 8, 'WAITING', 'APPROVED'), IF(n = 1, 'admin:2', 'operator:1'), IF(n = 1, 2, 1),
       IF(n = 2, ?, ?), ? FROM ${NUMBERS}`,
    [from(-1), from(9), from(-2)],
  );
  await write(
    `INSERT INTO shop_order (orderId, memberId, createdAt) SELECT CONCAT('o', n), n + 1, ? FROM ${NUMBERS}`,
    [from(-9)],
  );
  const late = (table: string, more: string) =>
    `INSERT INTO ${table} (${more} orderRowId, memberId, amountMinor, status, createdAt)
     SELECT CONCAT('x', id), ?, ${more.includes("open") ? "5," : ""} id, memberId, 5,
       IF(id % 100 = 7, 'PARKED', 'APPLIED'), IF(id % 200 = 7, ?, ?) FROM shop_order`;
  const days = [from(-2), from(-0.5)];
  await write(late("order_refund", "refundId, refundedAt,"), [from(-2), ...days]);
  await write(late("order_return", "returnId, requestedAt, openMinor,"), [from(-2), ...days]);
  await write(
    `INSERT INTO outbox_event (sequence, type, memberId, data, occurredAt, createdAt)
     SELECT n + 1000000, IF(n % 1000 < 2, 'order.parked_refused', 'points.earned'), n + 1,
       CONCAT('{"orderId":"late-', n, '"}'), IF(n < 3000, ?, ?), ? FROM ${NUMBERS}`,
    [from(-30), from(-3), from(-3)],
  );
  await write(
    `INSERT INTO reward (kind, name, nameEn, pointsCost, stock, onShelf, createdAt, updatedAt)
     SELECT 'PRODUCT', CONCAT('杯', n), CONCAT('Cup ', n), 5, IF(n < 3, n, IF(n < 9, NULL, 400)), n <> 1, ?, ?
       FROM ${NUMBERS}`,
    [from(-9), from(-9)],
  );
  await write(
    `INSERT INTO activity (kind, title, titleEn, description, descriptionEn, basis, points, startsAt, endsAt,
       joining, pointsBudget, pointsGiven, status, createdAt, updatedAt)
     SELECT 'BONUS_POINTS', CONCAT('满赠', n), CONCAT('Gift ', n), '说明', 'Words', 'JOIN', 5, ?, IF(n < 2, ?, ?), 'CHOICE', 1000,
       IF(n IN (2, 3), 799 + n, 100), IF(n < 5, 'SCHEDULED', 'ENDED'), ?, ? FROM ${NUMBERS}`,
    [from(-5), from(2), from(20), from(-9), from(-9)],
  );
  await write(
    `INSERT INTO webhook_endpoint (url, types, status, pauseReason, secret, position, failures, failingSince,
       createdBy, createdAt)
     VALUES ('https://a.test/in', '*', 'ACTIVE', NULL, '', 0, 3, ?, 'admin:2', ?),
            ('https://b.test/in', '*', 'PAUSED', 'FAILING', '', 0, 20, ?, 'admin:2', ?),
            ('https://c.test/in', '*', 'PAUSED', 'BY_HAND', '', 0, 0, NULL, 'admin:2', ?)`,
    [from(-1), from(-9), from(-5), from(-9), from(-9)],
  );
  await write(
    `INSERT INTO program_draft (name, status, baseVersionId, content, createdBy, createdAt, updatedBy, updatedAt,
       publishAt)
     SELECT CONCAT('Draft ', n), IF(n = 0, 'PARKED', IF(n < 3, 'SCHEDULED', 'DISCARDED')), 1, '{}', 'admin:2', ?,
       'admin:2', ?, ? FROM ${NUMBERS}`,
    [from(-9), from(-9), from(1)],
  );
  await write(
    "INSERT INTO job_state (name, nextRunAt, lastStatus, lastFinishedAt) VALUES ('points.notices', ?, 'FAILED', ?)",
    [from(0), from(-1)],
  );
  await write(
    `INSERT INTO ledger_check (ok, members, entries, findings, startedAt, finishedAt)
     VALUES (1, 374, 0, '[]', ?, ?)`,
    [new Date(), new Date(Date.now() - 90 * 3_600_000)],
  );
  const tables = `reward_redemption, approval, shop_order, order_refund, order_return, outbox_event, reward,
    activity, program_draft`;
  await reader.rows(`ANALYZE TABLE ${tables}`);
}

const admin = as(ADMIN);
const waiting = async (desk: typeof admin) =>
  Object.fromEntries((await desk.worklist.list({})).items.map(({ kind, ...rest }) => [kind, rest]));

describe("what waits for the staff", () => {
  useDatabase("worklist");
  useBusinessTime(TODAY);

  it("is that the ledger was never checked, on the first day", async () => {
    expect(Object.keys(await waiting(admin))).toEqual(["LEDGER"]);
  });

  describe("among very many", () => {
    beforeAll(async () => {
      await fill();
      listen();
    }, 60_000);

    it("is told by kind: how many, and which is to be looked at first", async () => {
      const work = await waiting(admin);
      expect(Object.keys(work)).toEqual([
        "APPROVALS",
        "PARCELS",
        "JOBS",
        "LEDGER",
        "ENDPOINTS",
        "REFUSED",
        "PARKED",
        "STOCK",
        "ENDING",
        "BUDGETS",
        "UNPUBLISHED",
        "SCHEDULED",
      ]);
      // Neither their own, nor what is over.
      expect(work.APPROVALS).toMatchObject({ count: 6, worst: [{ name: "ADJUSTMENT" }, {}, {}] });
      expect(work.PARCELS).toMatchObject({
        count: 1_000,
        late: 4,
        worst: [{ name: "Tote" }, {}, {}],
      });
      expect(work.JOBS).toMatchObject({ count: 1, worst: [{ name: "points.notices" }] });
      expect(work.LEDGER).toMatchObject({ count: 1, worst: [{ name: "OLD", figure: 374 }] });
      const [paused] = work.ENDPOINTS?.worst ?? [];
      expect(work.ENDPOINTS?.count).toBe(2);
      expect(paused).toMatchObject({
        name: "https://b.test/in",
        figure: 20,
        at: from(-5).toISOString(),
      });
      expect(work.REFUSED).toMatchObject({ count: 6, worst: [{ name: "late-5001" }, {}, {}] });
      expect(work.PARKED).toMatchObject({
        count: 60,
        worst: [{ name: expect.any(String) }, {}, {}],
      });
      expect(work.STOCK).toMatchObject({
        count: 2,
        worst: [
          { name: "Cup 0", figure: 0 },
          { name: "Cup 2", figure: 2 },
        ],
      });
      expect(work.ENDING).toMatchObject({ count: 2, worst: [{ at: from(2).toISOString() }, {}] });
      expect(work.BUDGETS).toMatchObject({ count: 2, worst: [{ figure: 80 }, { figure: 80 }] });
      expect(work.UNPUBLISHED).toMatchObject({ count: 1, worst: [{ name: "Draft 0" }] });
      expect(work.SCHEDULED).toMatchObject({ count: 2 });
    });

    it("is found by indexes, whatever there is beside it", async () => {
      expect(await faultsWhile(() => admin.worklist.list({}))).toEqual([]);
    });

    it("is only what they may see and decide", async () => {
      const work = await waiting(as(OPERATOR));
      expect(work.APPROVALS).toBeUndefined();
      expect(work.ENDPOINTS).toBeUndefined();
      expect(work.PARCELS?.count).toBe(1_000);
    });

    it("is what the lists show behind it", async () => {
      const requests = await admin.approvals.list({ decidable: true, limit: 100 });
      expect(requests.items).toHaveLength(6);
      expect(requests.items.every(({ mayDecide }) => mayDecide)).toBe(true);
      expect((await as(OPERATOR).approvals.list({ decidable: true })).items).toEqual([]);
      const few = await admin.rewards.managed({ lowStock: true });
      expect(few.items.map(({ stock }) => stock).sort()).toEqual([0, 2]);
      for (const [attention, count] of [
        ["ENDING", 2],
        ["BUDGETS", 2],
      ] as const) {
        expect((await admin.activities.manage({ attention })).items).toHaveLength(count);
      }
    });
  });
});
