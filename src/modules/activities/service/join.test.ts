import { AsyncResource } from "node:async_hooks";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import {
  activity,
  activityEntries,
  CLOSES,
  countersOf,
  JOIN_BONUS,
  june,
  OPENS,
} from "@/testing/activities";
import { as, at, memberCaller, OPERATOR, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { accountsOf, bought, countOf, enrolled } from "@/testing/factories";
import { useBusinessTime } from "@/testing/program";
import { setStatus } from "../../members/service/members";
import { verifyLedger } from "../../points/service/verify";
import { joinActivity } from "./join";
import { changeActivity } from "./manage";

const JUNE_3 = june(3);

const join = (memberId: number, activityId: number, now = JUNE_3) =>
  at(now, (work) => joinActivity(work, { memberId }, activityId));

const act = (activityId: number, action: "pause" | "resume" | "end", now: Date, revision = 1) => {
  const edit = { activityId, revision, action, reason: null, change: {} };
  return at(now, (work) => changeActivity(work, edit), OPERATOR);
};

const refusal = (reason: string, facts = {}) => ({
  domainCode: "ACTIVITY_UNAVAILABLE",
  facts: { reason, ...facts },
});

async function faultyMembers() {
  const { checks } = await verifyLedger(reader);
  return checks.flatMap(({ violations }) => violations);
}

describe("joining an activity", () => {
  useDatabase("join");
  useBusinessTime(JUNE_3.toISOString());

  it("gives a place, the bonus and the events", async () => {
    const { id } = await enrolled();
    const activityId = await activity({ effect: JOIN_BONUS, capacity: 5, pointsBudget: 500 });
    expect(await join(id, activityId)).toEqual({
      participationId: expect.any(Number),
      joinedAt: JUNE_3,
      pointsAwarded: 100,
      couponIds: [],
      available: 100,
    });
    expect(await countersOf(activityId)).toEqual({ joinedCount: 1, pointsGiven: 100 });
    expect(await activityEntries(id)).toEqual([
      { type: "EARN", points: 100, referenceId: `${activityId}:${id}` },
    ]);
    for (const type of ["activity.joined", "activity.awarded", "points.earned"]) {
      expect(await countOf("outbox_event", "memberId = ? AND type = ?", [id, type])).toBe(1);
    }
  });

  it("refuses a second time with what is known", async () => {
    const { id } = await enrolled();
    const activityId = await activity({ effect: JOIN_BONUS });
    const { participationId } = await join(id, activityId);
    await expect(join(id, activityId, june(4))).rejects.toMatchObject({
      domainCode: "ALREADY_JOINED",
      facts: { participationId: String(participationId), joinedAt: JUNE_3.toISOString() },
    });
    expect(await countersOf(activityId)).toEqual({ joinedCount: 1, pointsGiven: 100 });
  });

  it.each([
    ["a place", { capacity: 1 }],
    ["points of the budget", { pointsBudget: 100 }],
  ])("takes %s that somebody took and gave back meanwhile", async (_, limits) => {
    const { id } = await enrolled();
    const activityId = await activity({ effect: JOIN_BONUS, ...limits });
    // By somebody else: bound to what is outside of the joining's transaction.
    const counted = AsyncResource.bind((joined: number) =>
      reader.write("UPDATE activity SET joinedCount = ?, pointsGiven = ? WHERE id = ?", [
        ...[joined, joined * 100, activityId],
      ]),
    );
    let refused = 0;
    const joining = at(JUNE_3, (work) => {
      const write = work.tx.write.bind(work.tx);
      work.tx.write = async (sql, values) => {
        if (!sql.startsWith("UPDATE activity SET joinedCount") || refused > 0) {
          return write(sql, values);
        }
        await counted(1);
        const done = await write(sql, values);
        refused += 1 - done.affectedRows;
        await counted(0);
        return done;
      };
      return joinActivity(work, { memberId: id }, activityId);
    });
    await expect(joining).resolves.toMatchObject({ pointsAwarded: 100 });
    expect(refused).toBe(1);
    expect(await countersOf(activityId)).toEqual({ joinedCount: 1, pointsGiven: 100 });
  });

  it("opens at its first millisecond and closes at its last", async () => {
    const { id } = await enrolled();
    const activityId = await activity();
    const early = new Date(OPENS.getTime() - 1);
    await expect(join(id, activityId, early)).rejects.toMatchObject(
      refusal("NOT_STARTED", { startsAt: OPENS.toISOString() }),
    );
    await expect(join(id, activityId, CLOSES)).rejects.toMatchObject(
      refusal("ENDED", { endsAt: CLOSES.toISOString() }),
    );
    const last = new Date(CLOSES.getTime() - 1);
    expect(await join(id, activityId, last)).toMatchObject({ pointsAwarded: 0 });
    const { id: other } = await enrolled();
    expect(await join(other, activityId, OPENS)).toMatchObject({ pointsAwarded: 0 });
  });

  it("waits while it is paused, and ends where it is ended", async () => {
    const { id } = await enrolled();
    const activityId = await activity();
    await act(activityId, "pause", june(2));
    await expect(join(id, activityId)).rejects.toMatchObject(refusal("PAUSED"));
    await act(activityId, "resume", JUNE_3, 2);
    await join(id, activityId);
    await act(activityId, "end", june(4), 3);
    const { id: late } = await enrolled();
    await expect(join(late, activityId, june(5))).rejects.toMatchObject(refusal("ENDED"));
  });

  it("needs the tier, from the tier on", async () => {
    const { id } = await enrolled();
    const activityId = await activity({ minTierCode: "SILVER" });
    await bought(id, { yuan: 1_999 });
    await expect(join(id, activityId)).rejects.toMatchObject(
      refusal("TIER_TOO_LOW", { minTierCode: "SILVER" }),
    );
    await bought(id, { yuan: 1 });
    expect(await join(id, activityId)).toMatchObject({ pointsAwarded: 0 });
  });

  it("is for active members", async () => {
    const { id } = await enrolled();
    const activityId = await activity();
    await at(JUNE_3, (work) => setStatus(work, { memberId: id }, "FROZEN", "test"), OPERATOR);
    await expect(join(id, activityId)).rejects.toMatchObject({
      domainCode: "MEMBER_STATUS_INVALID",
    });
  });

  it("is not for an activity that members take part in by themselves", async () => {
    const { id } = await enrolled();
    const activityId = await activity({ joining: "AUTOMATIC" });
    await expect(join(id, activityId)).rejects.toMatchObject(refusal("AUTOMATIC"));
  });

  it("knows no drafts and nothing that is not there", async () => {
    const { id } = await enrolled();
    const draft = await activity({}, false);
    for (const activityId of [draft, 999_999_999]) {
      await expect(join(id, activityId)).rejects.toMatchObject({
        domainCode: "ACTIVITY_NOT_FOUND",
      });
    }
  });

  it("by a service names the member; by a member, nobody", async () => {
    const activityId = String(await activity());
    const [{ id, externalId }, other] = [await enrolled(), await enrolled()];
    const service = as(SERVICE).activities;
    await service.join({ activityId, externalId: externalId ?? "" });
    expect(await countOf("activity_participation", "memberId = ?", [id])).toBe(1);
    await as(memberCaller(other.id)).activities.join({ activityId });
    expect(await countOf("activity_participation", "memberId = ?", [other.id])).toBe(1);
  });
});

describe("sixty-four members at once", () => {
  useDatabase("join");

  const crowd = () => Promise.all(Array.from({ length: 64 }, () => enrolled()));

  it("share out the last place to one of them", async () => {
    const members = await crowd();
    const activityId = await activity({ effect: JOIN_BONUS, capacity: 1 });
    const results = await Promise.allSettled(members.map(({ id }) => join(id, activityId)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const result of results) {
      if (result.status === "rejected") {
        expect(result.reason).toMatchObject(refusal("FULL", { capacity: 1 }));
      }
    }
    expect(await countersOf(activityId)).toEqual({ joinedCount: 1, pointsGiven: 100 });
    expect(await countOf("activity_participation", "activityId = ?", [activityId])).toBe(1);
    const accounts = await Promise.all(members.map(({ id }) => accountsOf(id)));
    expect(accounts.reduce((sum, { available }) => sum + available, 0)).toBe(100);
  });

  it("spend a budget to the last whole bonus and no further", async () => {
    const members = await crowd();
    const activityId = await activity({ effect: JOIN_BONUS, pointsBudget: 1_050 });
    const results = await Promise.allSettled(members.map(({ id }) => join(id, activityId)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
    for (const result of results) {
      if (result.status === "rejected") {
        expect(result.reason).toMatchObject(refusal("BUDGET_SPENT", { pointsBudget: 1_050 }));
      }
    }
    expect(await countersOf(activityId)).toEqual({ joinedCount: 10, pointsGiven: 1_000 });
    const accounts = await Promise.all(members.map(({ id }) => accountsOf(id)));
    expect(accounts.reduce((sum, { available }) => sum + available, 0)).toBe(1_000);
    expect(await faultyMembers()).toEqual([]);
  });

  it("get in as many as any capacity and any budget allow, to the last", async () => {
    const limit = fc.option(fc.integer({ min: 1, max: 14 }), { nil: null });
    const property = fc.asyncProperty(
      limit,
      limit,
      fc.integer({ min: 0, max: 99 }),
      async (capacity, bonuses, rest) => {
        const pointsBudget = bonuses === null ? null : bonuses * 100 + rest;
        const activityId = await activity({ effect: JOIN_BONUS, capacity, pointsBudget });
        const members = await Promise.all(Array.from({ length: 12 }, () => enrolled()));
        await Promise.allSettled(members.map(({ id }) => join(id, activityId)));
        const fit = Math.min(12, capacity ?? 12, bonuses ?? 12);
        expect(await countersOf(activityId)).toEqual({ joinedCount: fit, pointsGiven: fit * 100 });
        const parts = await countOf("activity_participation", "activityId = ?", [activityId]);
        expect(parts).toBe(fit);
      },
    );
    await fc.assert(property, { numRuns: 12 });
  });

  it("are one member: joined once", async () => {
    const { id } = await enrolled();
    const activityId = await activity({ effect: JOIN_BONUS, capacity: 64 });
    const tries = Array.from({ length: 64 }, () => join(id, activityId));
    const results = await Promise.allSettled(tries);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await countersOf(activityId)).toEqual({ joinedCount: 1, pointsGiven: 100 });
    expect(await accountsOf(id)).toMatchObject({ available: 100 });
  });
});
