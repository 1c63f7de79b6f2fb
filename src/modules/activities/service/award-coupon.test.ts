import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { activity, activityEntries, june, paid } from "@/testing/activities";
import { ADMIN, as, at, OPERATOR, SECOND_ADMIN, SERVICE } from "@/testing/actors";
import { coupon, walletOf } from "@/testing/coupons";
import { useDatabase } from "@/testing/database";
import { accountsOf, enrolled, fresh, refunded } from "@/testing/factories";
import { useBusinessTime } from "@/testing/program";
import { raceRounds, raceTimeout } from "@/testing/races";
import { closeMember } from "../../profile/service/close-member";
import { cancelOrder } from "../../purchases/service/cancel";
import type { Effect, NewActivity } from "../schema/activity";
import { joinActivity } from "./join";

type Definition = Awaited<ReturnType<typeof coupon>>;

const JOIN = { kind: "BONUS_POINTS", on: "JOIN", points: 50, orderMinimumMinor: 0 } as const;
const FIRST = {
  kind: "BONUS_POINTS",
  on: "FIRST_ORDER",
  points: 100,
  orderMinimumMinor: 10_000,
} as const;
const TWO_ORDERS = {
  kind: "CHALLENGE",
  goal: "ORDERS",
  target: 2,
  points: 0,
  orderMinimumMinor: 0,
} as const;

const NAME = { "zh-CN": "满减券", en: "Ten off" };

/** ¥10 off is worth 1,000 points. */
const WORTH = 1000;

type Once = Exclude<Effect, { kind: "POINTS_MULTIPLIER" }>;

async function giving(effect: Once, changes: Partial<NewActivity> = {}) {
  const definition = await coupon({ validDays: 60 });
  const { definitionId: couponDefinitionId } = definition;
  const activityId = await activity({ effect: { ...effect, couponDefinitionId }, ...changes });
  return { activityId, definition };
}

async function participant(effect: Once, changes: Partial<NewActivity> = {}) {
  const [{ id }, made] = await Promise.all([enrolled(), giving(effect, changes)]);
  const joined = await join(id, made.activityId);
  return { id, joined, ...made };
}

const join = (memberId: number, activityId: number) =>
  at(june(1), (work) => joinActivity(work, { memberId }, activityId));
const cancelled = (memberId: number, orderId: string) =>
  at(june(9), (work) => cancelOrder(work, { memberId }, orderId));

const figuresOf = (activityId: number) =>
  reader.row(
    `SELECT joinedCount, pointsGiven, pointsReturned, couponsGiven, couponsReturned, couponsMissed
       FROM activity WHERE id = ?`,
    [activityId],
  );

const figures = (changes: object) => ({
  joinedCount: 1,
  pointsGiven: 0,
  pointsReturned: 0,
  couponsGiven: 0,
  couponsReturned: 0,
  couponsMissed: 0,
  ...changes,
});

async function statesOf(memberId: number): Promise<string[]> {
  return (await walletOf(memberId, "ALL")).map(({ state }) => state);
}

function spentOn(memberId: number, orderId: string, couponId: string | undefined, reserve = false) {
  return as(SERVICE).coupons.takeNamed({
    ...{ memberId: String(memberId), couponId: couponId ?? "0", orderId },
    ...{ orderAmountMinor: 20_000, reserve },
  });
}

async function firstCoupon(memberId: number): Promise<string | undefined> {
  return (await walletOf(memberId)).at(0)?.couponId;
}

function switched(definition: Definition, enabled: boolean) {
  const { definitionId, revision, terms } = definition;
  return as(ADMIN).coupons.update({ definitionId, revision, name: NAME, terms, enabled });
}

describe("an activity that gives coupons", () => {
  useDatabase("award_coupons");
  useBusinessTime("2026-06-05T04:00:00Z");

  it("gives one on joining, which says where it is from", async () => {
    const { id, activityId, joined } = await participant(JOIN);
    expect(joined).toMatchObject({ pointsAwarded: 50, couponIds: [expect.any(Number)] });
    const [own] = await walletOf(id);
    expect(own).toMatchObject({
      couponId: String(joined.couponIds[0]),
      state: "ACTIVE",
      origin: "Members’ week",
    });
    expect(await figuresOf(activityId)).toEqual(figures({ pointsGiven: 1050, couponsGiven: 1 }));
    const events = await reader.rows<{ type: string; data: string }>(
      "SELECT type, CAST(data AS CHAR) AS data FROM outbox_event WHERE memberId = ? AND type = 'coupon.issued'",
      [id],
    );
    expect(events.map(({ data }) => JSON.parse(data))).toMatchObject([
      { source: "ACTIVITY", activityId },
    ]);
  });

  it("gives it with the first order, and keeps all of it while what is left earns it", async () => {
    const { id, activityId } = await participant(FIRST);
    const { orderId, actions } = await paid(id, { yuan: 300, paidAt: june(3) });
    const couponId = await firstCoupon(id);
    expect(actions).toMatchObject([
      { action: "POINTS_EARNED", points: 300 },
      { action: "POINTS_EARNED", points: 100 },
      { action: "COUPON_ISSUED", couponId: Number(couponId) },
    ]);
    await refunded(id, { orderId, yuan: 200, now: june(4) });
    expect(await statesOf(id)).toEqual(["ACTIVE"]);
    await refunded(id, { orderId, yuan: 0.01, now: june(5) });
    expect(await statesOf(id)).toEqual(["VOIDED"]);
    expect((await activityEntries(id)).map(({ points }) => points)).toEqual([100, -100]);
    expect(await figuresOf(activityId)).toEqual(
      figures({ pointsReturned: 1100, couponsGiven: 1, couponsReturned: 1 }),
    );
  });

  it("gives another for the next order, and charges the budget once", async () => {
    const { id, activityId } = await participant(FIRST, { pointsBudget: 1100 });
    const { orderId } = await paid(id, { yuan: 300, paidAt: june(3) });
    await paid(id, { yuan: 400, paidAt: june(4) });
    expect(await statesOf(id)).toEqual(["ACTIVE"]);
    await cancelled(id, orderId);
    expect(await statesOf(id)).toEqual(["ACTIVE", "VOIDED"]);
    expect(await figuresOf(activityId)).toEqual(
      figures({ pointsGiven: 1100, pointsReturned: 1100, couponsGiven: 2, couponsReturned: 1 }),
    );
  });

  it("is a challenge’s whole award where there are no points", async () => {
    const { id, activityId } = await participant(TWO_ORDERS);
    const { orderId } = await paid(id, { yuan: 10, paidAt: june(2) });
    expect(await statesOf(id)).toEqual([]);
    await paid(id, { yuan: 10, paidAt: june(3) });
    await paid(id, { yuan: 10, paidAt: june(3) });
    expect(await statesOf(id)).toEqual(["ACTIVE"]);
    await cancelled(id, orderId);
    expect(await statesOf(id)).toEqual(["ACTIVE"]);
    await paid(id, { yuan: 10, paidAt: june(3) });
    expect(await figuresOf(activityId)).toEqual(figures({ pointsGiven: WORTH, couponsGiven: 1 }));
    expect(await activityEntries(id)).toEqual([]);
  });

  it("leaves what was used by then, counts it, and gives no second one while it is", async () => {
    const { id, activityId } = await participant(FIRST);
    const { orderId } = await paid(id, { yuan: 300, paidAt: june(3) });
    const using = fresh("o");
    await spentOn(id, using, await firstCoupon(id));
    const { actions } = await cancelled(id, orderId);
    expect(actions).toContainEqual({ action: "COUPON_VOIDED", used: true });
    const kept = figures({ pointsGiven: WORTH, pointsReturned: 100, couponsGiven: 1 });
    expect(await figuresOf(activityId)).toEqual(kept);
    const second = await paid(id, { yuan: 300, paidAt: june(4) });
    expect(await figuresOf(activityId)).toEqual({ ...kept, pointsGiven: 1100 });
    expect(await statesOf(id)).toEqual(["VOIDED"]);
    // The use comes back to nothing; whoever earns the award anew then has a coupon again.
    await paid(id, { yuan: 200, paidAt: june(5), orderId: using });
    await cancelled(id, using);
    expect(await statesOf(id)).toEqual(["VOIDED"]);
    await cancelled(id, second.orderId);
    await paid(id, { yuan: 300, paidAt: june(6) });
    expect(await statesOf(id)).toEqual(["ACTIVE", "VOIDED"]);
    expect(await figuresOf(activityId)).toMatchObject({ pointsGiven: 1100, couponsGiven: 2 });
  });

  it("ends what is set aside with what earned it", async () => {
    const { id, activityId } = await participant(FIRST);
    const { orderId } = await paid(id, { yuan: 300, paidAt: june(3) });
    const { useId } = await spentOn(id, fresh("o"), await firstCoupon(id), true);
    await cancelled(id, orderId);
    await expect(as(SERVICE).coupons.commit({ useId })).rejects.toMatchObject({
      domainCode: "USAGE_NOT_ACTIVE",
    });
    expect(await figuresOf(activityId)).toMatchObject({ pointsGiven: 0, couponsReturned: 1 });
  });

  it("fails no order where its coupon is switched off: all of it comes with the next one", async () => {
    const { id, activityId, definition } = await participant(FIRST);
    const off = await switched(definition, false);
    const { actions } = await paid(id, { yuan: 300, paidAt: june(3) });
    expect(actions).toMatchObject([{ action: "POINTS_EARNED", points: 300 }]);
    expect(await figuresOf(activityId)).toEqual(figures({ couponsMissed: 1 }));
    const seen = await as(OPERATOR).activities.get({ activityId: String(activityId) });
    expect(seen.coupon).toMatchObject({ isOver: true, given: 0, used: 0, missed: 1 });
    const { id: other } = await enrolled();
    await expect(join(other, activityId)).rejects.toMatchObject({
      domainCode: "ACTIVITY_UNAVAILABLE",
      facts: { reason: "COUPON_UNAVAILABLE" },
    });
    await switched(off, true);
    await paid(id, { yuan: 10, paidAt: june(4) });
    expect(await statesOf(id)).toEqual(["ACTIVE"]);
    expect((await activityEntries(id)).map(({ points }) => points)).toEqual([100]);
  });

  it("gives what was announced, whatever becomes of the definition", async () => {
    const { id, definition } = await participant(FIRST);
    const { definitionId, revision } = definition;
    const terms = { effect: { kind: "AMOUNT" as const, amountMinor: 99_900 }, validDays: 60 };
    await as(ADMIN).coupons.update({ definitionId, revision, name: NAME, terms });
    await paid(id, { yuan: 300, paidAt: june(3) });
    const [own] = await walletOf(id);
    expect(own?.terms.effect).toMatchObject({ amountMinor: 1000 });
  });

  it("takes nothing back from whoever closed, whose coupons are void", async () => {
    const { id, activityId } = await participant(FIRST);
    const { orderId } = await paid(id, { yuan: 300, paidAt: june(3) });
    await at(june(4), (work) => closeMember(work, { memberId: id }, "asked for it"), OPERATOR);
    await cancelled(id, orderId);
    expect(await figuresOf(activityId)).toMatchObject({ couponsGiven: 1, couponsReturned: 1 });
    expect(await accountsOf(id)).toMatchObject({ available: 0, owed: 0 });
  });

  it("gives as many as the budget has room for, to sixty-four at once", async () => {
    const { activityId } = await giving(JOIN, { pointsBudget: 5 * (WORTH + 50) + 49 });
    const members = await Promise.all(Array.from({ length: 64 }, () => enrolled()));
    const joins = await Promise.allSettled(members.map(({ id }) => join(id, activityId)));
    expect(joins.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
    const { given } = (await reader.row<{ given: number }>(
      "SELECT COUNT(*) AS given FROM coupon_issue WHERE activityId = ?",
      [activityId],
    )) ?? { given: 0 };
    expect(given).toBe(5);
    expect(await figuresOf(activityId)).toEqual(
      figures({ joinedCount: 5, pointsGiven: 5 * (WORTH + 50), couponsGiven: 5 }),
    );
  });

  it("is used or void, never both at a loss, where its order is undone meanwhile", {
    timeout: raceTimeout(raceRounds(6)),
  }, async () => {
    const { activityId } = await giving(FIRST, { joining: "AUTOMATIC" });
    for (let round = 0; round < raceRounds(6); round += 1) {
      const { id } = await enrolled();
      const { orderId } = await paid(id, { yuan: 300, paidAt: june(3) });
      const couponId = await firstCoupon(id);
      const [use] = await Promise.allSettled([
        spentOn(id, fresh("o"), couponId),
        cancelled(id, orderId),
      ]);
      const isUsed = use?.status === "fulfilled";
      const part = await reader.row(
        `SELECT couponState, claimedPoints FROM activity_participation
            WHERE memberId = ? AND activityId = ?`,
        [id, activityId],
      );
      expect(part).toEqual({
        couponState: isUsed ? "USED" : "TAKEN",
        claimedPoints: isUsed ? WORTH : 0,
      });
      expect(await statesOf(id)).toEqual(["VOIDED"]);
    }
  });

  it("waits for a second person where nothing bounds what it takes off, as it was then", async () => {
    const definition = await coupon({
      effect: { kind: "PERCENT", offBps: 1000, maximumMinor: null },
    });
    const { definitionId: couponDefinitionId, revision, terms } = definition;
    const made = await as(OPERATOR).activities.create({
      ...{ title: "赠券", titleEn: "Coupons", description: "赠券。", descriptionEn: "Coupons." },
      startsAt: "2026-06-06T00:00:00Z",
      endsAt: "2026-06-20T00:00:00Z",
      effect: { ...JOIN, points: 0, couponDefinitionId },
      capacity: 10,
      publish: true,
    });
    expect(made).toMatchObject({ status: "DRAFT", approvalId: expect.any(String) });
    const asked = await as(ADMIN).approvals.list({});
    const request = asked.items.find(({ approvalId }) => approvalId === made.approvalId);
    expect(request?.changes).toContainEqual({ field: "coupon", before: null, after: "满减券" });
    const edit = { definitionId: couponDefinitionId, revision, name: NAME, terms };
    await as(ADMIN).coupons.update({ ...edit, terms: { ...terms, minimumMinor: 1 } });
    const decision = { approvalId: made.approvalId ?? "0", approve: true, reason: "seen" };
    await expect(as(SECOND_ADMIN).approvals.decide(decision)).rejects.toMatchObject({
      domainCode: "VERSION_CONFLICT",
    });
  });
});
