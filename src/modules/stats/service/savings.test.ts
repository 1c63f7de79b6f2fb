import { beforeAll, describe, expect, it } from "vitest";
import { useBenefit } from "@/modules/benefits/service/use";
import { adjustPoints } from "@/modules/corrections/service/adjust";
import { issueToMember } from "@/modules/coupons/service/issue";
import { useCoupon } from "@/modules/coupons/service/use";
import { payWithPoints } from "@/modules/points/service/pay-with-points";
import { cancelOrder } from "@/modules/purchases/service/cancel";
import { changeOrder } from "@/modules/purchases/service/change";
import { completeOrder } from "@/modules/purchases/service/complete";
import { refundOrder } from "@/modules/purchases/service/refund";
import { assignTier } from "@/modules/tiers/service/assign";
import { type Reader, reader, transaction } from "@/platform/db";
import { DomainError } from "@/platform/errors";
import { june } from "@/testing/activities";
import { ADMIN, as, at, memberCaller, OPERATOR, SERVICE } from "@/testing/actors";
import { coupon } from "@/testing/coupons";
import { useDatabase } from "@/testing/database";
import { enrolled, fresh } from "@/testing/factories";
import { askAt, useBusinessTime } from "@/testing/program";
import { publishAll } from "@/testing/receiver";
import { followAll, savedBothWays } from "@/testing/statistics";
import { followPage } from "./follow";
import { savingLinesOf, savingsOf } from "./savings";

const TODAY = "2026-06-25T04:00:00Z";

/** What is done to an order worth ¥400, of which ¥340 is paid in money. */
const acts = {
  complete: (memberId: number, orderId: string, day = 3) =>
    at(june(day), (work) =>
      completeOrder(work, { memberId }, { orderId, paidAmountMinor: 34_000, paidAt: june(day) }),
    ),
  price: (memberId: number, orderId: string, day = 3) => use(memberId, orderId, "DISCOUNT", day),
  shipping: (memberId: number, orderId: string, day = 3) =>
    use(memberId, orderId, "FREE_SHIPPING", day),
  points: (memberId: number, orderId: string, day = 3) =>
    at(june(day), (work) =>
      payWithPoints(work, { memberId }, { orderId, points: 500, orderAmountMinor: 40_000 }),
    ),
  refund: (memberId: number, orderId: string, day = 9, amountMinor = 8_500) =>
    at(june(day), (work) =>
      refundOrder(
        work,
        { memberId },
        { orderId, refundId: fresh("r"), refundedAt: june(day), returnId: null, amountMinor },
      ),
    ),
  edit: (memberId: number, orderId: string, day = 8, paidAmountMinor = 17_000, version = day) =>
    at(june(day), (work) =>
      changeOrder(
        work,
        { memberId },
        { orderId, version, paidAmountMinor, changedAt: june(day), lines: undefined },
      ),
    ),
  cancel: (memberId: number, orderId: string, day = 12) =>
    at(june(day), (work) => cancelOrder(work, { memberId }, orderId)),
};

function use(memberId: number, orderId: string, benefitId: string, day: number) {
  const request = { benefitId, orderId, orderAmountMinor: 40_000, shippingMinor: 1_200 };
  return at(june(day), (work) => useBenefit(work, { memberId }, { ...request, reserve: false }));
}

async function tenOff(memberId: number, orderId: string, definitionId: string, day = 3) {
  const wanted = { definitionId: Number(definitionId), reason: "for a test" };
  const { couponId } = await at(
    june(day),
    (work) => issueToMember(work, { memberId }, wanted),
    SERVICE,
  );
  const using = { couponId: Number(couponId), orderId, orderAmountMinor: 40_000, reserve: false };
  return at(
    june(day),
    (work) => useCoupon(work, { memberId }, { ...using, code: undefined, ttlSeconds: undefined }),
    SERVICE,
  );
}

/** On the third tier of five: 10 % off, ×1.2, free shipping. */
async function silver() {
  const { id } = await enrolled(june(1));
  const wanted = { tierCode: "SILVER", reason: "for a test", keepUntil: null };
  await at(june(1), (work) => assignTier(work, { memberId: id }, wanted), OPERATOR);
  const given = { points: 5_000, reason: "for a test", reference: fresh("a") };
  await at(june(1), (work) => adjustPoints(work, { memberId: id }, given), OPERATOR);
  return id;
}

const merge = async (fromMemberId: number, memberId: number) => {
  const ids = { memberId: String(memberId), fromMemberId: String(fromMemberId) };
  const { version } = await as(SERVICE).members.mergePreview(ids);
  return as(SERVICE).members.merge({ ...ids, version, reason: "同一人" });
};

async function savingsNow(memberId: number) {
  await followAll();
  return savingsOf(askAt(TODAY), { memberId });
}

describe("what a member saved this year", () => {
  useDatabase("savings");
  useBusinessTime(TODAY);
  let memberId: number;
  let definitionId: string;
  const orderId = fresh("o");

  beforeAll(async () => {
    memberId = await silver();
    ({ definitionId } = await coupon());
  });

  const byKind = async (id = memberId) =>
    Object.fromEntries(
      ((await savingsNow(id))?.parts ?? []).map(({ kind, valueMinor }) => [kind, valueMinor]),
    );

  it("is nothing before anything was used", async () => {
    expect(await savingsNow(memberId)).toMatchObject({
      year: 2026,
      from: "2026-01-01",
      totalMinor: 0,
      parts: [],
      next: null,
    });
  });

  it("counts the tier's price, freight, coupons and points, and follows the order", async () => {
    for (const act of ["price", "shipping", "points"] as const) await acts[act](memberId, orderId);
    await tenOff(memberId, orderId, definitionId);
    const all = { PRICE: 4_000, SHIPPING: 1_200, POINTS: 500, COUPON: 1_000 };
    expect(await byKind()).toEqual(all);
    await acts.complete(memberId, orderId);
    expect(await byKind()).toEqual(all);
    await acts.edit(memberId, orderId);
    expect(await byKind()).toMatchObject({ PRICE: 2_000, SHIPPING: 1_200, COUPON: 500 });
    await acts.refund(memberId, orderId);
    expect(await byKind()).toMatchObject({ PRICE: 1_000, SHIPPING: 1_200, COUPON: 250 });
    const told = await savingsNow(memberId);
    expect(told?.totalMinor).toBe(Object.values(await byKind()).reduce((a, b) => a + b, 0));
  });

  it("says what the next tier would have saved on this year's orders, rounded down", async () => {
    const other = await silver();
    const own = fresh("o");
    await acts.price(other, own);
    await acts.complete(other, own);
    // ¥380: 10 % and ×1.2 save ¥38 and 410 points, 15 % and ×1.5 ¥57 and 484.
    expect((await savingsNow(other))?.next).toEqual({
      tier: { code: "GOLD", name: "Gold" },
      moreMinor: 1_900,
      basis: "THIS_YEAR",
      spendMinor: 34_000,
    });
    const nextYear = await savingsOf(askAt("2027-02-01T04:00:00Z"), { memberId: other });
    expect(nextYear).toMatchObject({ totalMinor: 0, next: { basis: "LAST_YEAR" } });
  });

  it("is told line by line, page by page, with what each was", async () => {
    const read = (cursor?: string) =>
      savingLinesOf(askAt(TODAY), { memberId }, { limit: 3, cursor });
    const first = await read();
    const second = await read(first.nextCursor ?? undefined);
    const lines = [...first.items, ...second.items];
    expect([first.items.length, second.nextCursor]).toEqual([3, null]);
    expect(lines.map(({ kind, name }) => [kind, name])).toEqual([
      ["POINTS", null],
      ["COUPON", "Ten off"],
      ["SHIPPING", "Free shipping"],
      ["PRICE", "Member discount"],
    ]);
    const sum = lines.reduce((total, { valueMinor }) => total + valueMinor, 0);
    expect(sum).toBe((await savingsNow(memberId))?.totalMinor);
    for (const cursor of ["2026-06-03.X.1", "2026-06-31.POINTS.1", "1"]) {
      await expect(as(memberCaller(memberId)).stats.savingLines({ cursor })).rejects.toThrow();
    }
  });

  it("is a member's own, and nobody's while it is being made", async () => {
    const own = await as(memberCaller(memberId)).stats.savings({});
    expect(own?.totalMinor).toBeGreaterThan(0);
    const other = { memberId: String(memberId) };
    await expect(as(memberCaller(memberId + 1)).stats.savings(other)).rejects.toThrow();
    await as(ADMIN).stats.rebuild({});
    expect(await as(memberCaller(memberId)).stats.savings({})).toBeNull();
    await followAll();
    expect(await as(memberCaller(memberId)).stats.savings({})).toEqual(own);
  });

  it("goes with whoever is merged, and is gone with an order that is cancelled", async () => {
    const into = await silver();
    const before = await byKind();
    await merge(memberId, into);
    expect(await byKind(into)).toEqual(before);
    expect(await byKind()).toEqual({});
    await acts.cancel(into, orderId);
    expect(await byKind(into)).toEqual({});
  });
});

/** The same numbers every time. */
function drawn(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

describe("the sums after acts in any order", () => {
  useDatabase("savings");
  useBusinessTime(TODAY);

  it.each([3, 17])("are those of the orders themselves (%i)", async (seed) => {
    const random = drawn(seed);
    const { definitionId } = await coupon({ validDays: 30 });
    const members = await Promise.all([silver(), silver(), silver()]);
    const todo = members.flatMap((memberId) =>
      [1, 2, 3].flatMap(() => {
        const orderId = fresh("o");
        const names = Object.keys(acts) as (keyof typeof acts)[];
        const some = names.filter((name) => name !== "cancel" || random() < 0.3);
        return [
          () => tenOff(memberId, orderId, definitionId),
          () => acts.refund(memberId, orderId, 10, 34_000 * random() > 20_000 ? 34_000 : 777),
          () => acts.edit(memberId, orderId, 7, 51_000),
          ...some.map((name) => () => acts[name](memberId, orderId)),
        ].map((act) => ({ at: random(), act }));
      }),
    );
    let done = 0;
    for (const [step, { act }] of todo.sort((a, b) => a.at - b.at).entries()) {
      try {
        await act();
        done++;
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
      }
      if (step === 50) await merge(members[0] ?? 0, members[1] ?? 0).catch(() => undefined);
      if (step % 9 !== 0) continue;
      await publishAll();
      await transaction((tx) => followPage(tx, 1 + step, "savings"));
    }
    expect(done).toBeGreaterThan(50);
    await followAll();
    const { found, expected } = await savedBothWays();
    expect(Object.keys(expected.saved ?? {}).length).toBeGreaterThan(4);
    expect(found).toEqual(expected);
  });
});

const numbers = (count: number) =>
  Array.from({ length: count }, (_, n) => `SELECT ${n} AS n`).join(" UNION ALL ");

describe("with many orders", () => {
  useDatabase("savings");

  it("a view reads its member's sums and one page of lines, by their keys", async () => {
    const { id: memberId } = await enrolled(june(1));
    await reader.write(
      `INSERT INTO stat_saving_line (source, sourceId, orderId, memberId, day, kind, valueMinor)
       SELECT IF(a.n % 2, 'ORDER', 'POINTS'), 1000000 + a.n * 10000 + b.n * 100 + c.n, 'o',
           IF(b.n < 2, ?, 900000 + b.n), DATE_ADD('2025-01-01', INTERVAL a.n * 16 DAY),
           IF(a.n % 2, 'SPEND', 'POINTS'), 100
         FROM (${numbers(40)}) a JOIN (${numbers(40)}) b JOIN (${numbers(20)}) c`,
      [memberId],
    );
    await reader.write(
      `INSERT INTO stat_saving_year (memberId, year, kind, count, valueMinor)
       SELECT ? + a.n, 2020 + b.n, 'POINTS', 1, 100
         FROM (${numbers(500)}) a JOIN (${numbers(10)}) b`,
      [memberId],
    );
    await reader.rows("ANALYZE TABLE stat_saving_line, stat_saving_year", []);
    const plans: { table: string; type: string; key: string | null; rows: number }[] = [];
    const watched: Reader = {
      rows: async (sql, values = []) => {
        plans.push(
          ...(await reader.rows<(typeof plans)[number]>(
            `EXPLAIN FORMAT=TRADITIONAL ${sql}`,
            values,
          )),
        );
        return reader.rows(sql, values);
      },
      row: (sql, values = []) => reader.row(sql, values),
    };
    const ask = { ...askAt(TODAY), db: watched };
    expect((await savingsOf(ask, { memberId }))?.totalMinor).toBe(100);
    const { items } = await savingLinesOf(ask, { memberId }, { limit: 20 });
    expect(items).toHaveLength(20);
    const own = plans.filter(({ table }) => ["l", "stat_saving_year"].includes(table));
    expect(own).toHaveLength(2);
    for (const { type, rows } of own) {
      expect(["range", "ref"]).toContain(type);
      expect(Number(rows)).toBeLessThan(2_000);
    }
    const all = new Set(plans.map(({ table }) => table));
    for (const name of ["points_entry", "shop_order"]) expect(all).not.toContain(name);
  });
});
