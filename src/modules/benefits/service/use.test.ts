import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import type { JobContext } from "@/platform/jobs";
import { as, at, OPERATOR, SERVICE, SYSTEM } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import {
  accountsOf,
  bought,
  countOf,
  enrolled,
  fresh,
  LONG_AGO,
  refunded,
} from "@/testing/factories";
import { useProgram } from "@/testing/program";
import { enrol } from "../../members/service/members";
import { cancelOrder } from "../../purchases/service/cancel";
import { cancelUsage, commitUsage } from "./end";
import { expireDue } from "./sweep";
import { type UseRequest, useBenefit } from "./use";

const NOW = "2026-05-10T04:00:00Z";
const LATER = "2026-05-10T05:00:00Z";

const standing = { enabled: true, validFrom: null, validUntil: null, quota: null, params: {} };
const shipping = {
  ...standing,
  id: "SHIP",
  type: "FREE_SHIPPING",
  name: { "zh-CN": "免邮", en: "Free" },
};
const gift = {
  ...standing,
  id: "GIFT",
  type: "BIRTHDAY_GIFT",
  name: { "zh-CN": "生日礼", en: "Gift" },
};
const BENEFITS = [
  { ...shipping, quota: { limit: 3, per: "month" } },
  { ...shipping, id: "ONCE", quota: { limit: 1, per: "lifetime" } },
  { ...shipping, id: "DAILY", quota: { limit: 1, per: "day" } },
  { ...gift, params: { points: 200 }, quota: { limit: 1, per: "year" } },
  {
    ...shipping,
    id: "DOUBLE",
    type: "POINTS_MULTIPLIER",
    params: { multiplierPct: 200 },
    quota: { limit: 1, per: "month" },
  },
  {
    ...shipping,
    id: "MORE",
    type: "POINTS_MULTIPLIER",
    params: { multiplierPct: 150 },
    validUntil: "2026-07-01T00:00:00Z",
  },
];
const everyTier = BENEFITS.map(({ id }) => id);

function use(memberId: number, changes: Partial<UseRequest> = {}, now = NOW, caller = SERVICE) {
  const request = {
    benefitId: "SHIP",
    orderId: fresh("o"),
    orderAmountMinor: 20_000,
    shippingMinor: 1200,
    reserve: false,
    ...changes,
  };
  return at(now, (work) => useBenefit(work, { memberId }, request), caller);
}

const commit = (usageId: number, now = NOW) => at(now, (work) => commitUsage(work, usageId));
const cancel = (usageId: number, now = NOW) => at(now, (work) => cancelUsage(work, usageId));
const unavailable = (reason: string) => ({
  domainCode: "BENEFIT_UNAVAILABLE",
  facts: expect.objectContaining({ reason }),
});

const run = (now: string): JobContext => ({
  now: new Date(now),
  progress: null,
  stopping: () => false,
});
const events = (memberId: number, type: string) =>
  countOf("outbox_event", "memberId = ? AND type = ?", [memberId, type]);

function bornInMay() {
  const externalId = fresh("b");
  return at(LONG_AGO, (work) => enrol(work, { externalId, birthday: "1990-05-31" }));
}

describe("using a benefit on an order", () => {
  useDatabase();
  useProgram({ benefits: BENEFITS }, (rung) => ({ ...rung, benefits: everyTier }));

  it("tells what it was worth and what is left, and writes one usage and one event", async () => {
    const { id } = await enrolled();
    const orderId = fresh("o");
    const first = await use(id, { orderId });
    expect(first).toEqual({
      usageId: expect.any(Number),
      status: "USED",
      valueMinor: 1200,
      points: 0,
      by: "tier",
      remaining: 2,
      expiresAt: null,
    });
    const [event] = await reader.rows<{ data: string }>(
      "SELECT data FROM outbox_event WHERE memberId = ? AND type = 'benefit.used'",
      [id],
    );
    expect(JSON.parse(event?.data ?? "{}")).toMatchObject({
      usageId: String(first.usageId),
      benefitId: "SHIP",
      type: "FREE_SHIPPING",
      tierCode: "REGISTERED",
      valueMinor: 1200,
      orderId,
    });
  });

  it("answers the same call again, and refuses another one on the same order", async () => {
    const [{ id }, other] = [await enrolled(), await enrolled()];
    const orderId = fresh("o");
    const first = await use(id, { orderId });
    expect(await use(id, { orderId }, LATER)).toEqual(first);
    expect(await countOf("benefit_usage", "orderId = ?", [orderId])).toBe(1);
    const duplicate = { domainCode: "DUPLICATE_REFERENCE" };
    await expect(use(id, { orderId, shippingMinor: 1 })).rejects.toMatchObject(duplicate);
    await expect(use(id, { orderId, orderAmountMinor: 1 })).rejects.toMatchObject(duplicate);
    await expect(use(id, { orderId, reserve: true })).rejects.toMatchObject(duplicate);
    await expect(use(other.id, { orderId })).rejects.toMatchObject(duplicate);
    expect(await use(id, { orderId, benefitId: "ONCE" })).toMatchObject({ status: "USED" });
  });

  it("counts by the calendar of the program’s zone", async () => {
    const { id } = await enrolled();
    const daily = (now: string) => use(id, { benefitId: "DAILY" }, now);
    await daily("2026-05-10T15:59:59.999Z");
    await expect(daily("2026-05-10T04:00:00Z")).rejects.toMatchObject(unavailable("QUOTA_USED_UP"));
    expect(await daily("2026-05-10T16:00:00Z")).toMatchObject({ remaining: 0 });
    await use(id, {}, "2026-05-01T00:00:00Z");
    await use(id, {}, "2026-05-31T15:59:59Z");
    await use(id, {}, "2026-05-20T00:00:00Z");
    await expect(use(id, {}, "2026-05-31T15:59:59Z")).rejects.toMatchObject(
      unavailable("QUOTA_USED_UP"),
    );
    expect(await use(id, {}, "2026-05-31T16:00:00Z")).toMatchObject({ remaining: 2 });
  });

  it("sixty-four at once for the last one: exactly one gets it", async () => {
    const { id } = await enrolled();
    const tries = Array.from({ length: 64 }, () => use(id, { benefitId: "ONCE" }));
    const outcomes = await Promise.allSettled(tries);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === "rejected") {
        expect(outcome.reason).toMatchObject(unavailable("QUOTA_USED_UP"));
      }
    }
    expect(await countOf("benefit_usage", "memberId = ?", [id])).toBe(1);
    expect(await events(id, "benefit.used")).toBe(1);
  });

  it("the same call thirty-two at once is one usage", async () => {
    const { id } = await enrolled();
    const orderId = fresh("o");
    const same = await Promise.all(Array.from({ length: 32 }, () => use(id, { orderId })));
    expect(new Set(same.map(({ usageId }) => usageId)).size).toBe(1);
    expect(await countOf("benefit_usage", "orderId = ?", [orderId])).toBe(1);
  });

  it("two members at once on one order: one of them", async () => {
    const pair = [await enrolled(), await enrolled()];
    const orderId = fresh("o");
    const outcomes = await Promise.allSettled(pair.map(({ id }) => use(id, { orderId })));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const refused = outcomes.find((outcome) => outcome.status === "rejected");
    expect(refused?.reason).toMatchObject({ domainCode: "DUPLICATE_REFERENCE" });
  });

  it("is refused on an order that is another member’s", async () => {
    const [{ id: buyer }, { id: other }] = [await enrolled(), await enrolled()];
    const { orderId } = await bought(buyer, { yuan: 200, now: NOW });
    await expect(use(other, { orderId })).rejects.toMatchObject({
      domainCode: "DUPLICATE_REFERENCE",
      facts: { orderId, differs: "member" },
    });
    expect(await use(buyer, { orderId })).toMatchObject({ status: "USED" });
  });

  it("refuses in the order of the contract", async () => {
    const { id } = await enrolled();
    await expect(use(999_999_999)).rejects.toMatchObject({ domainCode: "MEMBER_NOT_FOUND" });
    const frozen = { memberId: String(id), status: "FROZEN", reason: "checked" } as const;
    await as(OPERATOR).members.setStatus(frozen);
    const unknown = { benefitId: "NOTHING" };
    await expect(use(id, unknown)).rejects.toMatchObject({ domainCode: "BENEFIT_NOT_FOUND" });
    await expect(use(id)).rejects.toMatchObject({ domainCode: "MEMBER_STATUS_INVALID" });
    expect(await countOf("benefit_usage", "memberId = ?", [id])).toBe(0);
    const multiplier = await enrolled();
    await expect(use(multiplier.id, { benefitId: "DOUBLE" })).rejects.toMatchObject(
      unavailable("APPLIES_BY_ITSELF"),
    );
  });
});

describe("a benefit set aside for a checkout", () => {
  useDatabase();
  useProgram({ benefits: BENEFITS }, (rung) => ({ ...rung, benefits: everyTier }));

  it("counts to the quota until it is committed, and is told to the world only then", async () => {
    const { id } = await enrolled();
    const held = await use(id, { benefitId: "ONCE", reserve: true });
    expect(held).toMatchObject({ status: "RESERVED", remaining: 0, valueMinor: 1200 });
    expect(held.expiresAt).toEqual(new Date("2026-05-10T04:15:00Z"));
    await expect(use(id, { benefitId: "ONCE" })).rejects.toMatchObject(
      unavailable("QUOTA_USED_UP"),
    );
    expect(await events(id, "benefit.used")).toBe(0);
    const used = await commit(held.usageId, "2026-05-10T04:14:59.999Z");
    expect(used).toMatchObject({ status: "USED", remaining: 0, expiresAt: null });
    expect(await commit(held.usageId, LATER)).toEqual(used);
    expect(await events(id, "benefit.used")).toBe(1);
  });

  it("counts as nothing from its moment on, before any job has marked it", async () => {
    const { id } = await enrolled();
    const orderId = fresh("o");
    const held = await use(id, { benefitId: "ONCE", orderId, reserve: true, ttlSeconds: 60 });
    const end = "2026-05-10T04:01:00Z";
    await expect(commit(held.usageId, end)).rejects.toMatchObject({
      domainCode: "USAGE_NOT_ACTIVE",
      facts: { usageStatus: "EXPIRED" },
    });
    await expect(cancel(held.usageId, end)).rejects.toMatchObject({
      domainCode: "USAGE_NOT_ACTIVE",
    });
    const again = await use(id, { benefitId: "ONCE", orderId }, end);
    expect(again).toMatchObject({ status: "USED", remaining: 0 });
    expect(again.usageId).not.toBe(held.usageId);
  });

  it("is marked by the job, and a used one is not", async () => {
    const { id } = await enrolled();
    const held = await use(id, { reserve: true });
    const kept = await use(id, { reserve: true });
    await commit(kept.usageId);
    await expireDue(run("2026-05-10T04:15:00Z"));
    const status = (usageId: number) =>
      reader.row("SELECT status FROM benefit_usage WHERE id = ?", [usageId]);
    expect(await status(held.usageId)).toEqual({ status: "EXPIRED" });
    expect(await status(kept.usageId)).toEqual({ status: "USED" });
  });

  it("cancelled gives the quota back, once, and is not committed after", async () => {
    const { id } = await enrolled();
    const held = await use(id, { benefitId: "ONCE", reserve: true });
    const ended = await cancel(held.usageId);
    expect(ended).toMatchObject({ status: "CANCELLED", remaining: 1 });
    expect(await cancel(held.usageId, LATER)).toEqual(ended);
    await expect(commit(held.usageId)).rejects.toMatchObject({
      domainCode: "USAGE_NOT_ACTIVE",
      facts: { usageStatus: "CANCELLED" },
    });
    expect(await use(id, { benefitId: "ONCE" })).toMatchObject({ status: "USED" });
    expect(await events(id, "benefit.cancelled")).toBe(0);
  });

  it("ends in one way when commit and cancel come at once", async () => {
    for (let round = 0; round < 8; round++) {
      const { id } = await enrolled();
      const { usageId } = await use(id, { benefitId: "GIFT", reserve: true }).catch(() =>
        use(id, { benefitId: "ONCE", reserve: true }),
      );
      await Promise.allSettled([commit(usageId), cancel(usageId), commit(usageId)]);
      const row = await reader.row<{ status: string }>(
        "SELECT status FROM benefit_usage WHERE id = ?",
        [usageId],
      );
      expect(row?.status).toBe("CANCELLED");
      expect(await events(id, "benefit.used")).toBe(await events(id, "benefit.cancelled"));
    }
  });

  it("of nobody is USAGE_NOT_FOUND", async () => {
    await expect(commit(999_999_999)).rejects.toMatchObject({ domainCode: "USAGE_NOT_FOUND" });
    await expect(cancel(999_999_999)).rejects.toMatchObject({ domainCode: "USAGE_NOT_FOUND" });
  });
});

describe("a birthday gift with points", () => {
  useDatabase();
  useProgram({ benefits: BENEFITS }, (rung) => ({ ...rung, benefits: everyTier }));

  it("pays them through the ledger once, beside the yearly birthday points", async () => {
    const { id } = await bornInMay();
    const orderId = fresh("o");
    const first = await use(id, { benefitId: "GIFT", orderId });
    expect(first).toMatchObject({ points: 200, valueMinor: 200, remaining: 0 });
    await use(id, { benefitId: "GIFT", orderId });
    expect(await accountsOf(id)).toMatchObject({ available: 200 });
    const [entry] = await reader.rows<{ breakdown: string }>(
      `SELECT breakdown FROM points_entry
        WHERE memberId = ? AND type = 'EARN' AND referenceType = 'BENEFIT' AND referenceId = ?`,
      [id, String(first.usageId)],
    );
    expect(JSON.parse(entry?.breakdown ?? "{}")).toEqual({
      base: 200,
      orderId,
      benefit: { id: "GIFT", type: "BIRTHDAY_GIFT" },
    });
    const yearly = { externalId: (await bornInMay()).externalId ?? "" };
    expect(await as(SERVICE).points.balance(yearly)).toMatchObject({ available: 0 });
  });

  it("pays at the commit of a reservation, and takes them back with the usage", async () => {
    const { id } = await bornInMay();
    const held = await use(id, { benefitId: "GIFT", reserve: true });
    expect(await accountsOf(id)).toMatchObject({ available: 0 });
    await commit(held.usageId);
    expect(await accountsOf(id)).toMatchObject({ available: 200 });
    expect(await cancel(held.usageId)).toMatchObject({ status: "CANCELLED", remaining: 1 });
    await cancel(held.usageId);
    expect(await accountsOf(id)).toMatchObject({ available: 0, owed: 0 });
    expect(await events(id, "benefit.cancelled")).toBe(1);
  });
});

describe("a benefit that multiplies points", () => {
  useDatabase();
  useProgram({ benefits: BENEFITS }, (rung) => ({ ...rung, benefits: everyTier }));

  async function breakdownOf(orderId: string) {
    const row = await reader.row<{ breakdown: string }>(
      "SELECT breakdown FROM points_entry WHERE type = 'EARN' AND referenceType = 'ORDER' AND referenceId = ?",
      [orderId],
    );
    return JSON.parse(row?.breakdown ?? "{}") as Record<string, unknown>;
  }

  it("the highest counts, never two; past its quota the next", async () => {
    const { id } = await enrolled();
    const first = await bought(id, { yuan: 100, now: NOW });
    expect(await accountsOf(id)).toMatchObject({ available: 200 });
    expect(await breakdownOf(first.orderId)).toMatchObject({
      base: 100,
      benefit: { id: "DOUBLE", multiplierPct: 200 },
    });
    const second = await bought(id, { yuan: 100, now: NOW });
    expect(await accountsOf(id)).toMatchObject({ available: 350 });
    expect(await breakdownOf(second.orderId)).toMatchObject({ benefit: { id: "MORE" } });
    expect(await events(id, "benefit.used")).toBe(2);
    await bought(id, { yuan: 100, now: "2026-07-01T00:00:00Z" });
    await bought(id, { yuan: 10, now: "2026-07-01T00:00:00Z" });
    expect(await accountsOf(id)).toMatchObject({ available: 350 + 200 + 10 });
  });

  it("is not used up by an order that earns no more by it", async () => {
    const { id } = await enrolled();
    await bought(id, { yuan: 0, now: NOW });
    await bought(id, { yuan: 0.99, now: NOW });
    expect(await countOf("benefit_usage", "memberId = ?", [id])).toBe(0);
    const { orderId } = await bought(id, { yuan: 100, now: NOW });
    expect(await breakdownOf(orderId)).toMatchObject({ benefit: { id: "DOUBLE" } });
    expect(await accountsOf(id)).toMatchObject({ available: 200 });
  });

  it("of a repeated order counts once, and of a cancelled one no more", async () => {
    const { id } = await enrolled();
    const { orderId } = await bought(id, { yuan: 100, now: NOW });
    await bought(id, { yuan: 100, now: NOW, orderId });
    expect(await countOf("benefit_usage", "memberId = ?", [id])).toBe(1);
    await at(NOW, (work) => cancelOrder(work, { memberId: id }, orderId), SYSTEM);
    expect(await accountsOf(id)).toMatchObject({ available: 0, owed: 0 });
    const next = await bought(id, { yuan: 100, now: NOW });
    expect(await breakdownOf(next.orderId)).toMatchObject({ benefit: { id: "DOUBLE" } });
  });
});

describe("an order that is undone", () => {
  useDatabase();
  useProgram({ benefits: BENEFITS }, (rung) => ({ ...rung, benefits: everyTier }));

  it("gives the quota back when it is cancelled, and takes no use of it afterwards", async () => {
    const { id } = await bornInMay();
    const orderId = fresh("o");
    await use(id, { benefitId: "ONCE", orderId });
    await use(id, { benefitId: "GIFT", orderId });
    await at(LATER, (work) => cancelOrder(work, { memberId: id }, orderId), SYSTEM);
    expect(await accountsOf(id)).toMatchObject({ available: 0, owed: 0 });
    await expect(use(id, { benefitId: "ONCE", orderId }, LATER)).rejects.toMatchObject({
      domainCode: "DUPLICATE_REFERENCE",
      facts: { cancelled: true },
    });
    expect(await use(id, { benefitId: "ONCE" }, LATER)).toMatchObject({ status: "USED" });
  });

  it("gives it back when the last of it is refunded, not before", async () => {
    const { id } = await enrolled();
    const { orderId } = await bought(id, { yuan: 100, now: NOW });
    await use(id, { benefitId: "ONCE", orderId });
    await refunded(id, { orderId, yuan: 99, now: LATER });
    await expect(use(id, { benefitId: "ONCE" }, LATER)).rejects.toMatchObject(
      unavailable("QUOTA_USED_UP"),
    );
    await refunded(id, { orderId, yuan: 1, now: LATER });
    expect(await use(id, { benefitId: "ONCE" }, LATER)).toMatchObject({ status: "USED" });
  });
});
