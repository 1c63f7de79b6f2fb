import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { activity, JOIN_BONUS, june, paid } from "@/testing/activities";
import { as, at, memberCaller, OPERATOR } from "@/testing/actors";
import { coupon, walletOf } from "@/testing/coupons";
import { useDatabase } from "@/testing/database";
import { enrolled, fresh } from "@/testing/factories";
import { useBusinessTime } from "@/testing/program";
import { race, raceRounds, raceTimeout } from "@/testing/races";
import { enrol } from "../../members/service/members";
import { closeMember } from "../../profile/service/close-member";
import { joinActivity } from "./join";

const FIRST = {
  kind: "BONUS_POINTS",
  on: "FIRST_ORDER",
  points: 100,
  orderMinimumMinor: 0,
} as const;
const ONE_ORDER = {
  kind: "CHALLENGE",
  goal: "ORDERS",
  target: 1,
  points: 70,
  orderMinimumMinor: 0,
} as const;
const EACH = { ...FIRST, on: "EACH_ORDER", points: 7 } as const;

const ROUNDS = raceRounds(3);
const phoneOf = () => `+86138${Math.random().toString().slice(2, 10)}`;

describe("what an activity gives once", () => {
  useDatabase("activity_people");
  useBusinessTime(june(3).toISOString());
  const enrolment = async (person: Parameters<typeof enrol>[1]) =>
    (await at(june(2), (work) => enrol(work, person))).id;
  const comes = (phone: string) => enrolment({ externalId: fresh("u"), phone });
  const leaves = (memberId: number) =>
    at(june(3), (work) => closeMember(work, { memberId }, "leaves"), OPERATOR);
  const joins = (memberId: number, activityId: number) =>
    at(june(3), (work) => joinActivity(work, { memberId }, activityId));
  const buys = (memberId: number) => paid(memberId, { yuan: 10, paidAt: june(3) });
  const awardsOf = (activityId: number) =>
    reader.row<{ awards: number; given: number; joined: number }>(
      `SELECT CAST(SUM(p.awardCount) AS SIGNED) AS awards, MAX(a.pointsGiven) AS given,
          MAX(a.joinedCount) AS joined
         FROM activity a LEFT JOIN activity_participation p ON p.activityId = a.id WHERE a.id = ?`,
      [activityId],
    );

  it("is once a person’s who leaves and joins anew", async () => {
    const { definitionId } = await coupon({ validDays: 60 });
    const joining = await activity({ effect: { ...JOIN_BONUS, couponDefinitionId: definitionId } });
    const first = await activity({ effect: FIRST, joining: "AUTOMATIC" });
    const challenge = await activity({ effect: ONE_ORDER, joining: "AUTOMATIC" });
    const chosen = await activity({ effect: ONE_ORDER });
    const phone = phoneOf();
    const before = await comes(phone);
    await joins(before, joining);
    await joins(before, chosen);
    await buys(before);
    expect((await walletOf(before)).length).toBe(1);
    await leaves(before);

    const again = await comes(phone);
    const known = { domainCode: "ACTIVITY_UNAVAILABLE", facts: { reason: "KNOWN_PERSON" } };
    await expect(joins(again, joining)).rejects.toMatchObject(known);
    await expect(joins(again, chosen)).rejects.toMatchObject(known);
    await buys(again);
    expect(await walletOf(again)).toEqual([]);
    for (const id of [joining, first, challenge, chosen]) {
      expect((await awardsOf(id))?.awards).toBe(1);
    }
    const { items } = await as(memberCaller(again)).activities.list({ status: "RUNNING" });
    const shown = items.find(({ activityId }) => activityId === String(joining));
    expect(shown).toMatchObject({ eligible: false, reason: "KNOWN_PERSON" });
    const { id: stranger } = await enrolled();
    await joins(stranger, joining);
  });

  it("leaves what adds to each order to everybody", async () => {
    const each = await activity({ effect: EACH, joining: "AUTOMATIC" });
    const phone = phoneOf();
    for (const _ of [1, 2]) {
      const id = await comes(phone);
      await buys(id);
      await leaves(id);
    }
    expect(await awardsOf(each)).toMatchObject({ joined: 2 });
  });

  it("comes later to whom there was nothing left for", async () => {
    const first = await activity({ effect: FIRST, joining: "AUTOMATIC", pointsBudget: 100 });
    const { id: quicker } = await enrolled();
    await buys(quicker);
    const later = await comes(phoneOf());
    await buys(later);
    expect(await awardsOf(first)).toMatchObject({ awards: 1 });
    await reader.write("UPDATE activity SET pointsBudget = 200 WHERE id = ?", [first]);
    await buys(later);
    expect(await awardsOf(first)).toMatchObject({ awards: 2, given: 200 });
  });

  it("is one membership’s of two of a person at once", {
    timeout: raceTimeout(ROUNDS),
  }, async () => {
    await race(ROUNDS, 1, async () => {
      const first = await activity({ effect: FIRST, joining: "AUTOMATIC" });
      const email = `${fresh("twin")}@shop.example`;
      const twin = () => enrolment({ externalId: fresh("twin"), email, verified: ["email"] });
      const twins = [await twin(), await twin()];
      await Promise.all(twins.map(buys));
      expect(await awardsOf(first)).toMatchObject({ awards: 1 });
    });
  });
});
