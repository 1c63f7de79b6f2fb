import { existsSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { useDatabase } from "@/testing/database";
import {
  madeUp,
  REAL_HISTORY,
  realHistory,
  seeded,
  type Told,
  withActs,
  withEdits,
  withLines,
  withReturns,
} from "@/testing/histories";
import { useApi } from "@/testing/http";
import { useBusinessTime, useProgram } from "@/testing/program";
import { byHttp, faultsOf, type MemberEnd, type OrderEnd, Telling } from "@/testing/telling";
import { undoneShare } from "../../points/rules/refund";

/** After the last event of every history, and before any of its points expire. */
const TODAY = "2026-12-01T00:00:00Z";
/** HISTORY_SCALE=10 takes ten times as many real customers. */
const REAL_CUSTOMERS = 30 * Number(process.env.HISTORY_SCALE ?? 1);

const THRESHOLDS = [50_000, 200_000, 500_000, 1_000_000];
const CODES = ["REGISTERED", "BRONZE", "SILVER", "GOLD", "DIAMOND"];
const tierOfSpend = (spend: number) => CODES[THRESHOLDS.filter((min) => spend >= min).length];

/** The order itself, without the points that the tier of its moment decided. */
const stateOf = ({ pointsEarned: _, pointsClawed: __, ...state }: OrderEnd) => state;
const standingOf = ({
  externalId,
  tierCode,
  tierProtectedUntil,
  spendMinor,
  orderCount,
}: MemberEnd) => ({
  externalId,
  tierCode,
  tierProtectedUntil,
  spendMinor,
  orderCount,
});
const accountOf = ({ id: _, ...all }: MemberEnd) => all;

const histories = [
  { name: "a made-up history", read: () => madeUp(seeded(20_261_122)) },
  {
    name: "another made-up history, with lines",
    read: () => withLines(madeUp(seeded(7)), seeded(8)),
  },
  ...(existsSync(REAL_HISTORY)
    ? [{ name: "a real history", read: () => realHistory(REAL_CUSTOMERS, seeded(3)) }]
    : []),
];

describe.each(histories)("$name, told shuffled, twice and in parallel", ({ read }) => {
  useDatabase();
  useBusinessTime(TODAY);
  let told: Told[] = [];
  let straight: Telling;
  let crooked: Telling;

  beforeAll(async () => {
    told = read();
    straight = await new Telling(told).inOrder();
    crooked = await new Telling(told).inDisorder(seeded(99));
  }, 120_000);

  it("ends with the same spend, tier, protection and number of orders as told in order", async () => {
    const customers = new Set(told.map(({ customer }) => customer)).size;
    process.stdout.write(
      `${told.length} events of ${customers} customers in order, ${2 * told.length} in disorder\n`,
    );
    const ends = (await crooked.members()).map(standingOf);
    expect(ends).toEqual((await straight.members()).map(standingOf));
    expect(ends.length).toBe(new Set(told.map(({ customer }) => customer)).size);
    for (const { tierCode, spendMinor } of ends) expect(tierCode).toBe(tierOfSpend(spendMinor));
    const total = told.reduce(
      (sum, { type, amountMinor }) =>
        sum + (type === "ORDER_COMPLETED" ? amountMinor : -amountMinor),
      0,
    );
    expect(ends.reduce((sum, { spendMinor }) => sum + spendMinor, 0)).toBe(total);
  });

  it("leaves every order and every refund in the same state, and none waiting", async () => {
    expect((await crooked.orders()).map(stateOf)).toEqual((await straight.orders()).map(stateOf));
    const refunds = await crooked.refundStates();
    expect(refunds).toEqual(await straight.refundStates());
    expect(new Set(refunds.map(({ status }) => status))).toEqual(new Set(["APPLIED"]));
  });

  it("claws back the same share of what each order earned", async () => {
    for (const telling of [straight, crooked]) {
      for (const order of await telling.orders()) {
        const { pointsEarned, paidAmountMinor, refundedMinor, pointsClawed } = order;
        expect(pointsClawed, order.orderId).toBe(
          undoneShare(pointsEarned, paidAmountMinor, refundedMinor),
        );
      }
      const kept = (await telling.orders()).reduce(
        (sum, o) => sum + o.pointsEarned - o.pointsClawed,
        0,
      );
      const worth = (await telling.members()).reduce((sum, m) => sum + m.available - m.owed, 0);
      expect(worth).toBe(kept);
    }
  });

  it("leaves a ledger without a fault", async () => {
    expect(await faultsOf(straight, crooked)).toEqual([]);
  });
});

/** So many are told over HTTP, each twice. */
const HTTP_EVENTS = 120;

describe.each(histories)("$name where every tier earns alike", ({ read }) => {
  useDatabase();
  const api = useApi();
  useProgram({}, (rung) => ({ ...rung, multiplierPct: 100 }));
  useBusinessTime(TODAY);

  it("ends with the same points in whatever order it is told", { timeout: 120_000 }, async () => {
    const told = read();
    const straight = await new Telling(told).inOrder();
    const crooked = await new Telling(told).inDisorder(seeded(1));
    const ends = (await crooked.members()).map(accountOf);
    expect(ends).toEqual((await straight.members()).map(accountOf));
    expect(await crooked.orders()).toEqual(await straight.orders());
  });

  it("does so when the events are signed and come over HTTP", { timeout: 120_000 }, async () => {
    const told = read().slice(0, HTTP_EVENTS);
    const straight = await new Telling(told).inOrder();
    const crooked = await new Telling(told, byHttp(api)).inDisorder(seeded(4));
    const ends = (await crooked.members()).map(accountOf);
    expect(ends).toEqual((await straight.members()).map(accountOf));
    expect(await crooked.orders()).toEqual(await straight.orders());
    expect(await crooked.refundStates()).toEqual(await straight.refundStates());
  });

  it("does so with orders that were edited", { timeout: 180_000 }, async () => {
    const told = withEdits(withReturns(read(), seeded(5)), seeded(6));
    const straight = await new Telling(told).inOrder();
    const crooked = await new Telling(told).inDisorder(seeded(7));
    // Versions that are never reached earn nothing to be taken back.
    const end = ({ id: _, totalEarned: __, ...rest }: MemberEnd) => rest;
    expect((await crooked.members()).map(end)).toEqual((await straight.members()).map(end));
    const kept = (order: OrderEnd) => ({
      ...stateOf(order),
      cancelledAt: order.cancelledAt !== null,
      keeps: order.pointsEarned - order.pointsClawed,
    });
    expect((await crooked.orders()).map(kept)).toEqual((await straight.orders()).map(kept));
    expect(await faultsOf(straight, crooked)).toEqual([]);
  });

  it("does so with returns and cancelled orders too", { timeout: 120_000 }, async () => {
    const told = withReturns(read(), seeded(5));
    const straight = await new Telling(told).inOrder();
    const crooked = await new Telling(told).inDisorder(seeded(2));
    // An order that was cancelled before it came never earned; either way nothing of it is left.
    const ends = (await crooked.members()).map(({ id: _, totalEarned: __, ...end }) => end);
    expect(ends).toEqual(
      (await straight.members()).map(({ id: _, totalEarned: __, ...end }) => end),
    );
    for (const end of ends) expect(end.frozen).toBe(0);
    const kept = (order: OrderEnd) => ({
      ...stateOf(order),
      cancelledAt: order.cancelledAt !== null,
      keeps: order.pointsEarned - order.pointsClawed,
    });
    expect((await crooked.orders()).map(kept)).toEqual((await straight.orders()).map(kept));
    expect(await faultsOf(straight, crooked)).toEqual([]);
  });
});

const SHIP = {
  ...{
    id: "SHIP",
    type: "FREE_SHIPPING",
    name: { "zh-CN": "免邮", en: "Free shipping" },
    enabled: true,
  },
  ...{ validFrom: null, validUntil: null, quota: null, params: {} },
};

describe.each(histories)("$name with points and benefits used on its orders", ({ read }) => {
  useDatabase();
  useProgram({ benefits: [SHIP] }, (rung) => ({
    ...rung,
    multiplierPct: 100,
    benefits: [SHIP.id],
  }));
  useBusinessTime(TODAY);

  const end = ({ id: _, totalEarned: __, ...rest }: MemberEnd) => rest;

  it.each([1, 2, 3, 4])(
    "ends in one state whichever came first (shuffle %i)",
    { timeout: 120_000 },
    async (seed) => {
      const acted = withActs(withReturns(read().slice(0, 80), seeded(seed)), seeded(seed + 10));
      const told = seed > 2 ? withEdits(acted, seeded(seed + 30)) : acted;
      const straight = await (await new Telling(told).enriched()).inOrder();
      const crooked = await (await new Telling(told).enriched()).inDisorder(seeded(seed + 20));
      expect((await crooked.members()).map(end)).toEqual((await straight.members()).map(end));
      expect(await crooked.benefitsUsed()).toEqual(await straight.benefitsUsed());
      const coupons = await straight.couponsUsed();
      expect(await crooked.couponsUsed()).toEqual(coupons);
      expect(new Set(coupons.map(({ status }) => status))).toEqual(new Set(["USED"]));
      for (const { frozen, owed } of await crooked.members()) {
        expect({ frozen, owed }).toEqual({ frozen: 0, owed: 0 });
      }
      expect(await faultsOf(straight, crooked)).toEqual([]);
    },
  );
});
