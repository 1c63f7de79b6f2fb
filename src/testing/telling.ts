import { verifyLedger } from "@/modules/points/service/verify";
import { reader } from "@/platform/db";
import { asDomainError } from "@/platform/errors";
import { as, SERVICE, WEBHOOK } from "./actors";
import { CouponsOfOrders } from "./coupons";
import { signatureOf } from "./credentials";
import { fresh } from "./factories";
import { ACTS, type Random, shuffled, type Told } from "./histories";
import type { Api } from "./http";

/** A history as a shop tells it, in order or not, and what has become of it. */

type ShopEvent = Parameters<ReturnType<typeof as>["orders"]["event"]>[0];
/** How an event gets in; answers with the code of a refusal. */
export type Way = (event: ShopEvent) => Promise<string | undefined>;

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
export const byHttp =
  (api: Api): Way =>
  async (event) => {
    const body = JSON.stringify(event);
    const headers = signatureOf(body);
    const { status, json } = await api.call("POST", "/webhooks/events", { headers, body });
    return status < 300 ? undefined : String(json.code);
  };

/** A telling of a history under names of its own: order ids are unique in the whole program. */
export class Telling {
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

  /** What each activity gave its orders and did not get back. */
  async activitiesKept() {
    const rows = await reader.rows<{ orderId: string; activityId: number; kept: number }>(
      `SELECT o.orderId, u.activityId, u.points - u.returned AS kept
         FROM activity_use u JOIN shop_order o ON o.id = u.orderRowId
        WHERE o.orderId LIKE ? AND u.points > u.returned ORDER BY o.orderId, u.activityId`,
      [`%.${this.mark}`],
    );
    return rows.map((row) => ({ ...row, orderId: this.own(row.orderId) }));
  }

  /** Who holds an activity's coupon, and who has one that can be used: the same. */
  async activityCoupons() {
    const marked = `m.externalId LIKE '%.${this.mark}'`;
    const [held, living] = await Promise.all([
      reader.rows<{ externalId: string; activityId: number }>(
        `SELECT m.externalId, p.activityId FROM activity_participation p
           JOIN member m ON m.id = p.memberId
          WHERE ${marked} AND p.couponState = 'HELD' ORDER BY m.externalId, p.activityId`,
        [],
      ),
      reader.rows<{ externalId: string; activityId: number }>(
        `SELECT m.externalId, i.activityId FROM coupon c JOIN member m ON m.id = c.memberId
           JOIN coupon_issue i ON i.id = c.issueId
          WHERE ${marked} AND i.activityId IS NOT NULL AND c.status = 'ACTIVE'
          ORDER BY m.externalId, i.activityId`,
        [],
      ),
    ]);
    const named = (rows: typeof held) =>
      rows.map((row) => ({ ...row, externalId: this.own(row.externalId) }));
    return { held: named(held), living: named(living) };
  }

  /** Who has what automations gave and did not take back, and who has such a coupon that can be used: the same. */
  async automationCoupons() {
    type Row = { externalId: string; automationId: number; count: number };
    const rows = (source: string) =>
      reader.rows<Row>(
        `SELECT m.externalId, a.id AS automationId, COUNT(*) AS count
           FROM ${source} JOIN member m ON m.id = s.memberId
          WHERE m.externalId LIKE ? GROUP BY m.externalId, a.id ORDER BY m.externalId, a.id`,
        [`%.${this.mark}`],
      );
    const [held, living] = await Promise.all([
      rows("automation_gift s JOIN automation a ON a.id = s.automationId AND s.status = 'GIVEN'"),
      rows("coupon s JOIN automation a ON a.versionId = s.versionId AND s.status = 'ACTIVE'"),
    ]);
    const named = (all: Row[]) =>
      all.map((row) => ({ ...row, externalId: this.own(row.externalId) }));
    return { held: named(held), living: named(living) };
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

export interface MemberEnd {
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

export interface OrderEnd {
  orderId: string;
  paidAmountMinor: number;
  paidAt: Date;
  refundedMinor: number;
  cancelledAt: Date | null;
  pointsEarned: number;
  pointsClawed: number;
}

export async function faultsOf(...tellings: Telling[]) {
  const members = await Promise.all(tellings.map((telling) => telling.members()));
  const ids = new Set(members.flat().map(({ id }) => id));
  const { checks } = await verifyLedger(reader);
  return checks.flatMap(({ violations }) => violations.filter(({ memberId }) => ids.has(memberId)));
}
