import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { reader } from "@/platform/db";
import { asDomainError } from "@/platform/errors";
import { as, memberCaller, SERVICE, WEBHOOK } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { accountsOf, bought, countOf, enrolled, fresh } from "@/testing/factories";
import { useBusinessTime, useProgram } from "@/testing/program";
import { verifyLedger } from "../../points/service/verify";
import type { action } from "../schema/answers";

type Action = z.input<typeof action>;

type ShopEvent = Parameters<ReturnType<typeof as>["orders"]["event"]>[0];

const TODAY = "2026-03-01T04:00:00Z";
const POINTS = 3_000;
const WORTH = 20_000;
const PAID = 17_000;

const SHIP = {
  ...{
    id: "SHIP",
    type: "FREE_SHIPPING",
    name: { "zh-CN": "免邮", en: "Free shipping" },
    enabled: true,
  },
  ...{ validFrom: null, validUntil: null, quota: { limit: 1, per: "year" }, params: {} },
};

async function withPoints(points = POINTS) {
  const { id, externalId } = await enrolled();
  const custom = { event: "CUSTOM", referenceId: fresh("c"), points } as const;
  await as(SERVICE).orders.earn({ memberId: String(id), ...custom });
  return { id, memberId: String(id), externalId: externalId ?? "" };
}

type Shopper = Awaited<ReturnType<typeof withPoints>>;

async function tell(event: ShopEvent): Promise<Action[]> {
  return (await as(WEBHOOK).orders.event(event)).actions ?? [];
}

const at = { timestamp: TODAY };

const completed = ({ externalId }: Shopper, orderId: string, paidAmountMinor = PAID, more = {}) =>
  tell({
    type: "ORDER_COMPLETED",
    ...at,
    data: { externalId, orderId, paidAmountMinor, paidAt: TODAY, ...more },
  });
const refunded = ({ externalId }: Shopper, orderId: string, amountMinor: number) =>
  tell({
    type: "ORDER_REFUNDED",
    ...at,
    data: { externalId, orderId, refundId: fresh("r"), amountMinor, refundedAt: TODAY },
  });
const cancelled = ({ externalId }: Shopper, orderId: string) =>
  tell({ type: "ORDER_CANCELLED", ...at, data: { externalId, orderId } });

function said(orderId: string, points = POINTS, orderAmountMinor = WORTH) {
  return { orderId, points, orderAmountMinor };
}

/** Whatever can happen to one order; a capture makes sure of its hold. */
class OneOrder {
  readonly orderId = fresh("o");
  private holdId: string | undefined;

  constructor(readonly shopper: Shopper) {}

  async hold(): Promise<void> {
    const { memberId } = this.shopper;
    this.holdId ??= (await as(SERVICE).points.hold({ memberId, ...said(this.orderId) })).holdId;
  }

  async capture(): Promise<void> {
    await this.hold();
    await as(SERVICE).points.capture({ holdId: this.holdId ?? "" });
  }

  async use(): Promise<void> {
    await as(SERVICE).points.use({ memberId: this.shopper.memberId, ...said(this.orderId) });
  }

  async benefit(): Promise<void> {
    const { memberId } = this.shopper;
    const use = { memberId, benefitId: "SHIP", orderId: this.orderId, orderAmountMinor: WORTH };
    await as(SERVICE).benefits.use({ ...use, shippingMinor: 800, reserve: false });
  }

  async happen(step: string | number): Promise<void> {
    const { shopper, orderId } = this;
    if (typeof step === "number") await refunded(shopper, orderId, step);
    else if (step === "completed") await completed(shopper, orderId);
    else if (step === "cancelled") await cancelled(shopper, orderId);
    else await this[step as "hold" | "capture" | "use" | "benefit"]();
  }
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, index) =>
    permutations(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
  );
}

/** Acts on what is undone already are refused; events never are. */
async function runThrough(steps: (string | number)[]) {
  const order = new OneOrder(await withPoints());
  for (const step of steps) {
    try {
      await order.happen(step);
    } catch (error) {
      const code = asDomainError(error)?.domainCode ?? String(error);
      expect(["DUPLICATE_REFERENCE", "HOLD_NOT_ACTIVE"], steps.join(" → ")).toContain(code);
    }
  }
  const { available, pending, frozen, owed, spendMinor } = await accountsOf(order.shopper.id);
  const used = await countOf("benefit_usage", "orderId = ? AND status = 'USED'", [order.orderId]);
  return { available, pending, frozen, owed, spendMinor, used };
}

describe("an order of 20000 on which 3,000 points are spent and 17000 paid", () => {
  useDatabase();
  useProgram({ benefits: [SHIP] }, (rung) => ({ ...rung, benefits: [SHIP.id] }));
  useBusinessTime(TODAY);

  it.each([
    ["captured, refunded in full", ["completed", "capture", PAID], 3_000, 0, 0],
    [
      "captured, refunded in full in two parts",
      ["completed", "capture", 8_500, 8_500],
      3_000,
      0,
      0,
    ],
    ["used, refunded in full", ["completed", "use", PAID], 3_000, 0, 0],
    ["captured, half refunded", ["completed", "capture", 8_500], 1_585, 8_500, 0],
    ["used, half refunded", ["completed", "use", 8_500], 1_585, 8_500, 0],
    ["used, refunded by more than was paid", ["completed", "use", 20_000], 3_000, 0, 0],
    ["captured, cancelled", ["completed", "capture", "cancelled"], 3_000, 0, 0],
    ["used, refunded in part, cancelled", ["completed", "use", 8_500, "cancelled"], 3_000, 0, 0],
    ["with a benefit, refunded in full", ["completed", "benefit", PAID], 3_000, 0, 0],
    ["with a benefit, half refunded", ["completed", "benefit", 8_500], 3_085, 8_500, 1],
  ] as const)(
    "%s: one state in every order of the steps",
    { timeout: 60_000 },
    async (_, steps, available, spendMinor, used) => {
      const state = { available, pending: 0, frozen: 0, owed: 0, spendMinor, used };
      for (const order of permutations<string | number>(steps)) {
        expect(await runThrough(order), order.join(" → ")).toEqual(state);
      }
    },
  );

  it("a full refund lets a living hold go, as a cancellation does", async () => {
    const order = new OneOrder(await withPoints());
    await order.hold();
    await completed(order.shopper, order.orderId);
    expect(await accountsOf(order.shopper.id)).toMatchObject({ available: 170, frozen: 3_000 });
    await refunded(order.shopper, order.orderId, PAID);
    expect(await accountsOf(order.shopper.id)).toMatchObject({ available: 3_000, frozen: 0 });
  });

  it("a wholly refunded one takes no points, no benefit and no quote any more", async () => {
    const shopper = await withPoints();
    const orderId = fresh("o");
    await completed(shopper, orderId);
    await refunded(shopper, orderId, PAID);
    const { memberId } = shopper;
    const refusal = { domainCode: "DUPLICATE_REFERENCE", facts: { orderId, refunded: true } };
    const benefit = { memberId, benefitId: "SHIP", orderId, orderAmountMinor: WORTH };
    const acts = [
      () => as(SERVICE).points.use({ memberId, ...said(orderId) }),
      () => as(SERVICE).points.hold({ memberId, ...said(orderId) }),
      () => as(memberCaller(shopper.id)).points.hold(said(orderId)),
      () => as(SERVICE).benefits.use({ ...benefit, shippingMinor: 800, reserve: false }),
      () => as(SERVICE).benefits.use({ ...benefit, shippingMinor: 800, reserve: true }),
      () => as(SERVICE).orders.quote({ memberId, orderId, orderAmountMinor: WORTH }),
    ];
    for (const act of acts) await expect(act()).rejects.toMatchObject(refusal);
    expect(await countOf("benefit_usage", "memberId = ?", [shopper.id])).toBe(0);
  });

  it("a benefit reserved before its order was wholly refunded can’t be committed: no hold is spoken of", async () => {
    const shopper = await withPoints();
    const orderId = fresh("o");
    const { memberId } = shopper;
    const use = { memberId, benefitId: "SHIP", orderId, orderAmountMinor: WORTH };
    const { usageId } = await as(SERVICE).benefits.use({
      ...{ ...use, shippingMinor: 800, reserve: true },
    });
    await completed(shopper, orderId);
    await refunded(shopper, orderId, PAID);
    await expect(as(SERVICE).benefits.commit({ usageId })).rejects.toMatchObject({
      domainCode: "USAGE_NOT_ACTIVE",
      facts: { usageStatus: "CANCELLED" },
    });
  });

  it("what is given back at once is said, and said again", async () => {
    const shopper = await withPoints();
    const orderId = fresh("o");
    await completed(shopper, orderId);
    await refunded(shopper, orderId, 8_500);
    const use = { memberId: shopper.memberId, ...said(orderId) };
    const first = await as(SERVICE).points.use(use);
    expect(first).toMatchObject({ pointsUsed: 3_000, pointsRestored: 1_500, available: 1_585 });
    expect(await as(SERVICE).points.use(use)).toEqual(first);
  });
});

describe("the cap, where the order itself says what it is worth", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("is checked again at the capture, by the true amount", async () => {
    const shopper = await withPoints();
    const asShopper = as(memberCaller(shopper.id)).points;
    // An order of ¥10, said to be one of ¥1,000: ten times the cap.
    const orderId = fresh("o");
    const { holdId } = await asShopper.hold(said(orderId, POINTS, 100_000));
    const captured = (more: object) => as(SERVICE).points.capture({ holdId, orderId, ...more });
    await expect(captured({})).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
      errors: [{ path: "orderAmountMinor" }],
    });
    await expect(captured({ orderAmountMinor: 1_000 })).rejects.toMatchObject({
      domainCode: "DEDUCTION_LIMIT_EXCEEDED",
      facts: { maxPoints: 300 },
    });
    expect(await captured({ orderAmountMinor: 1_000, points: 300 })).toMatchObject({
      pointsUsed: 300,
      pointsReleased: 2_700,
      available: 2_700,
    });
  });

  it("is checked by an order that came before, whatever the caller says", async () => {
    const shopper = await withPoints();
    const orderId = fresh("o");
    await completed(shopper, orderId, 1_000, { orderAmountMinor: 1_000 });
    const use = { memberId: shopper.memberId, ...said(orderId, POINTS, 100_000) };
    await expect(as(SERVICE).points.use(use)).rejects.toMatchObject({
      domainCode: "DEDUCTION_LIMIT_EXCEEDED",
      facts: { maxPoints: 300 },
    });
  });

  it.each([
    ["told", { orderAmountMinor: 4_000 }, 1_200],
    ["as follows from what was paid and what points took off", {}, 1_200],
  ])("by an order that comes later, %s: what is over goes back", async (_, more, maxPoints) => {
    const shopper = await withPoints();
    const orderId = fresh("o");
    await as(SERVICE).points.use({ memberId: shopper.memberId, ...said(orderId, POINTS, 100_000) });
    const actions = await completed(shopper, orderId, 1_000, more);
    const over = { action: "POINTS_OVER_CAP", points: POINTS - maxPoints, maxPoints };
    expect(actions).toContainEqual({ ...over, transactionId: expect.any(String) });
    expect(await accountsOf(shopper.id)).toMatchObject({ available: POINTS - maxPoints + 10 });
    // Refunds give back shares of what the order took.
    await refunded(shopper, orderId, 500);
    expect(await accountsOf(shopper.id)).toMatchObject({ available: 3_000 - 600 + 5 });
    await refunded(shopper, orderId, 500);
    expect(await accountsOf(shopper.id)).toMatchObject({ available: 3_000, owed: 0 });
  });
});

describe("an order that no money was paid for", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it.each([
    ["told with the order", { orderAmountMinor: WORTH }],
    ["known from the points spent on it", {}],
  ])("gives points back by the share of its amount, %s", async (_, more) => {
    const shopper = await withPoints();
    const orderId = fresh("o");
    await as(SERVICE).points.use({ memberId: shopper.memberId, ...said(orderId) });
    await completed(shopper, orderId, 0, more);
    await refunded(shopper, orderId, WORTH / 2);
    expect(await accountsOf(shopper.id)).toMatchObject({ available: 1_500, spendMinor: 0 });
    const actions = await refunded(shopper, orderId, WORTH);
    expect(actions).toContainEqual(
      expect.objectContaining({ action: "REFUND_LEFT_OVER", leftOverMinor: WORTH / 2 }),
    );
    expect(await accountsOf(shopper.id)).toMatchObject({ available: 3_000, spendMinor: 0 });
    await expect(refunded(shopper, orderId, 1)).rejects.toMatchObject({
      domainCode: "REFUND_EXCEEDS_PAID",
    });
  });

  it("does so too where the refund came before the points were spent", async () => {
    const shopper = await withPoints();
    const orderId = fresh("o");
    await refunded(shopper, orderId, WORTH / 2);
    await completed(shopper, orderId, 0);
    const use = { memberId: shopper.memberId, ...said(orderId) };
    expect(await as(SERVICE).points.use(use)).toMatchObject({ pointsRestored: 1_500 });
    expect(await accountsOf(shopper.id)).toMatchObject({ available: 1_500 });
  });

  it("lets half of its points be given back by hand, once", async () => {
    const shopper = await withPoints();
    const orderId = fresh("o");
    const use = { memberId: shopper.memberId, ...said(orderId) };
    const { transactionId: id } = await as(SERVICE).points.use(use);
    const half = { id, reason: "half of it came back", points: 1_500 };
    const first = await as(SERVICE).points.reverse(half);
    expect(first).toMatchObject({ pointsRestored: 1_500, available: 1_500 });
    expect(await as(SERVICE).points.reverse(half)).toEqual(first);
    await expect(as(SERVICE).points.reverse({ ...half, points: 1_501 })).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
      facts: { left: 1_500 },
    });
    const named = { ...half, points: 500, reference: "second" };
    expect(await as(SERVICE).points.reverse(named)).toMatchObject({ available: 2_000 });
    await expect(as(SERVICE).points.reverse({ ...named, points: 499 })).rejects.toMatchObject({
      domainCode: "DUPLICATE_REFERENCE",
      facts: { reference: "second" },
    });
    // A reference that is a number names no part by its size.
    const number = { ...half, points: 7, reference: "1500" };
    const seven = await as(SERVICE).points.reverse(number);
    expect(seven).toMatchObject({ pointsRestored: 7, available: 2_007 });
    expect(await as(SERVICE).points.reverse(number)).toEqual(seven);
    const rest = await as(SERVICE).points.reverse({ id, reason: "the rest" });
    expect(rest).toMatchObject({ pointsRestored: 993, available: 3_000 });
    const { checks } = await verifyLedger(reader);
    expect(checks.flatMap(({ violations }) => violations)).toEqual([]);
  });
});

describe("a refund with the freight in it", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("counts as far as it fits the goods, and says what is left over", async () => {
    const { id, externalId } = await enrolled();
    const { orderId } = await bought(id, { yuan: 100 });
    const shopper = { id, memberId: String(id), externalId: externalId ?? "" };
    const actions = await refunded(shopper, orderId, 11_200);
    expect(actions).toMatchObject([
      { action: "POINTS_CLAWED_BACK", points: 100 },
      { action: "REFUND_LEFT_OVER", countedMinor: 10_000, leftOverMinor: 1_200 },
    ]);
    expect(await accountsOf(id)).toMatchObject({ available: 0, owed: 0, spendMinor: 0 });
  });

  it("does the same where it waited for its order", async () => {
    const shopper = await withPoints();
    const orderId = fresh("o");
    await refunded(shopper, orderId, 11_200);
    const actions = await completed(shopper, orderId, 10_000);
    expect(actions).toContainEqual(
      expect.objectContaining({
        ...{ action: "REFUND_LEFT_OVER", countedMinor: 10_000, leftOverMinor: 1_200 },
      }),
    );
    expect(await accountsOf(shopper.id)).toMatchObject({ available: 3_000, spendMinor: 0 });
  });

  it("told apart, moves no points by its freight", async () => {
    const shopper = await withPoints();
    const { externalId } = shopper;
    const orderId = fresh("o");
    await completed(shopper, orderId, 10_000, { shippingMinor: 1_200, otherMinor: 300 });
    const refund = { externalId, orderId, refundId: fresh("r"), refundedAt: TODAY };
    const goods = { ...refund, amountMinor: 5_000, shippingMinor: 1_200, otherMinor: 300 };
    const told = (data: typeof goods) => tell({ type: "ORDER_REFUNDED", ...at, data });
    expect(await told(goods)).toMatchObject([{ action: "POINTS_CLAWED_BACK", points: 50 }]);
    expect(await accountsOf(shopper.id)).toMatchObject({ available: 3_050, spendMinor: 5_000 });
    const freight = { ...goods, refundId: fresh("r"), amountMinor: 0 };
    expect(await told(freight)).toEqual([{ action: "NONE", reason: "NO_POINTS" }]);
    expect(await accountsOf(shopper.id)).toMatchObject({ available: 3_050, spendMinor: 5_000 });
    const nothing = { ...freight, refundId: fresh("r"), shippingMinor: 0, otherMinor: 0 };
    await expect(told(nothing)).rejects.toMatchObject({ domainCode: "VALIDATION_FAILED" });
  });
});
