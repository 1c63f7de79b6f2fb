import { describe, expect, it } from "vitest";
import type { JobContext } from "@/platform/jobs";
import { at } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { accountsOf, countOf, enrolled, fresh } from "@/testing/factories";
import { FREE_ACTS, useProgram } from "@/testing/program";
import { race, raceRounds, raceTimeout } from "@/testing/races";
import { enrol, setStatus, updateProfile } from "../../members/service/members";
import { grantBirthdays } from "./birthdays";
import { earnByAction } from "./earn-action";

const run = (now: string, progress: string | null = null): JobContext => ({
  now: new Date(now),
  progress,
  stopping: () => false,
});

const born = (birthday: string, now: string) =>
  at(now, (work) => enrol(work, { externalId: fresh("b"), birthday }));

const says = (memberId: number, birthday: string, now: string) =>
  at(now, (work) => updateProfile(work, { memberId }, { birthday }));

const given = (memberId: number) =>
  countOf("points_entry", "memberId = ? AND referenceType = 'BIRTHDAY'", [memberId]);

/** Times are in UTC, eight hours behind the business date’s. */
describe("a birthday within the day of the job’s run", () => {
  useDatabase();
  useProgram(FREE_ACTS);

  it("brings its points to who enrols after the run, and to who says it then, once", async () => {
    const { progress = null } = await grantBirthdays(run("2031-03-04T16:00:01Z", "2031-03-04"));
    const newcomer = await born("1990-03-05", "2031-03-05T04:00:00Z");
    const old = await enrolled("2031-01-01T04:00:00Z");
    await says(old.id, "1991-03-05", "2031-03-05T05:00:00Z");
    const again = run("2031-03-05T06:00:00Z", progress);
    const both = await Promise.all([grantBirthdays(again), grantBirthdays(again)]);
    expect(both[0].progress).toBe("2031-03-05");
    await grantBirthdays(run("2031-03-06T06:00:00Z", "2031-03-05"));
    for (const { id } of [newcomer, old]) {
      expect(await given(id)).toBe(1);
      expect((await accountsOf(id)).available).toBe(100);
    }
  });

  it("brings its points after midnight to who came after the last run of the day", async () => {
    await grantBirthdays(run("2031-04-04T23:30:00+08:00", "2031-04-03"));
    const newcomer = await born("1990-04-04", "2031-04-04T23:59:59.900+08:00");
    const old = await enrolled("2031-01-01T04:00:00Z");
    await says(old.id, "1991-04-04", "2031-04-04T23:45:00+08:00");
    // Even with a run that came between an act’s beginning and its end.
    await grantBirthdays(run("2031-04-05T00:00:00+08:00", "2031-04-04"));
    const slow = await born("1990-04-04", "2031-04-04T23:59:59.950+08:00");
    await grantBirthdays(run("2031-04-05T01:00:00+08:00", "2031-04-05"));
    for (const { id } of [newcomer, old, slow]) expect(await given(id)).toBe(1);
  });

  it("brings its points to who is let in again on it", async () => {
    const member = await born("1990-08-09", "2031-01-01T04:00:00Z");
    const ref = { memberId: member.id };
    await at("2031-08-01T04:00:00Z", (work) => setStatus(work, ref, "FROZEN", "checked"));
    await grantBirthdays(run("2031-08-09T02:00:00Z", "2031-08-08"));
    expect(await given(member.id)).toBe(0);
    await at("2031-08-09T03:00:00Z", (work) => setStatus(work, ref, "ACTIVE", "checked"));
    await grantBirthdays(run("2031-08-09T04:00:00Z", "2031-08-09"));
    expect(await given(member.id)).toBe(1);
  });

  it("that is past when it is said brings nothing, also not to who had said none before", async () => {
    const old = await enrolled("2031-01-01T04:00:00Z");
    await says(old.id, "1991-05-05", "2031-05-06T02:00:00Z");
    const newcomer = await born("1990-05-05", "2031-05-06T03:00:00Z");
    await grantBirthdays(run("2031-05-06T04:00:00Z", "2031-05-05"));
    // Nor when the job was away for a week.
    await grantBirthdays(run("2031-05-06T05:00:00Z", "2031-04-28"));
    for (const { id } of [old, newcomer]) expect(await given(id)).toBe(0);
    // While who said it in time gets it from a job that was away.
    const inTime = await enrolled("2031-01-01T04:00:00Z");
    await says(inTime.id, "1991-05-05", "2031-05-05T15:59:00Z");
    await grantBirthdays(run("2031-05-12T04:00:00Z", "2031-04-28"));
    expect(await given(inTime.id)).toBe(1);
  });

  it("pays one a year, however often it is changed", async () => {
    const member = await born("1990-06-01", "2031-01-01T04:00:00Z");
    await grantBirthdays(run("2031-06-01T04:00:00Z", "2031-05-31"));
    await says(member.id, "1990-06-02", "2031-06-01T05:00:00Z");
    await grantBirthdays(run("2031-06-02T04:00:00Z", "2031-06-01"));
    const act = { event: "BIRTHDAY", referenceId: fresh("b") } as const;
    const asked = at("2031-06-02T05:00:00Z", (work) =>
      earnByAction(work, { memberId: member.id }, act),
    );
    expect(await asked).toMatchObject({ duplicate: true });
    expect(await given(member.id)).toBe(1);
  });

  const rounds = raceRounds(4);
  it(
    "brings its points once when the job, its twin, the service and the member come at one moment",
    async () => {
      await race(rounds, 2, async () => {
        const member = await enrolled("2031-01-01T04:00:00Z");
        const now = "2031-09-09T04:00:00Z";
        const act = { event: "BIRTHDAY", referenceId: fresh("b") } as const;
        const newcomer = born("1990-09-09", now);
        await Promise.allSettled([
          says(member.id, "1991-09-09", now),
          grantBirthdays(run(now, "2031-09-08")),
          grantBirthdays(run(now, "2031-09-09")),
          at(now, (work) => earnByAction(work, { memberId: member.id }, act)),
        ]);
        const { id: newcomerId } = await newcomer;
        await grantBirthdays(run("2031-09-09T05:00:00Z", "2031-09-09"));
        for (const id of [member.id, newcomerId]) expect(await given(id)).toBe(1);
      });
    },
    raceTimeout(rounds),
  );
});
