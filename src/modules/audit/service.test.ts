import { describe, expect, it } from "vitest";
import { ADMIN, as, memberCaller, OPERATOR, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { bought, enrolled, fresh } from "@/testing/factories";

async function adjusted(reason: string, caller = OPERATOR) {
  const member = await enrolled();
  await as(caller).points.adjust({ memberId: String(member.id), points: 5, reason });
  return member;
}

describe("the audit log", () => {
  useDatabase();

  it("says who did what to whom and why, the last first", async () => {
    await adjusted("first");
    const { id, memberCode } = await adjusted("second");
    const { items } = await as(OPERATOR).audit.list({ limit: 2 });
    expect(items).toMatchObject([
      {
        action: "points.adjust",
        actor: "operator:1",
        reason: "second",
        member: { memberId: String(id), memberCode },
      },
      { reason: "first" },
    ]);
  });

  it.each(["ä", "会员", "😀", "１２", "a b", ""])(
    "is not looked through for %j, which nobody and no act is called, on any server",
    async (name) => {
      for (const filter of [{ actor: name }, { action: name }]) {
        const asked = as(OPERATOR).audit.list(filter);
        await expect(asked).rejects.toMatchObject({ domainCode: "VALIDATION_FAILED" });
      }
    },
  );

  it("is narrowed down by actor, action and member, together too", async () => {
    const one = await adjusted("by an admin", ADMIN);
    const memberId = String(one.id);
    await as(OPERATOR).members.setStatus({ memberId, status: "FROZEN", reason: "asked" });
    const reasons = async (filter: object) =>
      (await as(OPERATOR).audit.list(filter)).items.map(({ reason }) => reason);
    expect(await reasons({ memberId })).toEqual(["asked", "by an admin"]);
    expect(await reasons({ memberId, actor: "admin:2" })).toEqual(["by an admin"]);
    expect(await reasons({ memberId, action: "members.setStatus" })).toEqual(["asked"]);
    expect(await reasons({ memberId, action: "points.adjust", actor: "operator:1" })).toEqual([]);
  });

  it("goes on where a page ended", async () => {
    const { id } = await adjusted("1");
    const memberId = String(id);
    for (const reason of ["2", "3"]) {
      await as(OPERATOR).points.adjust({ memberId, points: 1, reason });
    }
    const first = await as(OPERATOR).audit.list({ memberId, limit: 2 });
    const cursor = first.nextCursor ?? "";
    const second = await as(OPERATOR).audit.list({ memberId, limit: 2, cursor });
    const read = [...first.items, ...second.items].map(({ reason }) => reason);
    expect([read, second.nextCursor]).toEqual([["3", "2", "1"], null]);
  });

  it("names the people and the acts it can be narrowed down by, but no members", async () => {
    const { id } = await adjusted("one");
    await as(memberCaller(id)).profile.export({});
    const { actors, actions } = await as(OPERATOR).audit.choices({});
    expect(actors).toEqual(expect.arrayContaining(["operator:1"]));
    expect(actors.filter((actor) => actor.startsWith("member:"))).toEqual([]);
    expect(actions).toEqual(expect.arrayContaining(["points.adjust", "profile.export"]));
  });
});

describe("what a member used and took part in", () => {
  useDatabase();

  it("lists the benefits used with their order, worth and tier of that moment", async () => {
    const { id } = await enrolled();
    await bought(id, { yuan: 600 });
    const orderId = fresh("o");
    const use = { memberId: String(id), benefitId: "DISCOUNT", orderId, orderAmountMinor: 10_000 };
    const { usageId } = await as(SERVICE).benefits.use(use);
    const { items } = await as(OPERATOR).benefits.usages({ memberId: String(id) });
    expect(items).toMatchObject([
      { usageId, orderId, status: "USED", valueMinor: 500, tier: { code: "BRONZE" } },
    ]);
    await as(SERVICE).benefits.cancel({ usageId });
    const after = await as(OPERATOR).benefits.usages({ memberId: String(id) });
    expect(after.items).toMatchObject([{ usageId, status: "CANCELLED" }]);
  });

  it("lists the activities joined, with what they gave", async () => {
    const { id } = await enrolled();
    const { activityId } = await as(ADMIN).activities.create({
      title: "见面礼",
      titleEn: "A welcome",
      description: "参加就送。",
      descriptionEn: "Points for joining.",
      startsAt: "2026-01-01T00:00:00Z",
      endsAt: "2100-01-01T00:00:00Z",
      effect: { kind: "BONUS_POINTS", on: "JOIN", points: 40 },
      capacity: 10,
      publish: true,
    });
    await as(memberCaller(id)).activities.join({ activityId });
    const { items } = await as(OPERATOR).activities.participations({ memberId: String(id) });
    expect(items).toMatchObject([
      { activityId, title: "A welcome", status: "RUNNING", pointsAwarded: 40 },
    ]);
  });

  it("lists nothing of nobody", async () => {
    const memberId = "9000000000000";
    for (const list of [as(OPERATOR).benefits.usages, as(OPERATOR).activities.participations]) {
      await expect(list({ memberId })).rejects.toMatchObject({ domainCode: "MEMBER_NOT_FOUND" });
    }
  });
});
