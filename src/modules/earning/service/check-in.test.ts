import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { as, at, memberCaller, OPERATOR } from "@/testing/actors";
import { changeRow } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { accountsOf, countOf, enrolled, fresh } from "@/testing/factories";
import { askAt, FREE_ACTS, useBusinessTime, useProgram } from "@/testing/program";
import { setStatus } from "../../members/service/members";
import { checkIn, checkInsOf } from "./check-in";
import { earnByAction } from "./earn-action";
import { waysOf } from "./ways";

/** Noon of a day in Shanghai. */
const noon = (date: string) => new Date(`${date}T12:00:00+08:00`);

const goIn = (memberId: number, now: Date) => at(now, (work) => checkIn(work, { memberId }));
const month = (memberId: number, now: Date, wanted?: string) =>
  checkInsOf(askAt(now), { memberId }, wanted);

/** Checks in at noon of so many days, the last of them the given one. */
async function streak(memberId: number, days: number, last: string) {
  const DAY_MS = 24 * 3600 * 1000;
  for (let back = days - 1; back >= 0; back--) {
    await goIn(memberId, new Date(noon(last).getTime() - back * DAY_MS));
  }
}

describe("checking in", () => {
  useDatabase();
  useProgram(FREE_ACTS);

  it("brings five points, and twenty more on the seventh day in a row", async () => {
    const { id } = await enrolled();
    await streak(id, 6, "2026-05-09");
    expect(await accountsOf(id)).toMatchObject({ available: 30 });
    expect(await goIn(id, noon("2026-05-10"))).toEqual({
      transactionId: expect.any(Number),
      points: 25,
      extra: 20,
      streak: 7,
      available: 55,
    });
    expect(await goIn(id, noon("2026-05-11"))).toMatchObject({ points: 5, streak: 8 });
  });

  it("goes on over the end of a month, of a year and of February", async () => {
    for (const last of ["2026-06-03", "2027-01-03", "2028-03-03"]) {
      const { id } = await enrolled();
      await streak(id, 7, last);
      expect(await accountsOf(id)).toMatchObject({ available: 55 });
      const { streak: days } = await month(id, noon(last));
      expect(days).toBe(7);
    }
  });

  it("begins anew after a day left out", async () => {
    const { id } = await enrolled();
    await streak(id, 6, "2026-05-09");
    expect(await goIn(id, noon("2026-05-11"))).toMatchObject({ points: 5, streak: 1 });
  });

  it("is by the program’s days: midnight in Shanghai, not in London", async () => {
    const { id } = await enrolled();
    await goIn(id, new Date("2026-05-10T15:59:59.999Z"));
    expect(await goIn(id, new Date("2026-05-10T16:00:00.000Z"))).toMatchObject({ streak: 2 });
    await expect(goIn(id, new Date("2026-05-11T15:59:59.999Z"))).rejects.toMatchObject({
      domainCode: "ALREADY_CHECKED_IN",
      facts: { date: "2026-05-11" },
    });
  });

  it("twenty times at once counts once", async () => {
    const { id } = await enrolled();
    const tries = Array.from({ length: 20 }, () => goIn(id, noon("2026-05-10")));
    const results = await Promise.allSettled(tries);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const result of results) {
      if (result.status === "rejected") {
        expect(result.reason).toMatchObject({ domainCode: "ALREADY_CHECKED_IN" });
      }
    }
    expect(await countOf("points_entry", "memberId = ?", [id])).toBe(1);
  });

  it("is the same act as the service’s CHECKIN", async () => {
    const { id } = await enrolled();
    const input = { event: "CHECKIN", referenceId: fresh("c") } as const;
    await at(noon("2026-05-10"), (work) => earnByAction(work, { memberId: id }, input));
    await expect(goIn(id, noon("2026-05-10"))).rejects.toMatchObject({
      domainCode: "ALREADY_CHECKED_IN",
    });
  });
});

describe("the run of days", () => {
  useDatabase();
  useProgram(FREE_ACTS);

  const rowsOf = (memberId: number) =>
    reader.rows<Record<string, unknown>>(
      "SELECT date, streak, points, extra, entryId FROM check_in WHERE memberId = ? ORDER BY date",
      [memberId],
    );

  it("is kept with each check-in, beside the entry that it brought", async () => {
    const { id } = await enrolled();
    await streak(id, 6, "2026-05-09");
    const { transactionId } = await goIn(id, noon("2026-05-10"));
    const rows = await rowsOf(id);
    expect(rows.map(({ streak: days }) => days)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    const entryId = Number(transactionId);
    expect(rows.at(-1)).toEqual({ date: "2026-05-10", streak: 7, points: 25, extra: 20, entryId });
  });

  it("goes on from the row of the day before", async () => {
    const { id } = await enrolled();
    await goIn(id, noon("2026-05-09"));
    await changeRow("UPDATE check_in SET streak = 13 WHERE memberId = ?", [id]);
    expect(await goIn(id, noon("2026-05-10"))).toMatchObject({ points: 25, streak: 14 });
    expect(await month(id, noon("2026-05-10"))).toMatchObject({ streak: 14 });
  });

  it("goes on from days that only their entries tell of, as a release before wrote them", async () => {
    const { id } = await enrolled();
    await streak(id, 7, "2026-05-09");
    const shown = await month(id, noon("2026-05-10"));
    for (const day of ["03", "04", "05", "06", "08", "09"]) {
      const sql = "DELETE FROM check_in WHERE memberId = ? AND date = ?";
      await changeRow(sql, [id, `2026-05-${day}`]);
    }
    expect(await month(id, noon("2026-05-10"))).toEqual(shown);
    expect(shown).toMatchObject({
      ...{ streak: 7, bonusDays: ["2026-05-09"] },
      milestones: [{ date: "2026-05-09", streak: 7 }],
    });
    expect(await goIn(id, noon("2026-05-10"))).toMatchObject({ points: 5, streak: 8 });
    await changeRow("DELETE FROM check_in WHERE memberId = ? AND date = ?", [id, "2026-05-10"]);
    await expect(goIn(id, noon("2026-05-10"))).rejects.toMatchObject({
      domainCode: "ALREADY_CHECKED_IN",
    });
  });

  it("leaves nothing of an act that was refused", async () => {
    const { id } = await enrolled();
    const failing = at(noon("2026-05-10"), async (work) => {
      await checkIn(work, { memberId: id });
      throw new Error("on purpose");
    });
    await expect(failing).rejects.toThrow("on purpose");
    expect(await rowsOf(id)).toEqual([]);
  });

  it("is found by its key", async () => {
    const plan = await reader.rows<{ key: string | null; rows: number }>(
      `EXPLAIN FORMAT=TRADITIONAL SELECT date, streak, points, extra FROM check_in
        WHERE memberId = ? AND date BETWEEN ? AND ? ORDER BY date LIMIT 400`,
      [1, "2026-05-01", "2026-05-31"],
    );
    expect(plan).toMatchObject([{ key: "PRIMARY" }]);
    expect(JSON.stringify(plan)).not.toContain("filesort");
  });
});

describe("the calendar of a month", () => {
  useDatabase();
  useProgram(FREE_ACTS);
  useBusinessTime("2026-07-01T04:00:00Z");

  it("shows its own days, the streak of today and what is to come", async () => {
    const { id } = await enrolled();
    await streak(id, 8, "2026-06-02");
    expect(await month(id, noon("2026-06-02"), "2026-05")).toEqual({
      month: "2026-05",
      ...{ milestones: [], madeUpDays: [], makeUp: null },
      today: "2026-06-02",
      days: ["26", "27", "28", "29", "30", "31"].map((day) => `2026-05-${day}`),
      streak: 8,
      todayDone: true,
      needsOrder: false,
      available: false,
      points: 5,
      bonusPoints: 20,
      streakDays: 7,
      nextBonusIn: 6,
      bonusDays: [],
    });
    expect(await month(id, noon("2026-06-03"))).toMatchObject({
      month: "2026-06",
      days: ["2026-06-01", "2026-06-02"],
      streak: 8,
      todayDone: false,
      available: true,
      bonusDays: ["2026-06-01"],
    });
    expect(await month(id, noon("2026-06-04"))).toMatchObject({ streak: 0, nextBonusIn: 7 });
  });

  it("is each member’s own", async () => {
    const [{ id }, other] = [await enrolled(), await enrolled()];
    await as(memberCaller(id)).earning.checkIn({});
    expect(await as(memberCaller(id)).earning.checkIns({})).toMatchObject({
      days: ["2026-07-01"],
      todayDone: true,
    });
    expect(await as(memberCaller(other.id)).earning.checkIns({})).toMatchObject({ days: [] });
  });

  it.each(["2026-13", "2026-1", "1999-12", "2026-05-01"])("refuses %s", async (wanted) => {
    const { id } = await enrolled();
    await expect(as(memberCaller(id)).earning.checkIns({ month: wanted })).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
    });
  });
});

describe("the ways to earn", () => {
  useDatabase();
  useProgram(FREE_ACTS);

  it("say what each brings, how often, and what of it is done", async () => {
    const { id } = await enrolled();
    const now = noon("2026-05-10");
    await goIn(id, now);
    for (const event of ["REVIEW", "SHARE"] as const) {
      const input = { event, referenceId: fresh("r") };
      await at(now, (work) => earnByAction(work, { memberId: id }, input));
    }
    const { items } = await waysOf(askAt(now), { memberId: id });
    const midnight = new Date("2026-05-10T16:00:00Z");
    const open = { available: true, reason: null, multiplierPct: null };
    const done = { available: false, reason: "LIMIT_REACHED", multiplierPct: null };
    expect(items).toEqual([
      {
        ...open,
        action: "PURCHASE",
        points: 1,
        multiplierPct: 100,
        limit: null,
        per: null,
        done: 0,
        resetsAt: null,
      },
      { ...done, action: "CHECKIN", points: 5, limit: 1, per: "day", done: 1, resetsAt: midnight },
      { ...open, action: "REVIEW", points: 10, limit: 5, per: "day", done: 1, resetsAt: midnight },
      { ...done, action: "SHARE", points: 5, limit: 1, per: "day", done: 1, resetsAt: midnight },
      {
        action: "BIRTHDAY",
        points: 100,
        multiplierPct: null,
        available: false,
        reason: "BIRTHDAY_UNKNOWN",
        limit: 1,
        per: "year",
        done: 0,
        resetsAt: new Date("2026-12-31T16:00:00Z"),
      },
      {
        ...open,
        action: "REFERRAL",
        points: 100,
        limit: 20,
        per: "month",
        done: 0,
        resetsAt: new Date("2026-05-31T16:00:00Z"),
      },
    ]);
  });

  it("stay open to frozen members", async () => {
    const { id } = await enrolled();
    const now = noon("2026-05-10");
    await at(now, (work) => setStatus(work, { memberId: id }, "FROZEN", "test"), OPERATOR);
    expect(await goIn(id, now)).toMatchObject({ points: 5 });
  });
});

describe("a way that the rules have switched off", () => {
  useDatabase();
  const off = {
    reviewEnabled: false,
    shareEnabled: false,
    checkInEnabled: false,
    birthdayEnabled: false,
    referralEnabled: false,
  };
  useProgram({ earn: off });

  it("is not shown and pays nothing", async () => {
    const { id } = await enrolled();
    const now = noon("2026-05-10");
    const { items } = await waysOf(askAt(now), { memberId: id });
    expect(items.map(({ action }) => action)).toEqual(["PURCHASE"]);
    expect(await month(id, now)).toMatchObject({ available: false });
    await expect(goIn(id, now)).rejects.toMatchObject({
      domainCode: "ACTIVITY_UNAVAILABLE",
      facts: { reason: "DISABLED", event: "CHECKIN" },
    });
    for (const event of ["REVIEW", "SHARE", "BIRTHDAY"] as const) {
      const input = { event, referenceId: fresh("r") };
      await expect(
        at(now, (work) => earnByAction(work, { memberId: id }, input)),
      ).rejects.toMatchObject({ domainCode: "ACTIVITY_UNAVAILABLE" });
    }
    expect(await countOf("points_entry", "memberId = ?", [id])).toBe(0);
  });
});
