import { describe, expect, it } from "vitest";
import type { JobContext } from "@/platform/jobs";
import { as, at, memberCaller, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { accountsOf, bought, enrolled, fresh, refunded } from "@/testing/factories";
import { askAt, useBusinessTime, useProgram } from "@/testing/program";
import { enrol } from "../../members/service/members";
import { grantBirthdays } from "./birthdays";
import { checkIn, checkInsOf } from "./check-in";
import { waysOf } from "./ways";

/** Sign-ups by a machine: as many members as one likes, and nothing bought. */

const BIRTHDAY = "2026-05-10T04:00:00Z";
const daysBefore = (days: number) => new Date(new Date(BIRTHDAY).getTime() - days * 86_400_000);
const daysAfter = (days: number) => daysBefore(-days);

const job: JobContext = {
  now: new Date(BIRTHDAY),
  progress: "2026-05-09",
  stopping: () => false,
};

/** Today is their birthday. */
const born = async () => {
  const { id } = await at(daysBefore(30), (work) =>
    enrol(work, { externalId: fresh("farm"), birthday: "1990-05-10" }),
  );
  return id;
};

const birthdayOf = (memberId: number) =>
  as(SERVICE).orders.earn({
    ...{ memberId: String(memberId), event: "BIRTHDAY", referenceId: fresh("b") },
  });

const NEEDS_ORDER = { domainCode: "ACTIVITY_UNAVAILABLE", facts: { reason: "NEEDS_ORDER" } };

const ways = async (memberId: number, now: string | Date) => {
  const { items } = await waysOf(askAt(now), { memberId });
  return Object.fromEntries(items.map(({ action, reason }) => [action, reason]));
};

describe("birthday points of who bought nothing", () => {
  useDatabase("before_order");
  useBusinessTime(BIRTHDAY);

  it("are given to none of any number of sign-ups, by the job or on demand", async () => {
    const farm = await Promise.all(Array.from({ length: 12 }, born));
    expect((await grantBirthdays(job)).handled).toBe(0);
    for (const id of farm) {
      await expect(birthdayOf(id)).rejects.toMatchObject(NEEDS_ORDER);
      expect(await accountsOf(id)).toMatchObject({ available: 0 });
      expect(await ways(id, BIRTHDAY)).toMatchObject({ BIRTHDAY: "NEEDS_ORDER" });
    }
  });

  it("nor for an order of today that is refunded tomorrow, or one that was", async () => {
    const [young, undone, partly] = [await born(), await born(), await born()];
    await bought(young, { yuan: 100, now: daysBefore(6) });
    const order = await bought(undone, { yuan: 100, now: daysBefore(20) });
    await refunded(undone, { orderId: order.orderId, yuan: 100, now: daysBefore(19) });
    const kept = await bought(partly, { yuan: 100, now: daysBefore(20) });
    await refunded(partly, { orderId: kept.orderId, yuan: 99, now: daysBefore(19) });
    await grantBirthdays(job);
    for (const id of [young, undone]) {
      await expect(birthdayOf(id)).rejects.toMatchObject(NEEDS_ORDER);
    }
    expect(await birthdayOf(partly)).toMatchObject({ duplicate: true, pointsEarned: 100 });
  });

  it("come late where the job was away, as of the day", async () => {
    const [then, since] = [await born(), await born()];
    await bought(then, { yuan: 100, now: daysBefore(8) });
    await bought(since, { yuan: 100, now: daysAfter(1) });
    await grantBirthdays({ ...job, now: daysAfter(20) });
    expect(await accountsOf(then)).toMatchObject({ available: 200 });
    expect(await accountsOf(since)).toMatchObject({ available: 100 });
  });
});

describe("what acts bring who bought nothing", () => {
  useDatabase("before_order");
  useBusinessTime(BIRTHDAY);

  const act = (memberId: number, event: "REVIEW" | "SHARE") =>
    as(SERVICE).orders.earn({ memberId: String(memberId), event, referenceId: fresh("act") });

  it("ends at 60 points altogether, for ever, until an order has stood", async () => {
    const { id } = await enrolled();
    for (const _ of [1, 2, 3, 4, 5]) await act(id, "REVIEW");
    await act(id, "SHARE");
    await as(memberCaller(id)).earning.checkIn({});
    expect(await accountsOf(id)).toMatchObject({ available: 60 });
    const next = daysAfter(1);
    await expect(at(next, (work) => checkIn(work, { memberId: id }))).rejects.toMatchObject(
      NEEDS_ORDER,
    );
    const month = () => checkInsOf(askAt(next), { memberId: id }, undefined);
    expect(await month()).toMatchObject({ available: false, needsOrder: true });
    expect(await ways(id, next)).toMatchObject({
      ...{ CHECKIN: "NEEDS_ORDER", REVIEW: "NEEDS_ORDER", SHARE: "NEEDS_ORDER", PURCHASE: null },
    });
    await bought(id, { yuan: 1, now: daysBefore(7) });
    expect(await month()).toMatchObject({ available: true, needsOrder: false });
    expect(await ways(id, next)).toMatchObject({ CHECKIN: null, REVIEW: null, SHARE: null });
    expect(await at(next, (work) => checkIn(work, { memberId: id }))).toMatchObject({ streak: 2 });
  });

  it("is no more where they come at once", async () => {
    const { id } = await enrolled();
    const acts = Array.from({ length: 12 }, (_, at) => act(id, at % 2 === 0 ? "REVIEW" : "SHARE"));
    await Promise.allSettled(acts);
    expect((await accountsOf(id)).available).toBeLessThanOrEqual(60);
  });

  it("of a number that a service says is its own decision", async () => {
    const { id } = await enrolled();
    const custom = { event: "CUSTOM" as const, points: 500, referenceId: fresh("act") };
    await as(SERVICE).orders.earn({ memberId: String(id), ...custom });
    expect(await act(id, "REVIEW")).toMatchObject({ pointsEarned: 10 });
  });
});

describe("a shop that tells of no orders", () => {
  useDatabase("before_order");
  useBusinessTime(BIRTHDAY);
  useProgram({ earn: { birthdayNeedsOrder: false, beforeOrderMax: 0 } });

  it("gives birthday points to all, and nothing for acts where it says so", async () => {
    const id = await born();
    await grantBirthdays(job);
    expect(await birthdayOf(id)).toMatchObject({ duplicate: true });
    await expect(as(memberCaller(id)).earning.checkIn({})).rejects.toMatchObject(NEEDS_ORDER);
  });
});
