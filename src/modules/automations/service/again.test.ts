import { beforeEach, describe, expect, it } from "vitest";
import { as, at, OPERATOR, SERVICE } from "@/testing/actors";
import { actOn, automation, couponsOf, follow, giftsOf, sweep } from "@/testing/automations";
import { coupon, walletOf } from "@/testing/coupons";
import { useDatabase } from "@/testing/database";
import { bought, enrolled, fresh, refunded } from "@/testing/factories";
import { race } from "@/testing/races";
import { createMemberUser } from "../../access/service/accounts";
import { cancelUse } from "../../coupons/service/end";
import { useCoupon } from "../../coupons/service/use";
import { enrol } from "../../members/service/members";
import { closeMember } from "../../profile/service/close-member";

/** Each test has a year of its own, since automations follow what happened to everybody. */
let year = 2060;
const day = (n: number) => `${year}-03-${String(n).padStart(2, "0")}T04:00:00Z`;

const phoneOf = () => `+86138${Math.random().toString().slice(2, 10)}`;
const joins = (now: string, person: { phone?: string; birthday?: string }) =>
  at(now, (work) => enrol(work, { externalId: fresh("again"), ...person }));
const leaves = (memberId: number, now: string) =>
  at(now, (work) => closeMember(work, { memberId }, "leaves"), OPERATOR);

/** The member’s first coupon, on an order that nobody tells of; the use’s number. */
async function usedAt(memberId: number, now: string, reserve = false) {
  const [own] = await walletOf(memberId);
  const use = { orderId: fresh("o"), orderAmountMinor: 20_000, reserve, code: own?.code ?? "" };
  const { useId } = await at(now, (work) => useCoupon(work, { memberId }, use), SERVICE);
  return useId;
}

describe("what automations gave to who comes again, or undoes what it was for", () => {
  useDatabase("automations-again");
  beforeEach(() => {
    year += 1;
  });

  it("goes with the order also while it is set aside for another one", async () => {
    const id = await automation(day(1), { kind: "FIRST_ORDER" });
    const member = await enrolled(day(1));
    const { orderId } = await bought(member.id, { yuan: 100, now: day(2) });
    await follow(day(2));
    await usedAt(member.id, day(2), true);
    await refunded(member.id, { orderId, yuan: 100, now: day(2) });
    expect(await couponsOf(id, member.id)).toBe(0);
    expect(await giftsOf(id, member.id)).toMatchObject([{ status: "TAKEN_BACK" }]);
    await actOn(day(3), id, "end");
  });

  it("comes back to nothing by a use, and is given anew then", async () => {
    const definition = await coupon({ uses: 3 });
    const settings = { definitionId: definition.definitionId };
    const id = await automation(day(1), { kind: "FIRST_ORDER" }, settings);
    const member = await enrolled(day(1));
    const { orderId } = await bought(member.id, { yuan: 100, now: day(2) });
    await follow(day(2));
    const useId = await usedAt(member.id, day(2));
    await refunded(member.id, { orderId, yuan: 100, now: day(2) });
    // Nor are the two uses that were left.
    expect(await couponsOf(id, member.id)).toBe(0);
    await bought(member.id, { yuan: 100, now: day(3) });
    await follow(day(3));
    expect(await couponsOf(id, member.id)).toBe(0);
    await at(day(3), (work) => cancelUse(work, useId), SERVICE);
    expect(await couponsOf(id, member.id)).toBe(0);
    await follow(day(4));
    expect(await couponsOf(id, member.id)).toBe(1);
    const detail = await as(OPERATOR).automations.get({ automationId: String(id) });
    expect(detail).toMatchObject({ given: 1, takenBack: 1 });
    await actOn(day(5), id, "end");
  });

  it("is one for a tier, however often it is bought, used and given back", async () => {
    const trigger = { kind: "TIER_REACHED" as const, tiers: ["GOLD"] };
    const id = await automation(day(1), trigger, { againAfterDays: 1 });
    const member = await enrolled(day(1));
    let uses = 0;
    for (const n of [2, 4, 6, 8]) {
      const { orderId } = await bought(member.id, { yuan: 6000, now: day(n) });
      await follow(day(n));
      if ((await couponsOf(id, member.id)) > 0) {
        await usedAt(member.id, day(n));
        uses += 1;
      }
      await refunded(member.id, { orderId, yuan: 6000, now: day(n + 1) });
    }
    expect(uses).toBe(1);
    await actOn(day(10), id, "end");
  });

  it("is once a person’s for a first order and for a birthday, and theirs again after so many days", async () => {
    const order = await automation(day(1), { kind: "FIRST_ORDER" });
    const wish = await automation(day(1), { kind: "BIRTHDAY" }, { againAfterDays: 365 });
    const person = { phone: phoneOf(), birthday: `1990-03-03` };
    const once = async (now: string) => {
      const { id } = await joins(now, person);
      await bought(id, { yuan: 100, now });
      await follow(now);
      await sweep(now);
      const had = await Promise.all([order, wish].map((one) => couponsOf(one, id)));
      const reasons = (await giftsOf(wish, id)).map(({ reason }) => reason);
      await leaves(id, now);
      return { had, reasons };
    };
    expect(await once(day(3))).toEqual({ had: [1, 1], reasons: [null] });
    expect(await once(day(3))).toEqual({ had: [0, 0], reasons: ["KNOWN_PERSON"] });
    year += 1;
    expect(await once(day(3))).toEqual({ had: [0, 1], reasons: [null] });
    for (const one of [order, wish]) await actOn(day(4), one, "end");
  });

  it("welcomes who signs in by a phone that the shop gave to another member once", async () => {
    const id = await automation(day(1), { kind: "JOINED" });
    const phone = phoneOf();
    await joins(day(2), { phone });
    const byPhone = async (now: string) => {
      const member = await at(now, async (work) => {
        const made = await enrol(work, { externalId: null });
        const account = { memberId: made.id, name: "再来", passwordHash: null };
        const contact = { channel: "SMS" as const, address: phone };
        const terms = { termsUrl: null, termsAcceptedAt: null };
        await createMemberUser(work, { contact, ...account, ...terms });
        return made;
      });
      await follow(now);
      const had = await couponsOf(id, member.id);
      await leaves(member.id, now);
      return had;
    };
    expect([await byPhone(day(3)), await byPhone(day(4))]).toEqual([0, 0]);
    await actOn(day(5), id, "end");
  });

  it("welcomes one of two memberships of a person, by whichever process", async () => {
    const id = await automation(day(1), { kind: "JOINED" });
    const email = `${fresh("twin")}@shop.example`;
    const twin = () =>
      at(day(2), (work) => enrol(work, { externalId: fresh("twin"), email, verified: ["email"] }));
    const [one, other] = [await twin(), await twin()];
    await race(2, 2, () => follow(day(2)).then(() => undefined));
    const had = await Promise.all([one, other].map((member) => couponsOf(id, member.id)));
    expect(had.sort()).toEqual([0, 1]);
    await actOn(day(3), id, "end");
  });
});
