import { beforeAll, describe, expect, it } from "vitest";
import { cancelUse, voidCoupon } from "@/modules/coupons/service/end";
import { issueToMember } from "@/modules/coupons/service/issue";
import { issueMany } from "@/modules/coupons/service/issue-many";
import { revealCodes, voidIssue } from "@/modules/coupons/service/issues";
import { useCoupon } from "@/modules/coupons/service/use";
import { closeMember } from "@/modules/profile/service/close-member";
import { cancelOrder } from "@/modules/purchases/service/cancel";
import { changeOrder } from "@/modules/purchases/service/change";
import { completeOrder } from "@/modules/purchases/service/complete";
import { refundOrder } from "@/modules/purchases/service/refund";
import { type Reader, reader, transaction } from "@/platform/db";
import { DomainError } from "@/platform/errors";
import { june } from "@/testing/activities";
import { ADMIN, as, at, OPERATOR, SERVICE } from "@/testing/actors";
import { coupon } from "@/testing/coupons";
import { useDatabase } from "@/testing/database";
import { countOf, enrolled, fresh } from "@/testing/factories";
import { askAt, useBusinessTime } from "@/testing/program";
import { publishAll } from "@/testing/receiver";
import { followAll } from "@/testing/statistics";
import { followPage } from "./follow";
import { couponEffectsOf, salesOverRange } from "./sales";

const JUNE = { from: "2026-06-01", to: "2026-06-30" };

const line = (lineId: string, yuan: number, words: { categories?: string[]; brand?: string }) => ({
  ...{ lineId, sku: `S${lineId}`, quantity: 2, unitAmountMinor: yuan * 50, discountMinor: 0 },
  ...{ categories: [], giftCard: false, ...words },
});

async function issued(memberId: number, definitionId: string, day: number) {
  const wanted = { definitionId: Number(definitionId), reason: "for a test" };
  const act = at(june(day), (work) => issueToMember(work, { memberId }, wanted), SERVICE);
  return Number((await act).couponId);
}

async function used(memberId: number, couponId: number, day: number, orderId = fresh("o")) {
  const using = { couponId, orderId, orderAmountMinor: 10_000, reserve: false };
  const act = at(
    june(day),
    (work) => useCoupon(work, { memberId }, { ...using, code: undefined, ttlSeconds: undefined }),
    SERVICE,
  );
  return { orderId, useId: (await act).useId };
}

interface Order {
  orderId?: string;
  lines?: ReturnType<typeof line>[];
  day: number;
  now?: number;
}

async function ordered(memberId: number, { orderId = fresh("o"), lines, day, now = day }: Order) {
  const paidAmountMinor = (lines ?? [line("1", 90, {})]).reduce(
    (sum, { quantity, unitAmountMinor }) => sum + quantity * unitAmountMinor,
    0,
  );
  const order = { orderId, paidAmountMinor, paidAt: june(day), lines };
  await at(june(now), (work) => completeOrder(work, { memberId }, order), SERVICE);
  return orderId;
}

const refund = (memberId: number, orderId: string, day: number, told: object) =>
  at(june(day), (work) =>
    refundOrder(
      work,
      { memberId },
      { orderId, refundId: fresh("r"), refundedAt: june(day), returnId: null, ...told },
    ),
  );

/** As of the end of June. */
async function told(definitionId?: string) {
  await followAll();
  const input = { ...JUNE, definitionId: definitionId ? Number(definitionId) : undefined };
  return couponEffectsOf(askAt("2026-06-30T12:00:00Z"), input);
}

async function soldBy() {
  await followAll();
  return salesOverRange(askAt("2026-06-30T12:00:00Z"), JUNE);
}

describe("what coupons did", () => {
  useDatabase("sales");
  let memberId: number;
  let definitionId: string;

  beforeAll(async () => {
    ({ id: memberId } = await enrolled(june(1)));
    ({ definitionId } = await coupon({ validDays: 3 }));
  });

  const own = async () => {
    const { coupons } = await told();
    return coupons.find((row) => String(row.definitionId) === definitionId);
  };
  const dayOf = async (date: string) =>
    (await told(definitionId)).trends.find((point) => point.date === date);

  it("tells what was issued, used and saved, and what was paid with it", async () => {
    const [first] = [
      await issued(memberId, definitionId, 2),
      await issued(memberId, definitionId, 2),
    ];
    const { orderId } = await used(memberId, first, 3);
    expect(await own()).toMatchObject({ issued: 2, used: 1, discountMinor: 1000, orders: 0 });
    await ordered(memberId, { orderId, day: 3, now: 20 });
    expect(await own()).toMatchObject({ orders: 1, spendMinor: 9_000, expired: 1, voided: 0 });
    expect(await dayOf("2026-06-02")).toMatchObject({ issued: 2, used: 0 });
    expect(await dayOf("2026-06-03")).toMatchObject({ used: 1, orders: 1, discountMinor: 1000 });
    expect(await dayOf("2026-06-05")).toMatchObject({ expired: 1, issued: 0 });
    await refund(memberId, orderId, 21, { amountMinor: 4_000 });
    expect(await own()).toMatchObject({ orders: 1, spendMinor: 5_000 });
    // Its end has come, and its one use came back: it expired after all.
    await at(june(22), (work) => cancelOrder(work, { memberId }, orderId));
    expect(await own()).toMatchObject({ used: 0, discountMinor: 0, orders: 0, expired: 2 });
    expect((await told()).all).toMatchObject({ orders: 0, spendMinor: 0 });
  });

  it("of a definition that another one shares an order with the order counts once in all", async () => {
    const other = await coupon({ validDays: 30, combinable: true });
    const another = await coupon({ validDays: 30, combinable: true });
    const before = (await told()).all;
    const orderId = await ordered(memberId, { day: 10 });
    for (const one of [other, another]) {
      await used(memberId, await issued(memberId, one.definitionId, 9), 10, orderId);
    }
    const { all, coupons } = await told();
    expect(all.orders - before.orders).toBe(1);
    expect(coupons.filter(({ orders }) => orders === 1)).toHaveLength(2);
  });

  it("what is voided neither expires nor is issued less, whoever voids it", async () => {
    const many = await coupon({ validDays: 3, uses: 3 });
    const { id } = await enrolled(june(1));
    const couponId = await issued(id, many.definitionId, 8);
    await issued(id, many.definitionId, 8);
    const { useId } = await used(id, couponId, 8);
    await at(june(9), (work) => voidCoupon(work, couponId, "a mistake"), SERVICE);
    const figures = async () => (await told(many.definitionId)).all;
    expect(await figures()).toMatchObject({ issued: 2, used: 1, voided: 2, expired: 3 });
    // A use of what is void comes back to nothing.
    await at(june(10), (work) => cancelUse(work, Number(useId)), SERVICE);
    expect(await figures()).toMatchObject({ used: 0, voided: 2, expired: 3 });
    await at(june(11), (work) => closeMember(work, { memberId: id }, null));
    expect(await figures()).toMatchObject({ issued: 2, voided: 5, expired: 0 });
  });

  it("what is good until tonight has not expired yet", async () => {
    const { definitionId: short } = await coupon({ validDays: 1 });
    await issued(memberId, short, 29);
    const asOf = async (now: string) =>
      (await couponEffectsOf(askAt(now), { ...JUNE, definitionId: Number(short) })).all.expired;
    await followAll();
    expect(await asOf("2026-06-30T15:59:59Z")).toBe(0);
    expect(await asOf("2026-06-30T16:00:00Z")).toBe(1);
  });
});

describe("what was sold", () => {
  useDatabase("sales");

  it("counts by category and brand, and what was refunded of no line lowers all", async () => {
    const { id: memberId } = await enrolled(june(1));
    const orderId = await ordered(memberId, {
      day: 3,
      now: 12,
      lines: [
        line("1", 60, { categories: ["鞋", "户外"], brand: "Acme" }),
        line("2", 40, { categories: [] }),
      ],
    });
    await ordered(memberId, { day: 4 });
    const of = async () => {
      const { categories, brands } = await soldBy();
      const tidy = (rows: typeof brands) => rows.map(({ name, spendMinor }) => [name, spendMinor]);
      return { categories: tidy(categories), brands: tidy(brands) };
    };
    const points = async () => {
      const { brands } = await soldBy();
      return brands.reduce((sum, row) => sum + row.points, 0);
    };
    const first = { Acme: 6_000, none: 4_000 };
    expect(await of()).toEqual({
      categories: [
        ["户外", first.Acme],
        ["鞋", first.Acme],
        [null, first.none],
      ],
      brands: [
        ["Acme", first.Acme],
        [null, first.none],
      ],
    });
    expect(await points()).toBe(
      await kept(
        "SELECT pointsEarned - pointsClawed AS kept FROM shop_order WHERE orderId = ?",
        orderId,
      ),
    );
    await refund(memberId, orderId, 13, { amountMinor: 1_000 });
    expect((await of()).brands).toEqual([
      ["Acme", 5_400],
      [null, 3_600],
    ]);
    await refund(memberId, orderId, 14, { lines: [{ lineId: "2", amountMinor: 4_000 }] });
    expect((await of()).brands[0]).toEqual(["Acme", 5_000]);
    expect(await points()).toBe(
      await kept(
        "SELECT pointsEarned - pointsClawed AS kept FROM shop_order WHERE orderId = ?",
        orderId,
      ),
    );
    const lines = [line("1", 60, { brand: "Other" }), line("2", 40, {})];
    const edit = { orderId, version: 1, paidAmountMinor: 10_000, lines, changedAt: june(14) };
    await at(june(15), (work) => changeOrder(work, { memberId }, edit));
    expect((await of()).brands).toEqual([
      ["Other", 5_000],
      [null, 0],
    ]);
    await at(june(16), (work) => cancelOrder(work, { memberId }, orderId));
    expect(await of()).toEqual({ categories: [], brands: [] });
  });
});

async function kept(sql: string, orderId: string): Promise<number> {
  return (await reader.row<{ kept: number }>(sql, [orderId]))?.kept ?? 0;
}

const day = (column: string) => `DATE(DATE_ADD(${column}, INTERVAL 8 HOUR))`;
const lastDay = day("DATE_SUB(c.validUntil, INTERVAL 1000 MICROSECOND)");
const LIVED = "(c.status = 'ACTIVE' OR c.validUntil <= c.endedAt)";
const USES = "(SELECT COUNT(*) FROM coupon_use u WHERE u.couponId = c.id AND u.status = 'USED')";
const ON_ORDERS = `FROM (SELECT DISTINCT u.orderId, c.definitionId FROM coupon_use u
    JOIN coupon c ON c.id = u.couponId WHERE u.status = 'USED') x
  JOIN shop_order o ON o.orderId = x.orderId AND o.paidAt IS NOT NULL AND o.cancelledAt IS NULL
 GROUP BY 1`;
const named = (column: string) => `CONCAT(definitionId, ' ', day) AS name, ${column} AS figure`;

/** Each figure by the tables themselves, and by the rollups. */
const BOTH: Record<string, [string, string]> = {
  issued: [
    `SELECT CONCAT(c.definitionId, ' ', ${day("c.issuedAt")}) AS name, COUNT(*) AS figure
       FROM coupon c WHERE c.issuedAt IS NOT NULL GROUP BY 1`,
    `SELECT ${named("issued")} FROM stat_coupon_day`,
  ],
  used: [
    `SELECT CONCAT(c.definitionId, ' ', u.usedOn) AS name, COUNT(*) AS figure FROM coupon_use u
       JOIN coupon c ON c.id = u.couponId WHERE u.status = 'USED' GROUP BY 1`,
    `SELECT ${named("used")} FROM stat_coupon_day`,
  ],
  discount: [
    `SELECT CONCAT(c.definitionId, ' ', u.usedOn) AS name,
        CAST(SUM(u.discountMinor) AS SIGNED) AS figure FROM coupon_use u
       JOIN coupon c ON c.id = u.couponId WHERE u.status = 'USED' GROUP BY 1`,
    `SELECT ${named("discountMinor")} FROM stat_coupon_day`,
  ],
  unused: [
    `SELECT CONCAT(c.definitionId, ' ', ${lastDay}) AS name,
        CAST(SUM(c.uses - ${USES}) AS SIGNED) AS figure
       FROM coupon c WHERE c.issuedAt IS NOT NULL AND ${LIVED} GROUP BY 1`,
    `SELECT ${named("unused")} FROM stat_coupon_day`,
  ],
  orders: [
    `SELECT CONCAT(x.definitionId, ' ', ${day("o.paidAt")}) AS name, COUNT(*) AS figure ${ON_ORDERS}`,
    `SELECT ${named("orders")} FROM stat_coupon_day WHERE definitionId <> 0`,
  ],
  revenue: [
    `SELECT CONCAT(x.definitionId, ' ', ${day("o.paidAt")}) AS name,
        CAST(SUM(o.paidAmountMinor - o.refundedMinor) AS SIGNED) AS figure ${ON_ORDERS}`,
    `SELECT ${named("spendMinor")} FROM stat_coupon_day WHERE definitionId <> 0`,
  ],
  brands: [
    `SELECT ${day("paidAt")} AS name,
        CAST(SUM(paidAmountMinor - refundedMinor) AS SIGNED) AS figure
       FROM shop_order WHERE lineCount > 0 AND cancelledAt IS NULL AND paidAt IS NOT NULL GROUP BY 1`,
    `SELECT day AS name, CAST(SUM(spendMinor) AS SIGNED) AS figure FROM stat_sales_day
      WHERE kind = 'BRAND' GROUP BY 1`,
  ],
};

async function figures(sql: string): Promise<Record<string, number>> {
  const rows = await reader.rows<{ name: string; figure: number }>(sql);
  return Object.fromEntries(
    rows.filter(({ figure }) => figure !== 0).map(({ name, figure }) => [String(name), figure]),
  );
}

async function rolled(which: 0 | 1): Promise<Record<string, Record<string, number>>> {
  const found: Record<string, Record<string, number>> = {};
  for (const [name, both] of Object.entries(BOTH)) found[name] = await figures(both[which]);
  return found;
}

/** The same numbers every time. */
function drawn(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

describe("coupons and sales after many acts", () => {
  useDatabase("sales");
  const random = drawn(11);
  const pick = <T>(all: readonly T[]): T | undefined => all[Math.floor(random() * all.length)];
  const upTo = (most: number) => 1 + Math.floor(random() * most);
  const done = new Map<string, number>();

  beforeAll(async () => {
    const definitions = await Promise.all([
      coupon({ validDays: 2 }),
      coupon({ validDays: 4, uses: 3, combinable: true }),
      coupon({ validDays: 6, givesBack: false, combinable: true }),
    ]);
    const members = await Promise.all([1, 2, 3, 4, 5].map(() => enrolled(june(1))));
    const open = new Set(members.map(({ id }) => id));
    const coupons: { memberId: number; couponId: number }[] = [];
    const uses: number[] = [];
    const orders: { memberId: number; orderId: string }[] = [];
    const codes: { issueId: number; codes: string[] }[] = [];
    const acts: Record<string, (today: number) => Promise<unknown>> = {
      issue: async (today) => {
        const memberId = pick([...open]) ?? 0;
        const { definitionId } = pick(definitions) ?? { definitionId: "" };
        coupons.push({ memberId, couponId: await issued(memberId, definitionId, today) });
      },
      print: async (today) => {
        const wanted = { definitionId: Number(pick(definitions)?.definitionId), count: 3 };
        const { issueId } = await at(
          june(today),
          (work) => issueMany(work, { ...wanted, reason: "print" }),
          SERVICE,
        );
        const { items } = await at(june(today), (work) =>
          revealCodes(work, { issueId: Number(issueId), reason: "print" }),
        );
        codes.push({ issueId: Number(issueId), codes: items.map(({ code }) => code) });
      },
      use: async (today) => {
        const { memberId, couponId } = pick(coupons) ?? { memberId: 0, couponId: 0 };
        const known = orders.filter((order) => order.memberId === memberId);
        const orderId = random() < 0.5 ? pick(known)?.orderId : undefined;
        const use = await used(memberId, couponId, today, orderId);
        uses.push(Number(use.useId));
        if (orderId === undefined) orders.push({ memberId, orderId: use.orderId });
      },
      useCode: async (today) => {
        const [memberId, code] = [pick([...open]) ?? 0, pick(pick(codes)?.codes ?? [])];
        const orderId = fresh("o");
        const using = { code, couponId: undefined, orderId, orderAmountMinor: 9_000 };
        const { useId } = await at(
          june(today),
          (work) =>
            useCoupon(work, { memberId }, { ...using, reserve: false, ttlSeconds: undefined }),
          SERVICE,
        );
        uses.push(Number(useId));
        orders.push({ memberId, orderId });
      },
      order: async (today) => {
        const known = pick(orders);
        const memberId = known?.memberId ?? pick([...open]) ?? 0;
        const words = () => ({
          categories: ["A", "B", "C"].filter(() => random() < 0.5),
          ...(random() < 0.7 && { brand: pick(["X", "Y"]) ?? "X" }),
        });
        const lines = [1, 2, 3].slice(0, upTo(3)).map((n) => line(`${n}`, upTo(200), words()));
        const paidOn = Math.max(1, today - upTo(3));
        const orderId = await ordered(memberId, {
          ...(known && random() < 0.7 && { orderId: known.orderId }),
          ...{ day: paidOn, now: today, lines },
        });
        orders.push({ memberId, orderId });
      },
      refund: async (today) => {
        const { memberId, orderId } = pick(orders) ?? { memberId: 0, orderId: "" };
        const byLine = { lines: [{ lineId: "1", quantity: 1 }] };
        const told = random() < 0.5 ? { amountMinor: upTo(15_000) } : byLine;
        await refund(memberId, orderId, today, told);
      },
      cancel: (today) => {
        const { memberId, orderId } = pick(orders) ?? { memberId: 0, orderId: "" };
        return at(june(today), (work) => cancelOrder(work, { memberId }, orderId));
      },
      cancelUse: (today) => at(june(today), (work) => cancelUse(work, pick(uses) ?? 0), SERVICE),
      void: (today) =>
        at(june(today), (work) => voidCoupon(work, pick(coupons)?.couponId ?? 0, "x"), SERVICE),
      voidIssue: (today) =>
        at(june(today), (work) => voidIssue(work, pick(codes)?.issueId ?? 0, "x"), SERVICE),
      close: (today) => {
        if (open.size < 4 || random() < 0.7) return Promise.resolve();
        const memberId = pick([...open]) ?? 0;
        open.delete(memberId);
        return at(june(today), (work) => closeMember(work, { memberId }, null));
      },
    };
    const often = ["issue", "issue", "use", "use", "use", "useCode", "order", "order", "order"];
    const names = [...Object.keys(acts), ...often];
    for (let step = 0; step < 320; step++) {
      const name = pick(names) ?? "issue";
      try {
        await acts[name]?.(2 + Math.floor(step / 13));
        done.set(name, (done.get(name) ?? 0) + 1);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
      }
      if (step % 40 !== 0) continue;
      await publishAll();
      await transaction((tx) => followPage(tx, 1 + step, "sales"));
    }
    await followAll();
  }, 300_000);

  it("say what the tables say, day by day", async () => {
    for (const name of [
      "print",
      "use",
      "useCode",
      "refund",
      "cancel",
      "void",
      "voidIssue",
      "close",
    ]) {
      expect(done.get(name), name).toBeGreaterThan(0);
    }
    const truth = await rolled(0);
    for (const [name, by] of Object.entries(truth)) {
      expect(Object.keys(by).length, name).toBeGreaterThan(1);
    }
    expect(await rolled(1)).toEqual(truth);
    expect(await countOf("stat_coupon_day", "voided > 0", [])).toBeGreaterThan(1);
  });

  it("are the same when every event is counted again, by several at once", async () => {
    const before = await rolled(1);
    const voided =
      "SELECT CONCAT(definitionId, ' ', day) AS name, voided AS figure FROM stat_coupon_day";
    const voidedBefore = await figures(voided);
    await as(ADMIN).stats.rebuild({});
    expect((await as(OPERATOR).stats.coupons({})).upToDate).toBe(false);
    const turns = async () => {
      for (let turn = 0; turn < 8; turn++) await transaction((tx) => followPage(tx, 7, "sales"));
    };
    await Promise.all([turns(), turns(), followAll()]);
    await followAll();
    expect(await rolled(1)).toEqual(before);
    expect(await figures(voided)).toEqual(voidedBefore);
    expect((await as(OPERATOR).stats.coupons({})).upToDate).toBe(true);
  });

  it("is read by keys of rollups alone", async () => {
    const seen: { sql: string; values: readonly unknown[] }[] = [];
    const watched: Reader = {
      rows: (sql, values = []) => {
        seen.push({ sql, values });
        return reader.rows(sql, values);
      },
      row: (sql, values = []) => {
        seen.push({ sql, values });
        return reader.row(sql, values);
      },
    };
    const ask = { ...askAt("2026-06-30T12:00:00Z"), db: watched };
    await couponEffectsOf(ask, JUNE);
    await couponEffectsOf(ask, { ...JUNE, definitionId: 1 });
    await salesOverRange(ask, JUNE);
    const tables = new Map<string, string | null>();
    for (const { sql, values } of seen) {
      const plan = await reader.rows<{ table: string; possible_keys: string | null }>(
        `EXPLAIN FORMAT=TRADITIONAL ${sql}`,
        values as string[],
      );
      for (const { table, possible_keys: keys } of plan) tables.set(table, keys);
    }
    expect(tables.get("stat_coupon_day")).toContain("PRIMARY");
    expect(tables.get("stat_sales_day")).toBe("PRIMARY");
    for (const name of ["coupon", "coupon_use", "shop_order", "order_line"]) {
      expect([...tables.keys()]).not.toContain(name);
    }
  });
});

describe("at size", () => {
  useDatabase("sales");
  useBusinessTime("2026-06-30T04:00:00Z");

  it("a month is a range of its days, of whatever many years", async () => {
    await reader.write(
      `INSERT INTO stat_sales_day (kind, day, word, orders, spendMinor, points)
       SELECT k.kind, DATE_ADD('2022-01-01', INTERVAL a.n * 40 + b.n DAY), CONCAT('W', c.n), 1, 100, 1
         FROM (SELECT 'BRAND' AS kind UNION SELECT 'CATEGORY') k
         JOIN (${numbers(40)}) a JOIN (${numbers(40)}) b JOIN (${numbers(12)}) c`,
      [],
    );
    await reader.write(
      `INSERT INTO stat_coupon_day (definitionId, day, issued)
       SELECT c.n + 1, DATE_ADD('2022-01-01', INTERVAL a.n * 40 + b.n DAY), 1
         FROM (${numbers(40)}) a JOIN (${numbers(40)}) b JOIN (${numbers(20)}) c`,
      [],
    );
    await reader.rows("ANALYZE TABLE stat_sales_day, stat_coupon_day", []);
    const plans: { table: string; type: string; key: string | null; rows: number }[] = [];
    const watched: Reader = {
      rows: async (sql, values = []) => {
        const plan = `EXPLAIN FORMAT=TRADITIONAL ${sql}`;
        plans.push(...(await reader.rows<(typeof plans)[number]>(plan, values)));
        return reader.rows(sql, values);
      },
      row: (sql, values = []) => reader.row(sql, values),
    };
    const ask = { ...askAt("2026-06-30T12:00:00Z"), db: watched };
    const month = { from: "2025-03-01", to: "2025-03-30" };
    const { categories } = await salesOverRange(ask, month);
    expect(categories).toHaveLength(12);
    const { coupons, all } = await couponEffectsOf(ask, month);
    expect([coupons.length, all.issued]).toEqual([20, 600]);
    await couponEffectsOf(ask, { ...month, definitionId: 3 });
    const own = plans.filter(
      ({ table }) => table === "stat_sales_day" || table === "stat_coupon_day",
    );
    expect(own).toHaveLength(6);
    for (const { type, key, rows } of own) {
      expect(type).toBe("range");
      expect(["PRIMARY", "stat_coupon_day_day_idx"]).toContain(key);
      expect(Number(rows)).toBeLessThan(2_000);
    }
  });
});

const numbers = (count: number) =>
  Array.from({ length: count }, (_, n) => `SELECT ${n} AS n`).join(" UNION ALL ");
