import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { reader } from "@/platform/db";
import { asDomainError } from "@/platform/errors";
import { as, memberCaller, SERVICE, WEBHOOK } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { accountsOf, countOf, enrolled, fresh } from "@/testing/factories";
import { useBusinessTime, useProgram } from "@/testing/program";
import { verifyLedger } from "../../points/service/verify";
import type { action } from "../schema/answers";

type Action = z.input<typeof action>;

const TODAY = "2026-03-01T04:00:00Z";
const SHIP = {
  ...{
    id: "SHIP",
    type: "FREE_SHIPPING",
    name: { "zh-CN": "免邮", en: "Free shipping" },
    enabled: true,
  },
  ...{ validFrom: null, validUntil: null, quota: { limit: 1, per: "year" }, params: {} },
};

async function withPoints(points = 3_000) {
  const { id, externalId } = await enrolled();
  const custom = { event: "CUSTOM", referenceId: fresh("c"), points } as const;
  await as(SERVICE).orders.earn({ memberId: String(id), ...custom });
  return { id, memberId: String(id), externalId: externalId ?? "", self: as(memberCaller(id)) };
}

type Shopper = Awaited<ReturnType<typeof withPoints>>;

async function completed({ externalId }: Shopper, orderId: string): Promise<Action[]> {
  const answer = await as(WEBHOOK).orders.event({
    type: "ORDER_COMPLETED",
    timestamp: TODAY,
    data: { externalId, orderId, paidAmountMinor: 17_000, paidAt: TODAY },
  });
  return answer.actions ?? [];
}

const spend = (orderId: string, points = 3_000) => ({ orderId, points, orderAmountMinor: 20_000 });
const FOREIGN = { domainCode: "DUPLICATE_REFERENCE" };

async function faultsOf(...members: { id: number }[]) {
  const ids = new Set(members.map(({ id }) => id));
  const { checks } = await verifyLedger(reader);
  return checks.flatMap(({ violations }) => violations.filter(({ memberId }) => ids.has(memberId)));
}

describe("an order that is somebody else’s", () => {
  useDatabase();
  useProgram({ benefits: [SHIP] }, (rung) => ({ ...rung, benefits: [SHIP.id] }));
  useBusinessTime(TODAY);

  it("takes no points of another, and does not say whose it is", async () => {
    const [a, b] = [await withPoints(), await withPoints()];
    const orderId = fresh("o");
    await completed(b, orderId);
    const refusals = await Promise.all(
      [
        () => as(SERVICE).points.use({ memberId: a.memberId, ...spend(orderId) }),
        () => as(SERVICE).points.hold({ memberId: a.memberId, ...spend(orderId) }),
        () => a.self.points.hold(spend(orderId)),
        () => a.self.orders.quote({ orderId, orderAmountMinor: 20_000 }),
      ].map((act) => act().catch(asDomainError)),
    );
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({ ...FOREIGN, facts: { orderId, differs: "member" } });
      expect(Object.keys((refusal as { facts: object }).facts)).toEqual(["orderId", "differs"]);
    }
    expect(await accountsOf(a.id)).toMatchObject({ available: 3_000, frozen: 0 });
  });

  it("gives points and benefits back to who used them before it came, and says so", async () => {
    const [a, b] = [await withPoints(), await withPoints()];
    const orderId = fresh("o");
    await as(SERVICE).points.use({ memberId: a.memberId, ...spend(orderId) });
    const use = { benefitId: "SHIP", orderAmountMinor: 20_000, shippingMinor: 800, reserve: false };
    await as(SERVICE).benefits.use({ memberId: a.memberId, orderId, ...use });
    const yielded = { action: "CLAIM_YIELDED", memberId: a.memberId };
    expect(await completed(b, orderId)).toMatchObject([
      { ...yielded, claim: "USE", points: 3_000 },
      { ...yielded, claim: "BENEFIT", points: 0 },
      { action: "POINTS_EARNED", points: 170 },
    ]);
    expect(await accountsOf(a.id)).toMatchObject({ available: 3_000, frozen: 0, owed: 0 });
    // The owner's points and benefits take their place.
    await as(SERVICE).points.use({ memberId: b.memberId, ...spend(orderId) });
    await as(SERVICE).benefits.use({ memberId: b.memberId, orderId, ...use });
    await as(SERVICE).benefits.use({ memberId: a.memberId, orderId: fresh("o"), ...use });
    expect(await accountsOf(b.id)).toMatchObject({ available: 170 });
    expect(await faultsOf(a, b)).toEqual([]);
  });

  it("lets go what another held for it, whichever event tells of it first", async () => {
    const [a, b] = [await withPoints(), await withPoints()];
    const orderId = fresh("o");
    const { holdId } = await a.self.points.hold(spend(orderId));
    const answer = await as(WEBHOOK).orders.event({
      type: "ORDER_REFUNDED",
      timestamp: TODAY,
      data: {
        ...{ externalId: b.externalId, orderId, refundId: fresh("r") },
        ...{ amountMinor: 100, refundedAt: TODAY },
      },
    });
    expect(answer).toEqual({
      parked: true,
      actions: [{ action: "CLAIM_YIELDED", claim: "HOLD", memberId: a.memberId, points: 3_000 }],
    });
    expect(await accountsOf(a.id)).toMatchObject({ available: 3_000, frozen: 0 });
    const late = as(SERVICE).points.capture({ holdId, orderId, orderAmountMinor: 1 });
    await expect(late).rejects.toMatchObject({ domainCode: "HOLD_NOT_ACTIVE" });
  });

  it("is nobody’s to keep others off by holding points for it", async () => {
    const [a, b] = [await withPoints(), await withPoints()];
    for (const buyer of [
      (orderId: string) => as(SERVICE).points.use({ memberId: b.memberId, ...spend(orderId, 100) }),
      (orderId: string) =>
        as(SERVICE).points.hold({ memberId: b.memberId, ...spend(orderId, 100) }),
      (orderId: string) => b.self.points.hold(spend(orderId, 100)),
    ]) {
      const orderId = fresh("o");
      const { holdId } = await a.self.points.hold(spend(orderId, 1));
      await buyer(orderId);
      await a.self.points.release({ holdId });
    }
    expect(await accountsOf(a.id)).toMatchObject({ available: 3_000 });
    expect(await accountsOf(b.id)).toMatchObject({ available: 2_700, frozen: 200 });
  });

  it("is paid by a hold on it alone, whatever hold’s id the customer’s page sent, and not by one that paid", async () => {
    const [a, b] = [await withPoints(), await withPoints()];
    const [ofA, ofB, next] = [fresh("o"), fresh("o"), fresh("o")];
    const held = await a.self.points.hold(spend(ofA));
    const capture = (said: { orderId?: string }) =>
      as(SERVICE).points.capture({ holdId: held.holdId, orderAmountMinor: 20_000, ...said });
    const unknown = { domainCode: "HOLD_NOT_FOUND" };
    const unsaid = { domainCode: "VALIDATION_FAILED", errors: [{ path: "orderId" }] };
    // Another customer's, for an order of one's own.
    await expect(capture({ orderId: ofB })).rejects.toMatchObject(unknown);
    await expect(capture({})).rejects.toMatchObject(unsaid);
    expect(await accountsOf(a.id)).toMatchObject({ available: 0, frozen: 3_000 });
    const first = await capture({ orderId: ofA });
    expect(await capture({ orderId: ofA })).toEqual(first);
    // One's own once more, for the next order.
    await expect(capture({ orderId: next })).rejects.toMatchObject(unknown);
    await expect(capture({})).rejects.toMatchObject(unsaid);
    expect(await accountsOf(b.id)).toMatchObject({ available: 3_000 });
  });

  it("is captured for one of those who hold points for it", async () => {
    const [a, b] = [await withPoints(), await withPoints()];
    const orderId = fresh("o");
    const [ofA, ofB] = [
      await a.self.points.hold(spend(orderId)),
      await b.self.points.hold(spend(orderId)),
    ];
    const capture = ({ holdId }: { holdId: string }) =>
      as(SERVICE).points.capture({ holdId, orderId, orderAmountMinor: 20_000 });
    await capture(ofB);
    const refusal = await capture(ofA).catch(asDomainError);
    expect(refusal).toMatchObject({ ...FOREIGN, facts: { orderId } });
    expect(await completed(b, orderId)).toMatchObject([
      { action: "CLAIM_YIELDED", claim: "HOLD", memberId: a.memberId },
      { action: "POINTS_EARNED" },
    ]);
    expect(await accountsOf(a.id)).toMatchObject({ available: 3_000, frozen: 0 });
  });

  it("refused because a service holds points of another, tells nothing of that hold", async () => {
    const [a, b] = [await withPoints(), await withPoints()];
    const orderId = fresh("o");
    await as(SERVICE).points.hold({ memberId: a.memberId, ...spend(orderId) });
    const refusal = await b.self.points.hold(spend(orderId)).catch(asDomainError);
    expect(refusal).toMatchObject(FOREIGN);
    expect((refusal as { facts: object }).facts).toEqual({ orderId });
  });
});

describe("a member’s own hold", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("gives way to what the service does for the same member on the same order", async () => {
    const shopper = await withPoints();
    const orderId = fresh("o");
    await shopper.self.points.hold(spend(orderId, 1));
    const { memberId } = shopper;
    const held = await as(SERVICE).points.hold({ memberId, ...spend(orderId, 2_000) });
    expect(held).toMatchObject({ points: 2_000, available: 1_000 });
    await expect(shopper.self.points.release({ holdId: held.holdId })).rejects.toMatchObject({
      domainCode: "PERMISSION_DENIED",
    });
    await expect(shopper.self.points.hold(spend(orderId, 1))).rejects.toMatchObject({
      ...FOREIGN,
      facts: { holdId: held.holdId },
    });
    expect(await accountsOf(shopper.id)).toMatchObject({ available: 1_000, frozen: 2_000 });
  });

  it("said again by the service is the service’s from then on", async () => {
    const shopper = await withPoints();
    const orderId = fresh("o");
    const { holdId } = await shopper.self.points.hold(spend(orderId));
    const { memberId } = shopper;
    expect(await as(SERVICE).points.hold({ memberId, ...spend(orderId) })).toMatchObject({
      holdId,
    });
    await expect(shopper.self.points.release({ holdId })).rejects.toMatchObject({
      domainCode: "PERMISSION_DENIED",
    });
    await as(SERVICE).points.capture({ holdId });
  });

  it("lives at most five times at once, also when sixty-four are asked for at once", async () => {
    const shopper = await withPoints();
    const tries = await Promise.allSettled(
      Array.from({ length: 64 }, () => shopper.self.points.hold(spend(fresh("o"), 1))),
    );
    const refused = tries.filter((one) => one.status === "rejected");
    expect(refused).toHaveLength(59);
    for (const { reason } of refused) {
      expect(reason).toMatchObject({ domainCode: "LIMIT_REACHED", facts: { limit: 5 } });
    }
    expect(await accountsOf(shopper.id)).toMatchObject({ available: 2_995, frozen: 5 });
    await as(SERVICE).points.hold({ memberId: shopper.memberId, ...spend(fresh("o"), 1) });
  });
});

describe("claims and the order’s first event at the same moment", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("never miss each other", { timeout: 120_000 }, async () => {
    const shoppers = await Promise.all(Array.from({ length: 8 }, () => withPoints(100_000)));
    const rounds = Array.from({ length: 64 }, (_, n) => n);
    const kinds = [
      (a: Shopper, orderId: string) =>
        as(SERVICE).points.use({ memberId: a.memberId, ...spend(orderId, 100) }),
      (a: Shopper, orderId: string) =>
        as(SERVICE).points.hold({ memberId: a.memberId, ...spend(orderId, 100) }),
      (a: Shopper, orderId: string) => a.self.points.hold(spend(orderId, 100)),
    ];
    await Promise.all(
      rounds.map(async (n) => {
        const [a, b] = [shoppers[n % 8], shoppers[(n + 1 + (n % 7)) % 8]] as [Shopper, Shopper];
        const orderId = fresh("o");
        const claim = kinds[n % 3] as (typeof kinds)[0];
        const told = completed(b, orderId);
        const [claimed] = await Promise.allSettled([claim(a, orderId), told]);
        await told;
        if (claimed.status === "rejected") {
          const code = asDomainError(claimed.reason)?.domainCode;
          expect(["DUPLICATE_REFERENCE", "LIMIT_REACHED"]).toContain(code);
        }
        const where = "orderId = ? AND memberId = ? AND";
        const values = [orderId, a.id];
        expect(await countOf("points_hold", `${where} status = 'HELD'`, values)).toBe(0);
        expect(
          await countOf("points_redemption", `${where} activeOrderId IS NOT NULL`, values),
        ).toBe(0);
      }),
    );
    for (const { id } of shoppers) expect(await accountsOf(id)).toMatchObject({ frozen: 0 });
    expect(await faultsOf(...shoppers)).toEqual([]);
  });
});
