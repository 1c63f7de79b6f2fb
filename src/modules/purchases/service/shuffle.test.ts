import { existsSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { asDomainError } from "@/platform/errors";
import { as, SERVICE, WEBHOOK } from "@/testing/actors";
import { CouponsOfOrders } from "@/testing/coupons";
import { signatureOf } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { fresh } from "@/testing/factories";
import {
  ACTS,
  madeUp,
  type Random,
  REAL_HISTORY,
  realHistory,
  seeded,
  shuffled,
  type Told,
  withActs,
  withEdits,
  withLines,
  withReturns,
} from "@/testing/histories";
import { type Api, useApi } from "@/testing/http";
import { useBusinessTime, useProgram } from "@/testing/program";
import { undoneShare } from "../../points/rules/refund";
import { verifyLedger } from "../../points/service/verify";

/** After the last event of every history, and before any of its points expire. */
const TODAY = "2026-12-01T00:00:00Z";
/** HISTORY_SCALE=10 takes ten times as many real customers. */
const REAL_CUSTOMERS = 30 * Number(process.env.HISTORY_SCALE ?? 1);

type ShopEvent = Parameters<ReturnType<typeof as>["orders"]["event"]>[0];
/** How an event gets in; answers with the code of a refusal. */
type Way = (event: ShopEvent) => Promise<string | undefined>;

const byService: Way = async (event) => {
  try {
    await as(WEBHOOK).orders.event(event);
    return undefined;
  } catch (error) {
    const refusal = asDomainError(error);
    if (!refusal) throw error;
    return refusal.domainCode;
  }
};

/** Signed and over real HTTP, every message under an id of its own. */
const byHttp =
  (api: Api): Way =>
  async (event) => {
    const body = JSON.stringify(event);
    const headers = signatureOf(body);
    const { status, json } = await api.call("POST", "/webhooks/events", { headers, body });
    return status < 300 ? undefined : String(json.code);
  };

/** A telling of a history under names of its own: order ids are unique in the whole program. */
class Telling {
  private readonly mark = fresh("t");

  constructor(
    private readonly history: readonly Told[],
    private readonly way: Way = byService,
  ) {}

  private readonly holds = new Map<string, string>();
  private readonly usages = new Map<string, string>();
  private readonly coupons = new CouponsOfOrders();

  /** Points for everybody, so that nobody is short of any in whatever order they spend them. */
  async enriched(): Promise<this> {
    for (const customer of new Set(this.history.map((told) => told.customer))) {
      const externalId = `${customer}.${this.mark}`;
      await as(SERVICE).members.create({ externalId });
      const custom = { event: "CUSTOM", referenceId: fresh("c"), points: 10_000_000 } as const;
      await as(SERVICE).orders.earn({ externalId, ...custom });
    }
    const paid = this.history.filter((told) => told.coupon);
    await this.coupons.give(
      paid.map(({ order, customer }) => ({ order, externalId: `${customer}.${this.mark}` })),
    );
    return this;
  }

  private async act({ type, customer, order, amountMinor }: Told): Promise<void> {
    const [externalId, orderId] = [`${customer}.${this.mark}`, `${order}.${this.mark}`];
    const points = Math.max(1, Math.floor(amountMinor / 4));
    const said = { externalId, orderId, orderAmountMinor: Math.max(4, amountMinor) };
    const reserve = { ...said, benefitId: "SHIP", shippingMinor: 800, reserve: true };
    const hold = async () => {
      if (this.holds.has(order)) return;
      this.holds.set(order, (await as(SERVICE).points.hold({ ...said, points })).holdId);
    };
    const reserved = async () => {
      if (this.usages.has(order)) return;
      this.usages.set(order, (await as(SERVICE).benefits.use(reserve)).usageId);
    };
    if (type.startsWith("COUPON_")) await this.coupons.act(type, order, said);
    if (type === "POINTS_USED") await as(SERVICE).points.use({ ...said, points });
    if (type === "POINTS_HELD") await hold();
    if (type === "BENEFIT_RESERVED") await reserved();
    if (type === "HOLD_CAPTURED") {
      await hold();
      await as(SERVICE).points.capture({ holdId: this.holds.get(order) ?? "" });
    }
    if (type === "BENEFIT_COMMITTED") {
      await reserved();
      await as(SERVICE).benefits.commit({ usageId: this.usages.get(order) ?? "" });
    }
  }

  private async actOrRefused(told: Told): Promise<void> {
    try {
      await this.act(told);
    } catch (error) {
      const code = asDomainError(error)?.domainCode;
      if (code === undefined || !UNDONE.includes(code)) throw error;
    }
  }

  private event({ type, at, customer, order, refund, back, coupon, ...told }: Told): ShopEvent {
    const { amountMinor, lines, names: named } = told;
    const amount = named ? { lines: named } : { amountMinor };
    const own = (name: string) => `${name}.${this.mark}`;
    const names = { externalId: own(customer), orderId: own(order) };
    switch (type) {
      case "ORDER_COMPLETED":
        return {
          type,
          timestamp: at,
          data: {
            ...{ ...names, paidAmountMinor: amountMinor, paidAt: at, ...(lines && { lines }) },
            ...(coupon === "NAMED" && { coupons: [this.coupons.codeOf(order)] }),
          },
        };
      case "ORDER_CHANGED": {
        const { version = 0 } = told;
        const said = { version, paidAmountMinor: amountMinor, changedAt: at };
        return { type, timestamp: at, data: { ...names, ...said, ...(lines && { lines }) } };
      }
      case "ORDER_CANCELLED":
        return { type, timestamp: at, data: names };
      case "ORDER_REFUNDED": {
        const returned = back === undefined ? {} : { returnId: own(back) };
        const data = { ...names, refundId: own(refund), ...amount, refundedAt: at, ...returned };
        return { type, timestamp: at, data };
      }
      case "RETURN_REQUESTED":
      case "RETURN_REJECTED":
        return { type, timestamp: at, data: { ...names, returnId: own(back ?? ""), ...amount } };
      default:
        throw new Error(`${type} is no event`);
    }
  }

  private async tell(told: Told): Promise<void> {
    if (ACTS.includes(told.type)) return this.actOrRefused(told);
    const code = await this.way(this.event(told));
    if (code === undefined) return;
    // What was refunded meanwhile can no longer be asked back.
    const isLate = told.type === "RETURN_REQUESTED" && code === "REFUND_EXCEEDS_PAID";
    if (!isLate) throw new Error(`${told.type} of ${told.order}: ${code}`);
  }

  /** Every customer’s events one after the other, eight customers at a time. */
  async inOrder(): Promise<this> {
    const customers = [...new Set(this.history.map(({ customer }) => customer))];
    const worker = async () => {
      for (let one = customers.pop(); one !== undefined; one = customers.pop()) {
        const customer = one;
        const own = this.history.filter((told) => told.customer === customer);
        for (const told of own) await this.tell(told);
      }
    };
    await Promise.all(Array.from({ length: 8 }, worker));
    return this;
  }

  /** Shuffled, every event told once more, eight at a time. */
  async inDisorder(random: Random): Promise<this> {
    const waiting = shuffled([...this.history, ...this.history], random);
    const worker = async () => {
      for (let told = waiting.pop(); told; told = waiting.pop()) await this.tell(told);
    };
    await Promise.all(Array.from({ length: 8 }, worker));
    return this;
  }

  /** How often the benefit counts on each order. */
  async benefitsUsed() {
    const rows = await reader.rows<{ orderId: string; used: number }>(
      `SELECT orderId, CAST(SUM(status = 'USED') AS SIGNED) AS used FROM benefit_usage
        WHERE orderId LIKE ? GROUP BY orderId HAVING used > 0 ORDER BY orderId`,
      [`%.${this.mark}`],
    );
    return rows.map((row) => ({ ...row, orderId: this.own(row.orderId) }));
  }

  couponsUsed() {
    return this.coupons.used(this.mark);
  }

  private own(name: string): string {
    return name.slice(0, -this.mark.length - 1);
  }

  async members() {
    const rows = await reader.rows<MemberEnd>(
      `SELECT id, externalId, tierCode, tierProtectedUntil, spendMinor, orderCount, available, pending, frozen, owed,
          totalEarned FROM member WHERE externalId LIKE ? ORDER BY externalId`,
      [`%.${this.mark}`],
    );
    return rows.map((row) => ({ ...row, externalId: this.own(row.externalId) }));
  }

  async orders() {
    const rows = await reader.rows<OrderEnd>(
      `SELECT orderId, paidAmountMinor, paidAt, refundedMinor, cancelledAt, pointsEarned, pointsClawed
         FROM shop_order WHERE orderId LIKE ? ORDER BY orderId`,
      [`%.${this.mark}`],
    );
    return rows.map((row) => ({ ...row, orderId: this.own(row.orderId) }));
  }

  async refundStates() {
    const rows = await reader.rows<{ refundId: string; status: string }>(
      "SELECT refundId, status FROM order_refund WHERE refundId LIKE ? ORDER BY refundId",
      [`%.${this.mark}`],
    );
    return rows.map((row) => ({ ...row, refundId: this.own(row.refundId) }));
  }
}

/** What an act is told on an order of which nothing is left, or where it was done before. */
const UNDONE: readonly string[] = ["DUPLICATE_REFERENCE", "HOLD_NOT_ACTIVE", "USAGE_NOT_ACTIVE"];

interface MemberEnd {
  id: number;
  externalId: string;
  tierCode: string;
  tierProtectedUntil: Date | null;
  spendMinor: number;
  orderCount: number;
  available: number;
  pending: number;
  frozen: number;
  owed: number;
  totalEarned: number;
}

interface OrderEnd {
  orderId: string;
  paidAmountMinor: number;
  paidAt: Date;
  refundedMinor: number;
  cancelledAt: Date | null;
  pointsEarned: number;
  pointsClawed: number;
}

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

async function faultsOf(...tellings: Telling[]) {
  const members = await Promise.all(tellings.map((telling) => telling.members()));
  const ids = new Set(members.flat().map(({ id }) => id));
  const { checks } = await verifyLedger(reader);
  return checks.flatMap(({ violations }) => violations.filter(({ memberId }) => ids.has(memberId)));
}

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
