import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { activity, june, paid } from "@/testing/activities";
import {
  ADMIN,
  as,
  at,
  keyed,
  memberCaller,
  OPERATOR,
  SECOND_ADMIN,
  SERVICE,
} from "@/testing/actors";
import { coupon, given, walletOf } from "@/testing/coupons";
import { useDatabase } from "@/testing/database";
import { countOf, enrolled, fresh } from "@/testing/factories";
import { joinActivity } from "../../activities/service/join";
import { cancelOrder } from "../../purchases/service/cancel";

const ids = (from: { id: number }, into: { id: number }) => ({
  memberId: String(into.id),
  fromMemberId: String(from.id),
});

const preview = (from: { id: number }, into: { id: number }) =>
  as(SERVICE).members.mergePreview(ids(from, into));

async function merged(from: { id: number }, into: { id: number }) {
  const { version } = await preview(from, into);
  return as(SERVICE).members.merge({ ...ids(from, into), version, reason: "同一人" });
}

const pair = () => Promise.all([enrolled(), enrolled()] as const);

const on = (orderId: string, memberId: number, code: string) => ({
  memberId: String(memberId),
  code,
  orderId,
  orderAmountMinor: 20_000,
});

describe("the coupons of two who are merged", () => {
  useDatabase();

  it("are the wallet of who stays, by the same codes, with what is used and set aside", async () => {
    const [from, into] = await pair();
    const { definitionId } = await coupon({ uses: 2 });
    const one = await given(from.id, definitionId);
    const other = await given(into.id, definitionId);
    const orderId = fresh("o");
    await as(SERVICE).coupons.use(on(fresh("o"), from.id, one.code));
    const held = await as(SERVICE).coupons.use({
      ...on(orderId, from.id, one.code),
      reserve: true,
    });
    expect((await preview(from, into)).moves).toMatchObject({ coupons: 1, couponUses: 2 });
    await merged(from, into);
    expect(await walletOf(into.id, "ALL")).toMatchObject([
      { couponId: other.couponId, usesLeft: 2 },
      { couponId: one.couponId, usesLeft: 0, code: one.code, state: "USED_UP" },
    ]);
    const found = await as(OPERATOR).coupons.get({ code: one.code });
    expect(found).toMatchObject({ memberId: String(into.id) });
    const committed = await as(SERVICE).coupons.commit({ useId: held.useId });
    expect(committed).toMatchObject({ status: "USED", usesLeft: 0 });
    const whose = "couponId = ? AND memberId = ?";
    expect(await countOf("coupon_use", whose, [Number(one.couponId), into.id])).toBe(2);
    const told = "type = 'coupon.used' AND memberId = ?";
    expect(await countOf("outbox_event", told, [into.id])).toBe(1);
  });

  it("that wait for a second person come to who stays", async () => {
    const [from, into] = await pair();
    // Without a greatest worth nobody gives it alone.
    const { definitionId } = await coupon({ effect: { kind: "PERCENT", offBps: 1000 } });
    const wanted = { memberId: String(from.id), definitionId, reason: "周年" };
    const { approvalId } = await keyed(ADMIN).coupons.issue(wanted);
    await merged(from, into);
    const decision = { approvalId: approvalId ?? "", approve: true, reason: "agreed" };
    await as(SECOND_ADMIN).approvals.decide(decision);
    expect(await walletOf(into.id)).toHaveLength(1);
    expect(await countOf("approval", "memberId = ?", [from.id])).toBe(0);
    const told = "type = 'coupon.issued' AND memberId = ?";
    expect(await countOf("outbox_event", told, [into.id])).toBe(1);
  });

  it("are used no more often than they may while it happens, by whichever name", async () => {
    const [from, into] = await pair();
    const { definitionId } = await coupon({ uses: 3 });
    const { couponId, code } = await given(from.id, definitionId);
    const use = (one: { id: number }) => as(SERVICE).coupons.use(on(fresh("o"), one.id, code));
    const users = [from, into, from, into, from, from];
    const [, ...used] = await Promise.allSettled([merged(from, into), ...users.map(use)]);
    // Where a use came between, what was shown is no more.
    await merged(from, into);
    const late = await Promise.allSettled([from, into, from, into].map(use));
    const done = [...used, ...late].filter(({ status }) => status === "fulfilled");
    expect(done).toHaveLength(3);
    const whose = "couponId = ? AND memberId = ? AND status = 'USED'";
    expect(await countOf("coupon_use", whose, [Number(couponId), into.id])).toBe(3);
  });

  it("are nobody's whoever closes afterwards", async () => {
    const [from, into] = await pair();
    const { definitionId } = await coupon();
    const { couponId } = await given(from.id, definitionId);
    await merged(from, into);
    await as(OPERATOR).members.close({ memberId: String(into.id), reason: "查" });
    expect(await countOf("coupon_code", "couponId = ?", [Number(couponId)])).toBe(0);
    expect(await countOf("coupon", "id = ? AND status = 'VOIDED'", [Number(couponId)])).toBe(1);
  });

  it("of an activity's award stay with it, and go with the order that earned it", async () => {
    const [from, into] = await pair();
    const { definitionId: couponDefinitionId } = await coupon({ validDays: 3650 });
    const terms = { points: 100, orderMinimumMinor: 10_000, couponDefinitionId };
    const activityId = await activity({
      effect: { kind: "BONUS_POINTS", on: "FIRST_ORDER", ...terms },
    });
    for (const { id: memberId } of [from, into]) {
      await at(june(1), (work) => joinActivity(work, { memberId }, activityId));
    }
    const { orderId } = await paid(from.id, { yuan: 300, paidAt: june(3) });
    const figures = "joinedCount, pointsGiven, couponsGiven, couponsReturned";
    const now = () => reader.row(`SELECT ${figures} FROM activity WHERE id = ?`, [activityId]);
    await merged(from, into);
    const states = async () => (await walletOf(into.id, "ALL")).map(({ state }) => state);
    expect(await states()).toEqual(["ACTIVE"]);
    // ¥10 off is worth 1,000 points.
    const held = { joinedCount: 1, pointsGiven: 1100, couponsGiven: 1, couponsReturned: 0 };
    expect(await now()).toEqual(held);
    // Whoever stays earns no second one, and what earned this one may still be undone.
    const second = await paid(into.id, { yuan: 300, paidAt: june(4) });
    expect(await states()).toEqual(["ACTIVE"]);
    for (const one of [second.orderId, orderId]) {
      await at(june(5), (work) => cancelOrder(work, { memberId: from.id }, one));
    }
    expect(await states()).toEqual(["VOIDED"]);
    expect(await now()).toEqual({ ...held, pointsGiven: 0, couponsReturned: 1 });
  });

  it("of awards that both got refuse the merging, also where one is undone by now", async () => {
    const [from, into] = await pair();
    const { definitionId: couponDefinitionId } = await coupon({ validDays: 60 });
    const terms = { points: 0, orderMinimumMinor: 10_000, couponDefinitionId };
    const activityId = await activity({
      ...{ joining: "AUTOMATIC", effect: { kind: "BONUS_POINTS", on: "FIRST_ORDER", ...terms } },
    });
    const [one] = await Promise.all(
      [from, into].map(({ id }) => paid(id, { yuan: 300, paidAt: june(3) })),
    );
    await at(june(4), (work) => cancelOrder(work, { memberId: from.id }, one?.orderId ?? ""));
    const refused = [{ reason: "ACTIVITY_AWARDED_TWICE", about: String(activityId) }];
    expect((await preview(from, into)).refusals).toEqual(refused);
  });

  it("stand in the export of who stays", async () => {
    const [from, into] = await pair();
    const { definitionId } = await coupon();
    const { code } = await given(from.id, definitionId);
    await as(SERVICE).coupons.use(on(fresh("o"), from.id, code));
    await merged(from, into);
    const { lists } = await as(memberCaller(into.id)).profile.export({});
    expect(lists.couponsGiven?.items).toHaveLength(1);
    expect(lists.couponUses?.items).toHaveLength(1);
  });

  it("refuse the merging while both use some on one order", async () => {
    const [from, into] = await pair();
    const { definitionId } = await coupon();
    const orderId = fresh("o");
    const uses: string[] = [];
    for (const { id } of [from, into]) {
      const { code } = await given(id, definitionId);
      const { useId } = await as(SERVICE).coupons.use({ ...on(orderId, id, code), reserve: true });
      uses.push(useId);
    }
    const refused = [{ reason: "COUPONS_OF_BOTH_ON_ORDER", about: orderId }];
    expect((await preview(from, into)).refusals).toEqual(refused);
    expect((await preview(into, from)).refusals).toEqual(refused);
    await expect(merged(from, into)).rejects.toMatchObject({ domainCode: "MERGE_REFUSED" });
    await as(SERVICE).coupons.cancel({ useId: uses[0] ?? "" });
    await merged(from, into);
    expect(await walletOf(into.id, "ALL")).toHaveLength(2);
  });
});
