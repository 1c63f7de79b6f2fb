import { describe, expect, it } from "vitest";
import { as, at, memberCaller, OPERATOR, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { bought, countOf, enrolled, fresh, refunded } from "@/testing/factories";
import { askAt, useBusinessTime } from "@/testing/program";
import { payWithPoints } from "../../points/service/pay-with-points";
import { profileOf } from "./profile";

const TODAY = "2026-07-01T04:00:00Z";

type Update = Parameters<ReturnType<typeof as>["profile"]["update"]>[0];

describe("the profile", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("of a new member has every field of the contract, and nothing more", async () => {
    const externalId = fresh("u");
    const made = await as(SERVICE).members.create({
      externalId,
      nickname: "林夏",
      birthday: "1990-05-17",
    });
    const profile = await as(SERVICE).profile.get({ externalId });
    expect(profile).toEqual({
      memberId: made.memberId,
      memberCode: expect.stringMatching(/^M\d{12}$/),
      externalId,
      nickname: "林夏",
      status: "ACTIVE",
      birthday: "1990-05-17",
      birthdayChangeableAt: null,
      preferences: { email: false, sms: false, marketing: false },
      joinedAt: expect.stringMatching(/^2026-07-01T04:.*Z$/),
      tier: {
        code: "REGISTERED",
        name: "Registered",
        rank: 1,
        discountRateBps: 10_000,
        multiplierPct: 100,
        since: made.joinedAt,
        protectedUntil: null,
        floor: null,
        keep: null,
      },
      points: {
        available: 0,
        pending: 0,
        frozen: 0,
        owed: 0,
        totalEarned: 0,
        totalRedeemed: 0,
        totalExpired: 0,
        nextExpiry: null,
      },
      spend: { lifetimeMinor: 0, qualifyingMinor: 0, orders: 0 },
      nextTier: {
        code: "BRONZE",
        name: "Bronze",
        requiredMinor: 50_000,
        remainingMinor: 50_000,
        progressPct: 0,
      },
      benefits: [],
      mergedIntoId: null,
    });
    expect(made).toEqual(profile);
  });

  it("tells what a member has bought, earned, spent and reached", async () => {
    const { id } = await enrolled();
    const first = await bought(id, { yuan: 5500, now: "2026-02-01T04:00:00Z" });
    await bought(id, { yuan: 100, now: "2026-03-01T04:00:00Z" });
    const use = { points: 200, orderId: fresh("o"), orderAmountMinor: 100_000 };
    await at("2026-03-02T04:00:00Z", (work) => payWithPoints(work, { memberId: id }, use));
    await refunded(id, { orderId: first.orderId, yuan: 100, now: "2026-03-03T04:00:00Z" });
    const profile = await as(memberCaller(id), { locale: "zh-CN" }).profile.get({});
    expect(profile).toMatchObject({
      tier: {
        code: "GOLD",
        name: "金牌会员",
        rank: 4,
        discountRateBps: 8500,
        multiplierPct: 150,
        since: "2026-02-01T04:00:00.000Z",
        protectedUntil: "2026-08-01T04:00:00.000Z",
        keep: {
          requiredMinor: 500_000,
          qualifyingMinor: 550_000,
          remainingMinor: 0,
          reviewAt: "2026-08-01T04:00:00.000Z",
        },
      },
      points: {
        available: 5500 + 150 - 200 - 100,
        owed: 0,
        totalEarned: 5650,
        totalRedeemed: 200,
        totalExpired: 0,
        nextExpiry: { points: 5200, expiresAt: "2028-02-01T16:00:00.000Z" },
      },
      spend: { lifetimeMinor: 550_000, qualifyingMinor: 550_000, orders: 2 },
      nextTier: {
        code: "DIAMOND",
        requiredMinor: 1_000_000,
        remainingMinor: 450_000,
        progressPct: 55,
      },
      benefits: [
        { type: "BIRTHDAY_GIFT", name: "生日礼" },
        { type: "FREE_SHIPPING", name: "全场包邮" },
        { type: "DEDICATED_SERVICE", name: "一对一客服" },
      ],
    });
  });

  it.each([
    ["a fen below", 499.99, 1, 99],
    ["halfway", 250, 25_000, 50],
    ["a third", 166.67, 33_333, 33],
  ])("rounds the way to the next tier down: %s", async (_, yuan, remainingMinor, progressPct) => {
    const { id } = await enrolled();
    await bought(id, { yuan });
    const { nextTier } = await as(memberCaller(id)).profile.get({});
    expect(nextTier).toMatchObject({ code: "BRONZE", remainingMinor, progressPct });
  });

  it("has no next tier at the top", async () => {
    const { id } = await enrolled();
    await bought(id, { yuan: 10_000 });
    expect((await as(memberCaller(id)).profile.get({})).nextTier).toBeNull();
  });

  it("counts the way from the spend, also in a tier set by hand", async () => {
    const { id } = await enrolled();
    await as(OPERATOR).tiers.assign({ memberId: String(id), tierCode: "SILVER", reason: "VIP" });
    await bought(id, { yuan: 100, now: "2026-07-02T04:00:00Z" });
    expect((await as(memberCaller(id)).profile.get({})).nextTier).toEqual({
      code: "GOLD",
      name: "Gold",
      requiredMinor: 500_000,
      remainingMinor: 490_000,
      progressPct: 2,
    });
  });

  it.each([
    ["a millisecond before its points end", -1, 300, 0],
    ["at the moment", 0, 0, 300],
  ])("is settled %s", async (_, ms, available, totalExpired) => {
    const { id } = await enrolled();
    await bought(id, { yuan: 300, now: "2026-03-10T02:00:00Z" });
    const now = new Date(new Date("2028-03-10T16:00:00Z").getTime() + ms);
    const { points } = await profileOf(askAt(now), { memberId: id });
    expect(points).toMatchObject({ available, totalExpired, totalEarned: 300 });
    expect(points.nextExpiry?.points ?? 0).toBe(available);
  });

  it("is one’s own for a member, by any name for those who may", async () => {
    const { id, externalId } = await enrolled();
    const own = await as(memberCaller(id)).profile.get({});
    expect(await as(SERVICE).profile.get({ externalId: externalId ?? "" })).toEqual(own);
    expect(await as(SERVICE).profile.get({ memberId: String(id) })).toEqual(own);
    expect(await as(OPERATOR).members.get({ memberId: String(id) })).toEqual(own);
    const other = await enrolled();
    await expect(
      as(memberCaller(id)).profile.get({ memberId: String(other.id) }),
    ).rejects.toMatchObject({ domainCode: "PERMISSION_DENIED" });
    await expect(as(memberCaller(id)).members.get({ memberId: String(id) })).rejects.toMatchObject({
      domainCode: "PERMISSION_DENIED",
    });
  });

  it("of nobody is MEMBER_NOT_FOUND", async () => {
    await expect(as(SERVICE).profile.get({ externalId: fresh("nobody") })).rejects.toMatchObject({
      domainCode: "MEMBER_NOT_FOUND",
    });
  });
});

describe("changing the profile", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("answers the profile as it is from now on", async () => {
    const { id } = await enrolled();
    const update = {
      nickname: "  林夏 ",
      birthday: "1990-05-17",
      preferences: { email: true, sms: false, marketing: true },
    };
    const changed = await as(memberCaller(id)).profile.update(update);
    expect(changed).toMatchObject({ ...update, nickname: "林夏" });
    expect(await as(memberCaller(id)).profile.get({})).toEqual(changed);
  });

  it("changes only what is named", async () => {
    const { id } = await enrolled();
    const self = as(memberCaller(id));
    await self.profile.update({
      nickname: "林夏",
      birthday: "1990-05-17",
      preferences: { email: true },
    });
    const before = await self.profile.get({});
    expect(await self.profile.update({})).toEqual(before);
    expect(await self.profile.update({ preferences: {} })).toEqual(before);
    expect(await self.profile.update({ preferences: { sms: true } })).toEqual({
      ...before,
      preferences: { email: true, sms: true, marketing: false },
    });
  });

  it("clears a nickname with null", async () => {
    const { id } = await enrolled();
    const self = as(memberCaller(id));
    await self.profile.update({ nickname: "林夏" });
    expect(await self.profile.update({ nickname: null })).toMatchObject({ nickname: null });
    expect(await countOf("nickname_part", "memberId = ?", [id])).toBe(0);
  });

  it("is settled like every act", async () => {
    const { id } = await enrolled("2024-01-10T02:00:00Z");
    await bought(id, { yuan: 80, now: "2024-01-10T02:00:00Z" });
    const { points } = await as(memberCaller(id)).profile.update({ nickname: "late" });
    expect(points).toMatchObject({ available: 0, totalExpired: 80, nextExpiry: null });
  });

  it("locks a birthday that was changed once", async () => {
    const { id } = await enrolled();
    const self = as(memberCaller(id));
    expect(await self.profile.update({ birthday: "1990-05-17" })).toMatchObject({
      birthdayChangeableAt: null,
    });
    // Whoever shows the form knows of the lock before anybody types.
    expect(await self.profile.update({ birthday: "1990-05-18" })).toMatchObject({
      birthdayChangeableAt: expect.stringMatching(/^2027-07-01T04:/),
    });
    await expect(self.profile.update({ birthday: "1990-05-19" })).rejects.toMatchObject({
      domainCode: "BIRTHDAY_LOCKED",
      facts: { changeableAt: expect.stringMatching(/^2027-07-01T04:/) },
    });
    expect(await self.profile.get({})).toMatchObject({ birthday: "1990-05-18" });
  });

  it.each([
    ["no preferences but null", { preferences: null }],
    ["a null consent", { preferences: { email: null } }],
    ["a consent as text", { preferences: { email: "yes" } }],
    ["an unknown consent", { preferences: { phone: true } }],
    ["an empty nickname", { nickname: "" }],
    ["a null birthday", { birthday: null }],
    ["a birthday that was not", { birthday: "2001-02-29" }],
    ["a birthday to come", { birthday: "2999-01-01" }],
    ["a tier", { tierCode: "DIAMOND" }],
    ["a balance", { points: { available: 100 } }],
    ["a status", { status: "ACTIVE" }],
    ["somebody else", { memberId: "1" }],
    ["a prototype", JSON.parse('{"__proto__":{"status":"ACTIVE"}}')],
  ])("refuses %s and changes nothing", async (_, update) => {
    const { id } = await enrolled();
    await expect(as(memberCaller(id)).profile.update(update as Update)).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
    });
    expect(await countOf("outbox_event", "memberId = ? AND type = 'member.updated'", [id])).toBe(0);
  });

  it("is for the member alone", async () => {
    for (const caller of [SERVICE, OPERATOR]) {
      await expect(as(caller).profile.update({ nickname: "x" })).rejects.toMatchObject({
        domainCode: "PERMISSION_DENIED",
      });
    }
  });
});
