import { describe, expect, it } from "vitest";
import { endOfDayAfterDays } from "@/platform/business-time";
import { at, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { countOf, enrolled, fresh } from "@/testing/factories";
import { askAt, useProgram } from "@/testing/program";
import { cancelOrder } from "../../purchases/service/cancel";
import { quote } from "../../purchases/service/quote";
import { cancelUsage, commitUsage } from "./end";
import { grantPass } from "./passes";
import { type UseRequest, useBenefit } from "./use";
import { availableBenefits } from "./view";

const NOW = "2026-05-10T04:00:00Z";
const ZONE = "Asia/Shanghai";

const shipping = {
  type: "FREE_SHIPPING",
  name: { "zh-CN": "免邮", en: "Free" },
  enabled: true,
  validFrom: null,
  validUntil: null,
  quota: null,
  params: {},
};
const BENEFITS = [
  { ...shipping, id: "OWN", quota: { limit: 1, per: "month" } },
  { ...shipping, id: "NOBODYS" },
  { ...shipping, id: "BIG", params: { minimumMinor: 50_000 } },
  { ...shipping, id: "OFF", enabled: false },
];

function use(memberId: number, changes: Partial<UseRequest> = {}, now = NOW) {
  const request = {
    benefitId: "NOBODYS",
    orderId: fresh("o"),
    orderAmountMinor: 20_000,
    shippingMinor: 1200,
    reserve: false,
    ...changes,
  };
  return at(now, (work) => useBenefit(work, { memberId }, request), SERVICE);
}
const commit = (usageId: number, now = NOW) => at(now, (work) => commitUsage(work, usageId));
const cancel = (usageId: number, now = NOW) => at(now, (work) => cancelUsage(work, usageId));
const unavailable = (reason: string) => ({
  domainCode: "BENEFIT_UNAVAILABLE",
  facts: expect.objectContaining({ reason }),
});

let redemptionId = 9_000_000;

async function holder(uses: number, benefitId = "NOBODYS", days = 30) {
  const { id } = await enrolled();
  await give(id, uses, benefitId, days);
  return id;
}

function give(id: number, uses: number, benefitId = "NOBODYS", days = 30) {
  const validUntil = endOfDayAfterDays(new Date(NOW), days, ZONE);
  redemptionId += 1;
  const pass = { redemptionId, benefitId, uses, validUntil };
  return at(NOW, async (work) => grantPass(work, id, pass));
}

async function shown(memberId: number, benefitId = "NOBODYS", now = NOW) {
  const { items } = await availableBenefits(askAt(now), { memberId });
  return items.find((item) => item.benefitId === benefitId);
}

describe("a benefit used by a pass", () => {
  useDatabase();
  useProgram({ benefits: BENEFITS }, (rung) => ({ ...rung, benefits: ["OWN"] }));

  it("needs no tier, takes one use at a time and ends with the last", async () => {
    const id = await holder(2);
    const orderId = fresh("o");
    const first = await use(id, { orderId });
    expect(first).toMatchObject({ status: "USED", by: "pass", valueMinor: 1200, remaining: 1 });
    expect(await use(id, { orderId })).toEqual(first);
    expect(await use(id)).toMatchObject({ by: "pass", remaining: 0 });
    await expect(use(id)).rejects.toMatchObject(unavailable("NOT_OF_TIER"));
    const byPass = "memberId = ? AND type = 'benefit.used' AND data LIKE '%\"by\":\"pass\"%'";
    expect(await countOf("outbox_event", byPass, [id])).toBe(2);
  });

  it("comes after the tier’s own quota and never counts to it", async () => {
    const id = await holder(1, "OWN");
    const own = { benefitId: "OWN" };
    const first = await use(id, own);
    expect(first).toMatchObject({ by: "tier", remaining: 0 });
    const second = await use(id, own);
    expect(second).toMatchObject({ by: "pass", remaining: 0 });
    await expect(use(id, own)).rejects.toMatchObject(unavailable("QUOTA_USED_UP"));
    // What the tier gave comes back to the tier, and the next month's quota is whole.
    expect(await cancel(first.usageId)).toMatchObject({ by: "tier", remaining: 1 });
    expect(await use(id, own)).toMatchObject({ by: "tier", remaining: 0 });
    expect(await use(id, own, "2026-06-02T04:00:00Z")).toMatchObject({ by: "tier", remaining: 0 });
  });

  it("of several takes the one that ends first", async () => {
    const id = await holder(1, "NOBODYS", 60);
    await give(id, 1, "NOBODYS", 5);
    expect(await use(id)).toMatchObject({ remaining: 1 });
    const after = "2026-05-20T04:00:00Z";
    expect(await use(id, {}, after)).toMatchObject({ by: "pass", remaining: 0 });
    await expect(use(id, {}, after)).rejects.toMatchObject(unavailable("NOT_OF_TIER"));
  });

  it("ends with its last day", async () => {
    const id = await holder(2, "NOBODYS", 1);
    await use(id, {}, "2026-05-11T15:59:59.999Z");
    await expect(use(id, {}, "2026-05-11T16:00:00Z")).rejects.toMatchObject(
      unavailable("NOT_OF_TIER"),
    );
  });

  it("opens nothing but the tier’s right and its quota", async () => {
    const big = await holder(1, "BIG");
    await expect(use(big, { benefitId: "BIG" })).rejects.toMatchObject(
      unavailable("MINIMUM_NOT_MET"),
    );
    const off = await holder(1, "OFF");
    await expect(use(off, { benefitId: "OFF" })).rejects.toMatchObject(unavailable("DISABLED"));
    const frozen = await holder(1);
    await at(NOW, (work) =>
      work.tx.write("UPDATE member SET status = 'FROZEN' WHERE id = ?", [frozen]),
    );
    await expect(use(frozen)).rejects.toMatchObject({ domainCode: "MEMBER_STATUS_INVALID" });
    const other = await enrolled();
    await expect(use(other.id)).rejects.toMatchObject(unavailable("NOT_OF_TIER"));
  });

  it("sixty-four at once for the last use: exactly one gets it", async () => {
    const id = await holder(1);
    const outcomes = await Promise.allSettled(Array.from({ length: 64 }, () => use(id)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === "rejected") {
        expect(outcome.reason).toMatchObject(unavailable("NOT_OF_TIER"));
      }
    }
    expect(await countOf("benefit_usage", "memberId = ? AND passId IS NOT NULL", [id])).toBe(1);
  });

  it("set aside counts until it ends, and gives the use back however it ends", async () => {
    const id = await holder(1);
    const held = await use(id, { reserve: true, ttlSeconds: 60 });
    expect(held).toMatchObject({ status: "RESERVED", by: "pass", remaining: 0 });
    await expect(use(id)).rejects.toMatchObject(unavailable("NOT_OF_TIER"));
    expect(await cancel(held.usageId)).toMatchObject({ status: "CANCELLED", remaining: 1 });
    const lapsing = await use(id, { reserve: true, ttlSeconds: 60 });
    const later = "2026-05-10T04:01:00Z";
    const orderId = fresh("o");
    const third = await use(id, { reserve: true, orderId }, later);
    await expect(commit(lapsing.usageId, later)).rejects.toMatchObject({
      domainCode: "USAGE_NOT_ACTIVE",
    });
    expect(await commit(third.usageId, later)).toMatchObject({ status: "USED", remaining: 0 });
    await at(later, (work) => cancelOrder(work, { memberId: id }, orderId));
    expect(await shown(id, "NOBODYS", later)).toMatchObject({ pass: { usesLeft: 1 } });
    expect(await use(id, {}, later)).toMatchObject({ by: "pass", remaining: 0 });
  });

  it("is shown with what is left of it, as long as something is", async () => {
    const id = await holder(2);
    const pass = { usesLeft: 2, validUntil: new Date("2026-06-09T16:00:00Z") };
    const open = { usable: true, by: "pass", reason: null, pass };
    expect(await shown(id)).toMatchObject({ ...open, unlockedBy: null, quota: null });
    const order = { orderAmountMinor: 20_000, shippingMinor: 1200 };
    const { benefits } = await quote(askAt(NOW), { memberId: id }, order);
    expect(benefits.find(({ benefitId }) => benefitId === "NOBODYS")).toMatchObject({
      ...open,
      valueMinor: 1200,
    });
    expect(benefits.find(({ benefitId }) => benefitId === "OWN")).toMatchObject({
      by: "tier",
      pass: null,
    });
    await use(id);
    await use(id);
    expect(await shown(id)).toBeUndefined();
  });
});
