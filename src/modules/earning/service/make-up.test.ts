import { describe, expect, it } from "vitest";
import { addDays } from "@/platform/business-time";
import { reader } from "@/platform/db";
import { as, at, keyed, memberCaller, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { accountsOf, bought, countOf, enrolled } from "@/testing/factories";
import { askAt, FREE_ACTS, useBusinessTime, useProgram } from "@/testing/program";
import { adjustPoints } from "../../corrections/service/adjust";
import { setStatus } from "../../members/service/members";
import { verifyLedger } from "../../points/service/verify";
import { checkIn, checkInsOf } from "./check-in";
import { earnByAction } from "./earn-action";
import { makeUp } from "./make-up";
import { faultsOfEarning } from "./merge";

/** Noon of a day in Shanghai. */
const noon = (date: string) => new Date(`${date}T12:00:00+08:00`);
const TODAY = "2026-05-20";

const comes = (memberId: number, date: string) =>
  at(noon(date), (work) => checkIn(work, { memberId }));
const mends = (memberId: number, date: string, now = noon(TODAY)) =>
  at(now, (work) => makeUp(work, { memberId }, date));
const refusal = (one: Promise<unknown>) =>
  one.then(
    () => null,
    ({ domainCode, facts }) => ({ code: domainCode, reason: facts?.reason ?? null }),
  );

const rows = (memberId: number) =>
  reader.rows<{ date: string; streak: number; extra: number; isMadeUp: number }>(
    "SELECT date, streak, extra, isMadeUp FROM check_in WHERE memberId = ? ORDER BY date",
    [memberId],
  );

describe("making up a missed day", () => {
  useDatabase();
  useProgram({ earn: { ...FREE_ACTS.earn, makeUpsPerMonthMax: 3, makeUpCostPoints: 10 } });

  /** Comes on so many days from one on. */
  async function run(memberId: number, from: string, days: number) {
    for (let step = 0; step < days; step++) await comes(memberId, addDays(from, step));
  }

  /** With a hundred points and six days around a gap, which is the 14th. */
  async function withGap() {
    const { id } = await enrolled();
    await at(noon("2026-05-10"), (work) =>
      adjustPoints(work, { memberId: id }, { points: 100, reason: "a gift", reference: `g${id}` }),
    );
    await run(id, "2026-05-11", 3);
    await run(id, "2026-05-15", 3);
    return id;
  }

  it("joins the days around it, costs what the rules ask and brings the extra of the whole run", async () => {
    const id = await withGap();
    expect(await mends(id, "2026-05-14")).toEqual({
      ...{ date: "2026-05-14", spent: 10, points: 20, streak: 7 },
      available: 100 + 6 * 5 - 10 + 20,
    });
    expect((await rows(id)).map(({ streak }) => streak)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(await comes(id, "2026-05-18")).toMatchObject({ points: 5, streak: 8 });
    const month = await checkInsOf(askAt(noon(TODAY)), { memberId: id }, undefined);
    expect(month).toMatchObject({
      ...{ madeUpDays: ["2026-05-14"], bonusDays: ["2026-05-14"] },
      milestones: [{ date: "2026-05-17", streak: 7 }],
      makeUp: { limit: 3, left: 2, costPoints: 10 },
    });
    expect(month.makeUp?.days.at(-1)).toEqual({ date: "2026-05-19", streak: 9, extra: 0 });
    expect(
      (await verifyLedger(reader)).checks.filter(({ violations }) => violations.length),
    ).toEqual([]);
  });

  it("is done once, whoever asks at once, and takes nothing twice", async () => {
    const id = await withGap();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => refusal(mends(id, "2026-05-14"))),
    );
    expect(answers.filter((answer) => answer === null)).toHaveLength(1);
    expect(answers.filter((answer) => answer?.code === "ALREADY_CHECKED_IN")).toHaveLength(4);
    expect(await accountsOf(id)).toMatchObject({ available: 100 + 30 - 10 + 20 });
    const spent = "memberId = ? AND type = 'REDEEM' AND referenceType = 'MAKE_UP'";
    expect(await countOf("points_entry", spent, [id])).toBe(1);
  });

  it("comes to the same before and after the check-in of the day behind it", async () => {
    const ends = [];
    for (const order of ["check-in first", "make-up first", "at once"]) {
      const { id } = await enrolled();
      await run(id, "2026-05-13", 5);
      await comes(id, "2026-05-12").catch(() => undefined);
      const acts = [
        () => comes(id, "2026-05-19"),
        () => mends(id, "2026-05-18", noon("2026-05-19")),
      ];
      if (order === "make-up first") acts.reverse();
      if (order === "at once") await Promise.all(acts.map((act) => act()));
      else for (const act of acts) await act();
      const { available } = await accountsOf(id);
      ends.push({ available, streaks: (await rows(id)).map(({ streak }) => streak) });
    }
    expect(ends[1]).toEqual(ends[0]);
    expect(ends[2]).toEqual(ends[0]);
    expect(ends[0]?.streaks.at(-1)).toBe(7);
  });

  it("leaves nothing to a check-in that waited over midnight", async () => {
    const id = await withGap();
    await mends(id, "2026-05-18", noon("2026-05-19"));
    const late = { event: "CHECKIN", referenceId: "late" } as const;
    expect(
      await at(noon("2026-05-18"), (work) => earnByAction(work, { memberId: id }, late)),
    ).toMatchObject({ duplicate: true, pointsEarned: 0 });
    expect(await refusal(comes(id, "2026-05-18"))).toMatchObject({ code: "ALREADY_CHECKED_IN" });
  });

  it.each([
    ["today", TODAY, "ACTIVITY_UNAVAILABLE", "NOT_MISSED"],
    ["tomorrow", "2026-05-21", "ACTIVITY_UNAVAILABLE", "NOT_MISSED"],
    ["the month before", "2026-04-30", "ACTIVITY_UNAVAILABLE", "NOT_MISSED"],
    ["a day with a check-in", "2026-05-15", "ALREADY_CHECKED_IN", null],
  ])("is refused for %s", async (_name, date, code, reason) => {
    expect(await refusal(mends(await withGap(), date))).toEqual({ code, reason });
  });

  it("is refused for days before they joined, for want of points, and to who is frozen", async () => {
    const { id } = await enrolled(noon("2026-05-15"));
    expect(await refusal(mends(id, "2026-05-14"))).toMatchObject({ reason: "NOT_MISSED" });
    expect(await refusal(mends(id, "2026-05-16"))).toMatchObject({ code: "INSUFFICIENT_POINTS" });
    expect(await rows(id)).toEqual([]);
    await at(noon(TODAY), (work) => setStatus(work, { memberId: id }, "FROZEN", "a check"));
    expect(await refusal(mends(id, "2026-05-16"))).toMatchObject({ code: "MEMBER_STATUS_INVALID" });
  });

  it("is bounded by the month, also with all at once, and begins anew with the next", async () => {
    const id = await withGap();
    const dates = ["2026-05-02", "2026-05-04", "2026-05-06", "2026-05-08", "2026-05-14"];
    const answers = await Promise.all(dates.map((date) => refusal(mends(id, date))));
    expect(answers.filter((answer) => answer === null)).toHaveLength(3);
    expect(answers.filter((answer) => answer?.code === "LIMIT_REACHED")).toHaveLength(2);
    expect(await refusal(mends(id, "2026-06-02", noon("2026-06-03")))).toBeNull();
  });

  it("keeps two memberships that were over the limit together from becoming one", async () => {
    const [one, other] = [await withGap(), await withGap()];
    for (const date of ["2026-05-02", "2026-05-04"]) {
      await mends(one, date);
      await mends(other, date);
    }
    const pair = { from: { id: one }, into: { id: other, orderCount: 0 } };
    const faults = await faultsOfEarning(askAt(noon(TODAY)), pair as never);
    expect(faults).toContainEqual({ reason: "EARNED_OVER_LIMIT", about: "MAKE_UP" });
  });

  it("counts a day that two memberships have in common once", async () => {
    const [from, { id: into }] = [await withGap(), await enrolled()];
    await mends(from, "2026-05-14");
    const ids = { memberId: String(into), fromMemberId: String(from) };
    const { version } = await as(SERVICE).members.mergePreview(ids);
    await as(SERVICE).members.merge({ ...ids, version, reason: "同一人" });
    // The day before joins the run, which is written down anew for who stays.
    await mends(into, "2026-05-10");
    const { makeUp: left } = await checkInsOf(askAt(noon(TODAY)), { memberId: into }, undefined);
    expect(left).toMatchObject({ limit: 3, left: 1 });
    expect(await mends(into, "2026-05-18")).toMatchObject({ date: "2026-05-18" });
    expect(await refusal(mends(into, "2026-05-19"))).toMatchObject({ code: "LIMIT_REACHED" });
  });
});

describe("making up by the doors", () => {
  useDatabase();
  useBusinessTime("2026-05-20T04:00:00Z");

  it("is off until the rules have it", async () => {
    const { id } = await enrolled();
    const door = as(memberCaller(id)).earning;
    expect((await door.checkIns({})).makeUp).toBeNull();
    await expect(door.makeUp({ date: "2026-05-19" })).rejects.toMatchObject({
      message: "ACTIVITY_UNAVAILABLE",
    });
  });

  describe("where it is free", () => {
    useProgram({ earn: { makeUpsPerMonthMax: 31, streakDays: 2, streakPoints: 50 } });

    it("brings who never bought no more than other acts do", async () => {
      const { id } = await enrolled();
      const door = as(memberCaller(id)).earning;
      expect(await door.makeUp({ date: "2026-05-10" })).toMatchObject({ spent: 0, points: 0 });
      expect(await door.makeUp({ date: "2026-05-11" })).toMatchObject({ points: 50, streak: 2 });
      await door.makeUp({ date: "2026-05-12" });
      await expect(door.makeUp({ date: "2026-05-13" })).rejects.toMatchObject({
        message: "ACTIVITY_UNAVAILABLE",
      });
      await bought(id, { yuan: 10, now: "2026-05-01T04:00:00Z" });
      expect(await door.makeUp({ date: "2026-05-13" })).toMatchObject({ points: 50, streak: 4 });
    });

    it("is the service's too, and answers the same under the same key", async () => {
      const { id } = await enrolled();
      const door = keyed(SERVICE).earning;
      const input = { memberId: String(id), date: "2026-05-10" };
      expect(await door.makeUp(input)).toMatchObject({ date: "2026-05-10", streak: 1 });
    });
  });
});
