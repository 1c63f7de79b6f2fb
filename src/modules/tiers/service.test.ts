import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { as, at, memberCaller, OPERATOR, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { accountsOf, bought, countOf, enrolled, fresh, refunded } from "@/testing/factories";
import { askAt, useBusinessTime, useProgram } from "@/testing/program";
import { findMember } from "../members/service/members";
import { profileOf } from "../profile/service/profile";
import { completeOrder } from "../purchases/service/complete";
import { assignTier } from "./service/assign";

const TODAY = "2026-07-01T04:00:00Z";

interface ChangeLine {
  fromCode: string | null;
  toCode: string;
  cause: string;
  actor: string;
  reason: string | null;
  referenceType: string | null;
  referenceId: string | null;
  qualifyingMinor: number;
  programVersionId: number;
  effectiveAt: Date;
}

function changesOf(memberId: number) {
  return reader.rows<ChangeLine>(
    `SELECT c.fromCode, c.toCode, c.cause, c.actor, r.reason, c.referenceType, c.referenceId,
        c.qualifyingMinor, c.programVersionId, c.effectiveAt
       FROM tier_change c LEFT JOIN tier_change_reason r ON r.changeId = c.id
      WHERE c.memberId = ? ORDER BY c.id`,
    [memberId],
  );
}

async function member(memberId: number) {
  const found = await findMember(reader, { memberId });
  if (!found) throw new Error(`member ${memberId} is not there`);
  return found;
}

type Assign = Parameters<ReturnType<typeof as>["tiers"]["assign"]>[0];

function assigned(memberId: number, tierCode: string, changes: Partial<Assign> = {}) {
  const input = {
    memberId: String(memberId),
    tierCode,
    reason: "agreed with the shop",
    ...changes,
  };
  return as(OPERATOR).tiers.assign(input);
}

describe("a tier reached by an order", () => {
  useDatabase();

  it("is protected six months from the moment it was reached, and written into the history", async () => {
    const { id } = await enrolled();
    const { orderId } = await bought(id, { yuan: 2000, now: "2026-08-31T04:00:00Z" });
    expect(await member(id)).toMatchObject({
      tierCode: "SILVER",
      tierSince: new Date("2026-08-31T04:00:00Z"),
      tierProtectedUntil: new Date("2027-02-28T04:00:00Z"),
      tierKeepUntil: null,
    });
    expect(await changesOf(id)).toEqual([
      {
        fromCode: "REGISTERED",
        toCode: "SILVER",
        cause: "ORDER",
        actor: "system",
        reason: null,
        referenceType: "ORDER",
        referenceId: orderId,
        qualifyingMinor: 200_000,
        programVersionId: 1,
        effectiveAt: new Date("2026-08-31T04:00:00Z"),
      },
    ]);
  });

  it("starts its protection anew with every step up", async () => {
    const { id } = await enrolled();
    await bought(id, { yuan: 500, now: "2026-03-01T04:00:00Z" });
    await bought(id, { yuan: 100, now: "2026-04-01T04:00:00Z" });
    expect((await member(id)).tierProtectedUntil).toEqual(new Date("2026-09-01T04:00:00Z"));
    await bought(id, { yuan: 1400, now: "2026-05-01T04:00:00Z" });
    expect((await member(id)).tierProtectedUntil).toEqual(new Date("2026-11-01T04:00:00Z"));
  });
});

describe("a tier after a refund", () => {
  useDatabase();

  it("falls at once where the spend supported it and no longer does", async () => {
    const { id } = await enrolled();
    await bought(id, { yuan: 600 });
    const second = await bought(id, { yuan: 1500 });
    expect(await refunded(id, { orderId: second.orderId, yuan: 200 })).toMatchObject({
      actions: [
        { action: "POINTS_CLAWED_BACK" },
        { action: "TIER_CHANGED", from: "SILVER", to: "BRONZE" },
      ],
    });
    expect(await member(id)).toMatchObject({ tierCode: "BRONZE", spendMinor: 190_000 });
    expect((await changesOf(id)).at(-1)).toMatchObject({
      fromCode: "SILVER",
      toCode: "BRONZE",
      cause: "REFUND",
      referenceType: "ORDER",
      referenceId: second.orderId,
      qualifyingMinor: 190_000,
    });
  });

  it("stands at exactly the threshold", async () => {
    const { id } = await enrolled();
    const { orderId } = await bought(id, { yuan: 2100 });
    await refunded(id, { orderId, yuan: 100 });
    expect(await accountsOf(id)).toMatchObject({ tierCode: "SILVER", spendMinor: 200_000 });
    await refunded(id, { orderId, yuan: 0.01 });
    expect(await accountsOf(id)).toMatchObject({ tierCode: "BRONZE", spendMinor: 199_999 });
  });

  it("falls to the first tier without protection", async () => {
    const { id } = await enrolled();
    const { orderId } = await bought(id, { yuan: 12_000 });
    await refunded(id, { orderId, yuan: 12_000 });
    expect(await member(id)).toMatchObject({ tierCode: "REGISTERED", tierProtectedUntil: null });
  });

  it("stands by protection where the spend did not support it before", async () => {
    const { id } = await enrolled();
    const { orderId } = await bought(id, { yuan: 600 });
    await assigned(id, "SILVER");
    await refunded(id, { orderId, yuan: 200 });
    expect(await accountsOf(id)).toMatchObject({ tierCode: "SILVER", spendMinor: 40_000 });
  });

  it("comes back with the next order", async () => {
    const { id } = await enrolled();
    const { orderId } = await bought(id, { yuan: 500 });
    await refunded(id, { orderId, yuan: 500 });
    const { actions } = await bought(id, { yuan: 500 });
    expect(actions).toContainEqual({ action: "TIER_CHANGED", from: "REGISTERED", to: "BRONZE" });
  });
});

describe("a tier set by hand", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("is written with cause, actor, reason, version, spend and audit row", async () => {
    const { id } = await enrolled();
    await bought(id, { yuan: 600 });
    const requestId = fresh("req");
    const input = {
      memberId: String(id),
      tierCode: "GOLD",
      reason: "VIP transfer",
      keepUntil: "2027-01-01T00:00:00Z",
    };
    const answer = await as(OPERATOR, { requestId }).tiers.assign(input);
    expect(answer).toEqual({
      from: "BRONZE",
      to: "GOLD",
      changeId: expect.stringMatching(/^\d+$/),
    });
    expect((await changesOf(id)).at(-1)).toMatchObject({
      fromCode: "BRONZE",
      toCode: "GOLD",
      cause: "MANUAL",
      actor: "operator:1",
      reason: "VIP transfer",
      qualifyingMinor: 60_000,
      programVersionId: 1,
    });
    expect(await member(id)).toMatchObject({ tierKeepUntil: new Date("2027-01-01T00:00:00Z") });
    const audit = await reader.row<Record<string, string>>(
      "SELECT actor, action, reason, `before`, `after` FROM audit_log WHERE requestId = ?",
      [requestId],
    );
    expect(audit).toMatchObject({
      actor: "operator:1",
      action: "tiers.assign",
      reason: "VIP transfer",
    });
    expect(JSON.parse(audit?.before ?? "")).toMatchObject({ tierCode: "BRONZE" });
    expect(JSON.parse(audit?.after ?? "")).toMatchObject({ tierCode: "GOLD" });
    expect(await countOf("outbox_event", "memberId = ? AND type = 'tier.changed'", [id])).toBe(2);
  });

  it("decides what the next order earns", async () => {
    const { id } = await enrolled();
    await assigned(id, "DIAMOND");
    const { actions } = await bought(id, { yuan: 100, now: "2026-07-02T04:00:00Z" });
    expect(actions[0]).toMatchObject({ points: 200 });
  });

  it("to a date is protected to that date, and the profile says so and that it was set by hand", async () => {
    const { id } = await enrolled();
    await assigned(id, "GOLD", { keepUntil: "2026-12-31T16:00:00Z" });
    const until = "2026-12-31T16:00:00.000Z";
    expect((await as(memberCaller(id)).profile.get({})).tier).toMatchObject({
      code: "GOLD",
      protectedUntil: until,
      floor: { code: "GOLD", until },
      keep: { reviewAt: until },
    });
  });

  it("to a date takes nothing from the protection that the same tier has of its own", async () => {
    const { id } = await enrolled();
    await bought(id, { yuan: 6000, now: TODAY });
    const own = (await member(id)).tierProtectedUntil;
    await assigned(id, "GOLD", { keepUntil: "2026-09-01T00:00:00Z" });
    expect((await member(id)).tierProtectedUntil).toEqual(own);
    await assigned(id, "GOLD", { keepUntil: "2027-09-01T00:00:00Z" });
    await assigned(id, "GOLD", { keepUntil: "2027-06-01T00:00:00Z" });
    expect((await member(id)).tierProtectedUntil).toEqual(new Date("2027-06-01T00:00:00Z"));
  });

  it("lower than the tier there is now is told as a floor beside it", async () => {
    const { id } = await enrolled();
    await assigned(id, "SILVER", { keepUntil: "2027-01-01T00:00:00Z" });
    await bought(id, { yuan: 10_000, now: "2026-07-01T05:00:00Z" });
    const { tier } = await as(memberCaller(id)).profile.get({});
    expect(tier).toMatchObject({ code: "DIAMOND", floor: { code: "SILVER" } });
    expect(tier.protectedUntil).not.toBe(tier.floor?.until);
  });

  it("is a floor that no refund goes below until its day, and an ordinary tier after", async () => {
    const keepUntil = "2027-01-01T00:00:00Z";
    for (const [now, tierCode] of [
      ["2026-12-31T23:59:59.999Z", "GOLD"],
      [keepUntil, "REGISTERED"],
    ]) {
      const { id } = await enrolled();
      const { orderId } = await bought(id, { yuan: 6000 });
      await assigned(id, "GOLD", { keepUntil });
      await refunded(id, { orderId, yuan: 6000, now });
      expect(await accountsOf(id), now).toMatchObject({ tierCode, spendMinor: 0 });
    }
  });

  it("is no ceiling: orders lift above it and a refund falls back to it", async () => {
    const { id } = await enrolled();
    await assigned(id, "SILVER", { keepUntil: "2027-01-01T00:00:00Z" });
    const { orderId } = await bought(id, { yuan: 10_000, now: "2026-07-02T04:00:00Z" });
    expect(await accountsOf(id)).toMatchObject({ tierCode: "DIAMOND" });
    await refunded(id, { orderId, yuan: 9_900, now: "2026-07-03T04:00:00Z" });
    expect(await accountsOf(id)).toMatchObject({ tierCode: "SILVER" });
  });

  it("may be lower than the spend supports, and the next order lifts it", async () => {
    const { id } = await enrolled();
    await bought(id, { yuan: 6000 });
    expect(await assigned(id, "BRONZE")).toMatchObject({ from: "GOLD", to: "BRONZE" });
    expect(await accountsOf(id)).toMatchObject({ tierCode: "BRONZE" });
    await bought(id, { yuan: 1, now: "2026-07-02T04:00:00Z" });
    expect(await accountsOf(id)).toMatchObject({ tierCode: "GOLD" });
  });

  it("refuses a day that is past or now", async () => {
    const { id } = await enrolled();
    for (const keepUntil of [new Date("2026-06-30T04:00:00Z"), new Date(TODAY)]) {
      const assignment = { tierCode: "GOLD", reason: "why not", keepUntil };
      await expect(
        at(TODAY, (work) => assignTier(work, { memberId: id }, assignment)),
      ).rejects.toMatchObject({
        domainCode: "INVALID_TIER_CHANGE",
        facts: { keepUntil: keepUntil.toISOString() },
      });
    }
    expect(await changesOf(id)).toEqual([]);
  });

  it.each([
    ["nobody’s tier", "MEMBER_NOT_FOUND", { memberId: "9000000000000" }],
    ["a tier the ladder has not", "TIER_NOT_FOUND", { tierCode: "PLATINUM" }],
    ["no reason", "VALIDATION_FAILED", { reason: " " }],
    ["a tier in lower case", "VALIDATION_FAILED", { tierCode: "gold" }],
  ])("refuses %s with %s", async (_, domainCode, changes) => {
    const { id } = await enrolled();
    await expect(assigned(id, "GOLD", changes)).rejects.toMatchObject({ domainCode });
    expect(await changesOf(id)).toEqual([]);
  });

  it("refuses a closed member before it looks at the tier", async () => {
    const { id } = await enrolled();
    await at(TODAY, async (work) => {
      await work.tx.write("UPDATE member SET status = 'CLOSED' WHERE id = ?", [id]);
    });
    await expect(assigned(id, "PLATINUM")).rejects.toMatchObject({
      domainCode: "MEMBER_STATUS_INVALID",
    });
  });

  it("is for operators and services with the scope, never for the member", async () => {
    const { id } = await enrolled();
    const input = { memberId: String(id), tierCode: "GOLD", reason: "please" };
    for (const caller of [memberCaller(id), { ...SERVICE, grants: new Set(["points:write"]) }]) {
      await expect(as(caller).tiers.assign(input)).rejects.toMatchObject({
        domainCode: "PERMISSION_DENIED",
      });
    }
    expect(await as(SERVICE).tiers.assign(input)).toMatchObject({ to: "GOLD" });
    expect((await changesOf(id)).at(-1)).toMatchObject({ actor: "service:1" });
  });
});

describe("the tier history", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("lists every change, newest first, by pages", async () => {
    const { id } = await enrolled();
    for (const code of ["BRONZE", "SILVER", "GOLD", "DIAMOND", "SILVER"]) await assigned(id, code);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const input = { memberId: String(id), limit: 2, ...(cursor === null ? {} : { cursor }) };
      const page = await as(OPERATOR).members.tierHistory(input);
      seen.push(...page.items.map(({ from, to }) => `${from?.code}→${to.code}`));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual([
      "DIAMOND→SILVER",
      "GOLD→DIAMOND",
      "SILVER→GOLD",
      "BRONZE→SILVER",
      "REGISTERED→BRONZE",
    ]);
  });

  it("says when in business time, by whom, why and by which version", async () => {
    const { id } = await enrolled();
    await bought(id, { yuan: 500, now: "2026-03-01T04:00:00Z" });
    const { items } = await as(OPERATOR).members.tierHistory({ memberId: String(id) });
    expect(items).toEqual([
      {
        id: expect.stringMatching(/^\d+$/),
        from: { code: "REGISTERED", name: "Registered" },
        to: { code: "BRONZE", name: "Bronze" },
        cause: "ORDER",
        actor: "system",
        reason: null,
        qualifyingMinor: 50_000,
        programVersion: "1",
        createdAt: "2026-03-01T04:00:00.000Z",
      },
    ]);
  });
});

describe("the ladder", () => {
  useDatabase();

  it("is there for everybody, in the language they read", async () => {
    const anonymous = {
      ...SERVICE,
      kind: "anonymous" as const,
      actor: "anonymous",
      grants: new Set<string>(),
    };
    const { items } = await as(anonymous, { locale: "zh-CN" }).tiers.list({});
    const brief = items.map((rung) => [
      rung.rank,
      rung.code,
      rung.name,
      rung.thresholdMinor,
      rung.discountRateBps,
      rung.multiplierPct,
      rung.benefits.length,
    ]);
    expect(brief).toEqual([
      [1, "REGISTERED", "注册会员", 0, 10_000, 100, 0],
      [2, "BRONZE", "铜牌会员", 50_000, 9500, 100, 1],
      [3, "SILVER", "银牌会员", 200_000, 9000, 120, 2],
      [4, "GOLD", "金牌会员", 500_000, 8500, 150, 3],
      [5, "DIAMOND", "钻石会员", 1_000_000, 8000, 200, 4],
    ]);
    const english = await as(anonymous, { locale: "en" }).tiers.list({});
    expect(english.items[4]?.benefits.map(({ name }) => name)).toEqual([
      "Birthday gift",
      "Free shipping",
      "Dedicated support",
      "Priority shipping",
    ]);
  });
});

describe("spend of the last twelve months", () => {
  useDatabase();
  useProgram({ tiers: { qualifyingPeriod: "rolling12Months" } });

  const buys = (memberId: number, yuan: number, paidAt: string, now = paidAt) =>
    at(now, (work) =>
      completeOrder(
        work,
        { memberId },
        { orderId: fresh("o"), paidAmountMinor: yuan * 100, paidAt: new Date(paidAt) },
      ),
    );

  it("counts from when an order was paid, and no longer after twelve months", async () => {
    const { id } = await enrolled();
    await buys(id, 400, "2026-01-10T04:00:00Z");
    const at11 = await profileOf(askAt("2027-01-10T03:59:59.999Z"), { memberId: id });
    expect(at11.spend).toEqual({ lifetimeMinor: 40_000, qualifyingMinor: 40_000, orders: 1 });
    const at12 = await profileOf(askAt("2027-01-10T04:00:00Z"), { memberId: id });
    expect(at12.spend).toEqual({ lifetimeMinor: 40_000, qualifyingMinor: 0, orders: 1 });
    await buys(id, 400, "2027-02-01T04:00:00Z");
    expect(await accountsOf(id)).toMatchObject({ tierCode: "REGISTERED", spendMinor: 80_000 });
  });

  it("lifts by what was paid within them, also when told late", async () => {
    const { id } = await enrolled();
    await buys(id, 300, "2026-06-01T04:00:00Z");
    await buys(id, 200, "2026-01-20T04:00:00Z", "2027-01-15T04:00:00Z");
    expect(await accountsOf(id)).toMatchObject({ tierCode: "BRONZE" });
  });

  it("is read anew after a refund that waited for its order, in the same act", async () => {
    const { id } = await enrolled();
    const orderId = fresh("o");
    await refunded(id, { orderId, yuan: 300, now: "2026-01-20T04:00:00Z" });
    await bought(id, { orderId, yuan: 600, now: "2026-01-20T04:00:00Z" });
    expect(await accountsOf(id)).toMatchObject({ tierCode: "REGISTERED", spendMinor: 30_000 });
  });

  it("does not lift by an order told after it stopped counting", async () => {
    const { id } = await enrolled();
    await buys(id, 5000, "2026-01-20T04:00:00Z", "2027-01-20T04:00:00Z");
    expect(await accountsOf(id)).toMatchObject({ tierCode: "REGISTERED", spendMinor: 500_000 });
  });

  it("keeps the tier when it lapses, for lapse is for the review, and when what lapsed is refunded", async () => {
    const { id } = await enrolled();
    const { orderId } = await bought(id, { yuan: 600, now: "2026-01-20T04:00:00Z" });
    await buys(id, 10, "2027-01-25T04:00:00Z");
    expect(await accountsOf(id)).toMatchObject({ tierCode: "BRONZE" });
    await refunded(id, { orderId, yuan: 600, now: "2027-01-26T04:00:00Z" });
    expect(await accountsOf(id)).toMatchObject({ tierCode: "BRONZE", spendMinor: 1_000 });
  });

  it("falls by a refund of what still counted", async () => {
    const { id } = await enrolled();
    const { orderId } = await bought(id, { yuan: 600, now: "2026-06-20T04:00:00Z" });
    await refunded(id, { orderId, yuan: 101, now: "2026-07-20T04:00:00Z" });
    expect(await accountsOf(id)).toMatchObject({ tierCode: "REGISTERED" });
    expect((await changesOf(id)).at(-1)).toMatchObject({
      cause: "REFUND",
      qualifyingMinor: 49_900,
    });
  });
});
