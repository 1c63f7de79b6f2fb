import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { activity, JOIN_BONUS } from "@/testing/activities";
import { as, at, keyed, memberCaller, OPERATOR, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { bought, countOf, enrolled, fresh } from "@/testing/factories";
import { FREE_ACTS, useBusinessTime, useProgram } from "@/testing/program";
import { enrol } from "../../members/service/members";

const TODAY = "2026-07-01T04:00:00Z";

const ids = (from: { id: number }, into: { id: number }) => ({
  memberId: String(into.id),
  fromMemberId: String(from.id),
});

async function reasonsOf(from: { id: number }, into: { id: number }): Promise<string[]> {
  const { refusals } = await as(SERVICE).members.mergePreview(ids(from, into));
  return refusals.map(({ reason }) => reason);
}

/** Refused for one reason, whichever of the two would stay. */
async function expectRefused(one: { id: number }, other: { id: number }, reason: string) {
  for (const [from, into] of [
    [one, other],
    [other, one],
  ] as const) {
    expect(await reasonsOf(from, into)).toEqual([reason]);
    const { version } = await as(SERVICE).members.mergePreview(ids(from, into));
    const act = as(SERVICE).members.merge({ ...ids(from, into), version, reason: "同一人" });
    await expect(act).rejects.toMatchObject({ domainCode: "MERGE_REFUSED", facts: { reason } });
  }
}

const pair = () => Promise.all([enrolled(), enrolled()] as const);

describe("merging is refused", () => {
  useDatabase();
  useBusinessTime(TODAY);
  useProgram(FREE_ACTS);

  it("with oneself", async () => {
    const one = await enrolled();
    expect(await reasonsOf(one, one)).toEqual(["SAME_MEMBER"]);
  });

  it("for members who are not there", async () => {
    const one = await enrolled();
    const act = as(SERVICE).members.mergePreview(ids(one, { id: 999_999_999 }));
    await expect(act).rejects.toMatchObject({ domainCode: "MEMBER_NOT_FOUND" });
  });

  it("for members who are frozen or closed", async () => {
    const [one, other] = await pair();
    const frozen = { memberId: String(one.id), status: "FROZEN" as const, reason: "查" };
    await as(OPERATOR).members.setStatus(frozen);
    await expectRefused(one, other, "MEMBER_FROZEN");
    await as(OPERATOR).members.close({ memberId: String(one.id), reason: "查" });
    await expectRefused(one, other, "MEMBER_CLOSED");
  });

  it("while a correction of one of them waits", async () => {
    const [one, other] = await pair();
    const asked = { memberId: String(one.id), points: 20_000, reason: "补偿" };
    await as(OPERATOR).points.adjust({ ...asked, reference: fresh("a") });
    await expectRefused(one, other, "CORRECTION_WAITING");
  });

  it("while a batch that names one of them waits", async () => {
    const [one, other] = await pair();
    const rows = [{ memberId: String(one.id), points: 20_000 }];
    await as(OPERATOR).points.createBatch({ rows, reason: "补偿", dryRun: false });
    await expectRefused(one, other, "CORRECTION_WAITING");
  });

  it("while both hold points for one order", async () => {
    const [one, other] = await pair();
    const orderId = fresh("o");
    for (const { id } of [one, other]) {
      await bought(id, { yuan: 100, now: TODAY });
      await as(memberCaller(id)).points.hold({ points: 10, orderId, orderAmountMinor: 10_000 });
    }
    await expectRefused(one, other, "ORDER_HELD_BY_BOTH");
  });

  it("on a day on which both checked in", async () => {
    const [one, other] = await pair();
    for (const { id } of [one, other]) await as(memberCaller(id)).earning.checkIn({});
    await expectRefused(one, other, "CHECKED_IN_TODAY");
  });

  it("on a day on which both together reviewed more than one may", async () => {
    const [one, other] = await pair();
    const review = (id: number) =>
      as(SERVICE).orders.earn({
        memberId: String(id),
        event: "REVIEW",
        referenceId: fresh("review"),
      });
    for (const id of [one.id, one.id, one.id, other.id, other.id]) await review(id);
    expect(await reasonsOf(one, other)).toEqual([]);
    await review(other.id);
    await expectRefused(one, other, "EARNED_OVER_LIMIT");
  });

  it("in a year for which both have birthday points", async () => {
    const born = () =>
      at(TODAY, (work) => enrol(work, { externalId: fresh("u"), birthday: "1990-07-01" }));
    const [one, other] = [await born(), await born()];
    for (const { id } of [one, other]) {
      const given = { memberId: String(id), event: "BIRTHDAY" as const, referenceId: fresh("b") };
      await as(SERVICE).orders.earn(given);
    }
    await expectRefused(one, other, "BIRTHDAY_POINTS_TWICE");
  });

  it("where one came, by however many others, through the other", async () => {
    const [one, between, other] = [await enrolled(), await enrolled(), await enrolled()];
    await invited(between.id, one.id);
    await invited(other.id, between.id);
    await expectRefused(one, other, "INVITED_EACH_OTHER");
  });

  it("where both were rewarded for having been invited", async () => {
    const [one, other] = await pair();
    for (const { id } of [one, other]) {
      await invited(id, (await enrolled()).id);
      await reader.write(
        "UPDATE referral SET orderId = ?, invitedPoints = 100 WHERE invitedId = ?",
        [fresh("o"), id],
      );
    }
    await expectRefused(one, other, "INVITED_TWICE");
  });

  it("where both used up a quota that is for one", async () => {
    const born = () =>
      at(TODAY, (work) => enrol(work, { externalId: fresh("u"), birthday: "1990-07-20" }));
    const [one, other] = [await born(), await born()];
    for (const { id } of [one, other]) {
      await bought(id, { yuan: 600, now: TODAY });
      const use = { memberId: String(id), benefitId: "BIRTHDAY_GIFT", orderAmountMinor: 10_000 };
      await as(SERVICE).benefits.use({ ...use, orderId: fresh("o") });
    }
    await expectRefused(one, other, "BENEFIT_OVER_QUOTA");
  });

  it("where both got what an activity gives once", async () => {
    const [one, other] = await pair();
    const activityId = await joinable(JOIN_BONUS);
    for (const { id } of [one, other]) await as(memberCaller(id)).activities.join({ activityId });
    await expectRefused(one, other, "ACTIVITY_AWARDED_TWICE");
  });

  it("where both had more of a reward this month than one may", async () => {
    const [one, other] = await pair();
    const { rewardId } = await as(OPERATOR).rewards.create({
      kind: "PRODUCT",
      name: { "zh-CN": "帆布包", en: "Canvas bag" },
      pointsCost: 100,
      perMonth: 1,
      onShelf: true,
      stock: 5,
    });
    const deliveryAddress = {
      name: "林夏",
      phone: "13911112222",
      region: "浙江省杭州市",
      line: "文三路 1 号",
    };
    for (const { id } of [one, other]) {
      await bought(id, { yuan: 200, now: TODAY });
      await keyed(memberCaller(id)).rewards.redeem({ rewardId, deliveryAddress });
    }
    await expectRefused(one, other, "REWARD_OVER_LIMIT");
  });
});

describe("merging two who took part in the same", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("keeps the part that was awarded, and frees the other place", async () => {
    const [one, other] = await pair();
    const activityId = await joinable(CHALLENGE);
    for (const { id } of [one, other]) await as(memberCaller(id)).activities.join({ activityId });
    const { version } = await as(SERVICE).members.mergePreview(ids(one, other));
    await as(SERVICE).members.merge({ ...ids(one, other), version, reason: "同一人" });
    const which = "activityId = ?";
    expect(await countOf("activity_participation", which, [activityId])).toBe(1);
    const row = await reader.row("SELECT joinedCount FROM activity WHERE id = ?", [activityId]);
    expect(row).toEqual({ joinedCount: 1 });
  });

  it("gives who stays the friends of the one who goes, and the invitation that was rewarded", async () => {
    const [from, into, friend, referrer] = [
      await enrolled(),
      await enrolled(),
      await enrolled(),
      await enrolled(),
    ];
    await invited(friend.id, from.id);
    await invited(from.id, referrer.id);
    await reader.write("UPDATE referral SET orderId = ?, invitedPoints = 100 WHERE invitedId = ?", [
      fresh("o"),
      from.id,
    ]);
    await invited(into.id, (await enrolled()).id);
    const { version } = await as(SERVICE).members.mergePreview(ids(from, into));
    await as(SERVICE).members.merge({ ...ids(from, into), version, reason: "同一人" });
    const rows = await reader.rows(
      "SELECT invitedId, referrerId, refusal FROM referral WHERE invitedId IN (?, ?, ?) ORDER BY invitedId",
      [from.id, into.id, friend.id],
    );
    expect(rows).toMatchObject([
      { invitedId: from.id, refusal: "MERGED" },
      { invitedId: into.id, referrerId: referrer.id, refusal: null },
      { invitedId: friend.id, referrerId: into.id },
    ]);
  });
});

/** Who came by whom, as USER_REGISTERED with a code leaves it. */
async function invited(invitedId: number, referrerId: number): Promise<void> {
  await reader.write(
    `INSERT INTO referral (invitedId, referrerId, identity, createdAt, isKeyed)
     VALUES (?, ?, SHA2(?, 256), '2026-06-01 00:00:00', 1)`,
    [invitedId, referrerId, fresh("person")],
  );
}

/** Open to everybody by choice: points on joining, or a challenge that nobody has reached. */
async function joinable(effect: typeof JOIN_BONUS | typeof CHALLENGE): Promise<string> {
  return String(await activity({ effect, endsAt: new Date("2026-08-01T00:00:00+08:00") }));
}

const CHALLENGE = {
  kind: "CHALLENGE",
  goal: "ORDERS",
  target: 9,
  points: 100,
  orderMinimumMinor: 0,
} as const;
