import { beforeEach, describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { ADMIN, as, at, keyed, OPERATOR, SECOND_ADMIN, SERVICE } from "@/testing/actors";
import { actOn, automation, couponsOf, follow, giftsOf } from "@/testing/automations";
import { coupon, walletOf } from "@/testing/coupons";
import { useDatabase } from "@/testing/database";
import { bought, countOf, enrolled, fresh, refunded } from "@/testing/factories";
import { race, raceRounds, raceTimeout } from "@/testing/races";
import { enrol, setStatus } from "../../members/service/members";
import { closeMember } from "../../profile/service/close-member";
import { cancelOrder } from "../../purchases/service/cancel";
import { changeOrder } from "../../purchases/service/change";
import { completeOrder } from "../../purchases/service/complete";
import { assignTier } from "../../tiers/service/assign";

/** Each test has a year of its own, since automations follow what happened to everybody. */
let year = 2030;
const day = (n: number) => `${year}-03-${String(n).padStart(2, "0")}T04:00:00Z`;
const start = () => `${year}-03-01T00:00:00Z`;

const cancelled = (memberId: number, orderId: string, now: string) =>
  at(now, (work) => cancelOrder(work, { memberId }, orderId));

const given = (occasion: string) => ({ occasion, status: "GIVEN", reason: null });

async function usedOn(memberId: number, orderId: string) {
  const [own] = await walletOf(memberId);
  const use = { orderId, orderAmountMinor: 20_000 };
  await as(SERVICE).coupons.use({ memberId: String(memberId), code: own?.code ?? "", ...use });
}

async function merged(from: number, into: number) {
  const ids = { memberId: String(into), fromMemberId: String(from) };
  const { version } = await as(SERVICE).members.mergePreview(ids);
  return as(SERVICE).members.merge({ ...ids, version, reason: "同一人" });
}

describe("what happens to members while an automation runs", () => {
  useDatabase("automations");
  beforeEach(() => {
    year += 1;
  });

  it("welcomes who joins, once, with a coupon that says where it is from", async () => {
    const id = await automation(start(), { kind: "JOINED" });
    const before = await enrolled(`${year}-02-28T04:00:00Z`);
    const member = await enrolled(day(2));
    await Promise.all([follow(day(2)), follow(day(2))]);
    await follow(day(3));
    expect(await giftsOf(id, member.id)).toEqual([given("JOINED")]);
    expect([await couponsOf(id, member.id), await couponsOf(id, before.id)]).toEqual([1, 0]);
    const told = "type = 'coupon.issued' AND memberId = ? AND data LIKE '%\"AUTOMATION\"%'";
    expect(await countOf("outbox_event", told, [member.id])).toBe(1);
    expect(await walletOf(member.id)).toMatchObject([{ origin: "Automation" }]);
    const detail = await as(OPERATOR).automations.get({ automationId: String(id) });
    expect(detail).toMatchObject({ given: 1, used: 0, notGiven: 0 });
    await usedOn(member.id, fresh("o"));
    const used = await as(OPERATOR).automations.get({ automationId: String(id) });
    expect(used).toMatchObject({ given: 1, used: 1 });
    const { items } = await as(OPERATOR).automations.gifts({ automationId: String(id) });
    expect(items).toMatchObject([{ memberId: String(member.id), status: "GIVEN", used: true }]);
    await actOn(day(3), id, "end");
  });

  it("welcomes nobody again who left and comes back with the same phone", async () => {
    const id = await automation(start(), { kind: "JOINED" });
    const phone = `+86139${Math.random().toString().slice(2, 10)}`;
    const joins = (now: string) =>
      at(now, (work) => enrol(work, { externalId: fresh("u"), phone }));
    const first = await joins(day(2));
    await follow(day(2));
    await at(day(3), (work) => closeMember(work, { memberId: first.id }, "leaves"), OPERATOR);
    const again = await joins(day(4));
    await follow(day(4));
    expect(await giftsOf(id, again.id)).toEqual([
      { occasion: "JOINED", status: "NOT_GIVEN", reason: "KNOWN_PERSON" },
    ]);
    expect(await couponsOf(id, again.id)).toBe(0);
    await actOn(day(4), id, "end");
  });

  it("gives for the first order alone, and takes it back unused with the order that goes", async () => {
    const id = await automation(start(), { kind: "FIRST_ORDER", minimumMinor: 1000 });
    const member = await enrolled(day(1));
    const regular = await enrolled(day(1));
    await bought(regular.id, { yuan: 50, now: `${year}-02-20T04:00:00Z` });
    await bought(regular.id, { yuan: 50, now: day(2) });
    const one = await bought(member.id, { yuan: 100, now: day(2) });
    await follow(day(2));
    expect([await couponsOf(id, member.id), await couponsOf(id, regular.id)]).toEqual([1, 0]);
    await cancelled(member.id, one.orderId, day(3));
    expect(await giftsOf(id, member.id)).toMatchObject([{ status: "TAKEN_BACK" }]);
    expect(await couponsOf(id, member.id)).toBe(0);
    // Whoever orders after all gets it after all, and never two.
    const two = await bought(member.id, { yuan: 100, now: day(4) });
    const three = await bought(member.id, { yuan: 100, now: day(5) });
    await follow(day(5));
    expect(await couponsOf(id, member.id)).toBe(1);
    // The next order is the first by then.
    await refunded(member.id, { orderId: two.orderId, yuan: 100, now: day(6) });
    expect(await couponsOf(id, member.id)).toBe(1);
    await refunded(member.id, { orderId: three.orderId, yuan: 95, now: day(6) });
    expect(await couponsOf(id, member.id)).toBe(0);
    const detail = await as(OPERATOR).automations.get({ automationId: String(id) });
    expect(detail).toMatchObject({ given: 0, takenBack: 2 });
    await actOn(day(6), id, "end");
  });

  it("leaves a first order's coupon that was used, and takes it once its use comes back", async () => {
    const id = await automation(start(), { kind: "FIRST_ORDER" });
    const member = await enrolled(day(1));
    const one = await bought(member.id, { yuan: 100, now: day(2) });
    await follow(day(2));
    const orderId = fresh("o");
    await usedOn(member.id, orderId);
    await bought(member.id, { yuan: 190, now: day(3), orderId });
    await cancelled(member.id, one.orderId, day(4));
    expect(await couponsOf(id, member.id)).toBe(1);
    await cancelled(member.id, orderId, day(5));
    expect(await couponsOf(id, member.id)).toBe(0);
    await bought(member.id, { yuan: 100, now: day(6) });
    await follow(day(6));
    expect(await couponsOf(id, member.id)).toBe(1);
    await actOn(day(6), id, "end");
  });

  it("gives nothing for an order that was undone before anybody looked, or was paid before it ran", async () => {
    const id = await automation(start(), { kind: "FIRST_ORDER" });
    const [undone, late] = await Promise.all([enrolled(day(1)), enrolled(day(1))]);
    const { orderId } = await bought(undone.id, { yuan: 100, now: day(2) });
    await cancelled(undone.id, orderId, day(2));
    const paid = {
      orderId: fresh("o"),
      paidAmountMinor: 10_000,
      paidAt: new Date(`${year}-01-05T04:00:00Z`),
    };
    await at(day(2), (work) => completeOrder(work, { memberId: late.id }, paid));
    await follow(day(3));
    expect([...(await giftsOf(id, undone.id)), ...(await giftsOf(id, late.id))]).toEqual([]);
    await actOn(day(3), id, "end");
  });

  it("gives for a tier once, however often returns take it and orders bring it back", async () => {
    const id = await automation(start(), { kind: "TIER_REACHED", tiers: ["SILVER", "GOLD"] });
    const member = await enrolled(day(1));
    for (const n of [2, 4, 6]) {
      const { orderId } = await bought(member.id, { yuan: 6000, now: day(n) });
      await follow(day(n));
      expect(await couponsOf(id, member.id)).toBe(1);
      await refunded(member.id, { orderId, yuan: 6000, now: day(n + 1) });
      expect(await couponsOf(id, member.id)).toBe(0);
    }
    const { orderId } = await bought(member.id, { yuan: 6000, now: day(8) });
    await follow(day(8));
    await usedOn(member.id, fresh("o"));
    await refunded(member.id, { orderId, yuan: 6000, now: day(9) });
    await bought(member.id, { yuan: 6000, now: day(10) });
    await follow(day(10));
    const issued = "versionId = (SELECT versionId FROM automation WHERE id = ?) AND memberId = ?";
    expect(await countOf("coupon", issued, [id, member.id])).toBe(4);
    expect(await countOf("coupon", `${issued} AND status = 'ACTIVE'`, [id, member.id])).toBe(0);
    expect(await giftsOf(id, member.id)).toEqual([given("TIER:GOLD")]);
    await actOn(day(10), id, "end");
  });

  it("looks at lifts by hand, and at nothing that goes down", async () => {
    const id = await automation(start(), { kind: "TIER_REACHED", tiers: ["SILVER", "GOLD"] });
    const member = await enrolled(day(1));
    const lift = (tierCode: string, n: number) =>
      at(day(n), (work) =>
        assignTier(work, { memberId: member.id }, { tierCode, reason: "x", keepUntil: null }),
      );
    await lift("DIAMOND", 2);
    await lift("GOLD", 3);
    await follow(day(3));
    expect(await giftsOf(id, member.id)).toEqual([]);
    await lift("REGISTERED", 4);
    await lift("GOLD", 5);
    await follow(day(5));
    expect(await giftsOf(id, member.id)).toEqual([given("TIER:GOLD")]);
    await actOn(day(5), id, "end");
  });

  it("counts nothing of a pause, and asks for what it was set to ask", async () => {
    const trigger = { kind: "JOINED" } as const;
    const paused = await automation(start(), trigger);
    const choosy = await automation(start(), trigger, {
      conditions: { tiers: [], marketingOnly: true, boughtOnly: false },
    });
    await actOn(day(2), paused, "pause");
    const member = await enrolled(day(3));
    await actOn(day(4), paused, "start");
    await follow(day(4));
    expect([...(await giftsOf(paused, member.id)), ...(await giftsOf(choosy, member.id))]).toEqual(
      [],
    );
    const agrees = await enrolled(day(5));
    await reader.write("UPDATE member SET marketingConsent = 1 WHERE id = ?", [agrees.id]);
    await follow(day(5));
    expect([await couponsOf(paused, agrees.id), await couponsOf(choosy, agrees.id)]).toEqual([
      1, 1,
    ]);
    for (const one of [paused, choosy]) await actOn(day(5), one, "end");
  });

  it("fails no order where it cannot give, and says why", async () => {
    const off = await coupon();
    const trigger = { kind: "FIRST_ORDER" } as const;
    const dead = await automation(start(), trigger, { definitionId: off.definitionId });
    const full = await automation(start(), trigger, { totalLimit: 1 });
    const { definitionId, revision, terms } = off;
    const name = { "zh-CN": "满减券", en: "Ten off" };
    await as(ADMIN).coupons.update({ definitionId, revision, name, terms, enabled: false });
    const members = [await enrolled(day(1)), await enrolled(day(1)), await enrolled(day(1))];
    for (const { id } of members) await bought(id, { yuan: 100, now: day(2) });
    const [, , frozen] = members;
    await at(day(2), (work) => setStatus(work, { memberId: frozen?.id ?? 0 }, "FROZEN", "checked"));
    await follow(day(2));
    const reasons = async (id: number) =>
      (await as(OPERATOR).automations.gifts({ automationId: String(id) })).items
        .map(({ reason }) => reason)
        .reverse();
    const status = "MEMBER_STATUS_INVALID";
    expect(await reasons(dead)).toEqual(["COUPON_UNAVAILABLE", "COUPON_UNAVAILABLE", status]);
    expect(await reasons(full)).toEqual([null, "LIMIT_REACHED", status]);
    for (const one of [dead, full]) await actOn(day(3), one, "end");
  });

  it("gives for an order that an edit makes worth enough, and takes it back with the next", async () => {
    const id = await automation(start(), { kind: "FIRST_ORDER", minimumMinor: 10_000 });
    const member = await enrolled(day(1));
    const { orderId } = await bought(member.id, { yuan: 60, now: day(2) });
    await follow(day(2));
    expect(await couponsOf(id, member.id)).toBe(0);
    const edit = (version: number, paidAmountMinor: number, now: string) => {
      const order = { orderId, version, paidAmountMinor, changedAt: new Date(now) };
      return at(now, (work) => changeOrder(work, { memberId: member.id }, order));
    };
    await edit(1, 20_000, day(3));
    await follow(day(3));
    expect(await giftsOf(id, member.id)).toEqual([given("FIRST_ORDER")]);
    await edit(2, 9_000, day(4));
    expect(await couponsOf(id, member.id)).toBe(0);
    await actOn(day(4), id, "end");
  });

  it("leaves two who become one with one of what both had, the unused one first", async () => {
    const id = await automation(start(), { kind: "FIRST_ORDER" });
    const all = [];
    for (let n = 0; n < 4; n++) all.push(await enrolled(day(1)));
    const [a, b, c, d] = all.map((member) => member.id) as [number, number, number, number];
    for (const one of [a, b, c, d]) await bought(one, { yuan: 100, now: day(2) });
    await follow(day(2));
    await usedOn(c, fresh("o"));
    await merged(a, b);
    await merged(c, d);
    expect([await couponsOf(id, b), await couponsOf(id, d)]).toEqual([1, 1]);
    expect((await giftsOf(id, b)).map(({ status }) => status)).toEqual(["TAKEN_BACK", "GIVEN"]);
    await follow(day(3));
    await bought(b, { yuan: 100, now: day(4) });
    await follow(day(4));
    expect([await couponsOf(id, b), await couponsOf(id, d)]).toEqual([1, 1]);
    await actOn(day(4), id, "end");
  });

  const rounds = raceRounds(3);
  it(
    "gives once and no more than there are, whoever comes at one moment",
    async () => {
      await race(rounds, 1, async () => {
        year += 1;
        const id = await automation(start(), { kind: "FIRST_ORDER" }, { totalLimit: 2 });
        const members = await Promise.all([1, 2, 3, 4].map(() => enrolled(day(1))));
        const orders = await Promise.all(
          members.map((one) => bought(one.id, { yuan: 90, now: day(2) })),
        );
        const [first] = members;
        const undo = cancelled(first?.id ?? 0, orders[0]?.orderId ?? "", day(2));
        await Promise.all([follow(day(2)), follow(day(2)), undo, follow(day(2))]);
        await follow(day(3));
        const held = await Promise.all(members.map((one) => couponsOf(id, one.id)));
        expect(held[0]).toBe(0);
        const sum = held.reduce((one, other) => one + other, 0);
        expect(sum).toBeGreaterThanOrEqual(1);
        expect(sum).toBeLessThanOrEqual(2);
        const { given: count } = await as(OPERATOR).automations.get({ automationId: String(id) });
        expect(count).toBe(sum);
        await actOn(day(3), id, "end");
      });
    },
    raceTimeout(rounds),
  );

  it("starts alone within the day of who starts it, beyond it with a second person, once", async () => {
    const { definitionId } = await coupon();
    const name = { "zh-CN": "新会员礼", en: "Welcome" };
    const wanted = { name, definitionId, trigger: { kind: "JOINED" as const } };
    const small = await as(OPERATOR).automations.create({ ...wanted, totalLimit: 2 });
    const start = (one: { automationId: string; revision: number }) =>
      as(OPERATOR).automations.act({ ...one, action: "start" });
    const idOf = ({ automationId, revision }: typeof small) => ({ automationId, revision });
    expect(await start(idOf(small))).toMatchObject({ state: "RUNNING", approvalId: null });
    const open = await as(OPERATOR).automations.create(wanted);
    const { state, approvalId } = await start(idOf(open));
    expect([state, approvalId === null]).toEqual(["DRAFT", false]);
    const decision = { approvalId: approvalId ?? "", approve: true, reason: "fine" };
    await as(SECOND_ADMIN).approvals.decide(decision);
    const { automationId } = open;
    const running = await as(OPERATOR).automations.get({ automationId });
    expect(running.state).toBe("RUNNING");
    const paused = await as(OPERATOR).automations.act({ ...idOf(running), action: "pause" });
    // What was agreed to is not asked about again; another coupon is.
    expect(await start(idOf(paused))).toMatchObject({ state: "RUNNING", approvalId: null });
    const again = await as(OPERATOR).automations.get({ automationId });
    const stopped = await as(OPERATOR).automations.act({ ...idOf(again), action: "pause" });
    const other = (await coupon({ effect: { kind: "AMOUNT", amountMinor: 50_000 } })).definitionId;
    const changed = await as(OPERATOR).automations.update({
      ...idOf(stopped),
      ...wanted,
      definitionId: other,
    });
    expect((await start(idOf(changed))).approvalId).not.toBeNull();
    for (const one of [small.automationId, automationId]) {
      await actOn(new Date().toISOString(), Number(one), "end");
    }
  });

  it("is no way for a key, and keeps what operators decide apart by revision", async () => {
    const id = await automation(start(), { kind: "JOINED" });
    const act = { automationId: String(id), revision: 1, action: "pause" as const };
    await expect(as(OPERATOR).automations.act(act)).rejects.toMatchObject({
      domainCode: "VERSION_CONFLICT",
    });
    await expect(keyed(SERVICE).automations.act(act)).rejects.toThrow();
    await actOn(day(1), id, "end");
  });
});
