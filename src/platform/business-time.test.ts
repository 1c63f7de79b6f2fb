import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addDays,
  addMonths,
  businessDate,
  endOfDayAfterDays,
  endOfDayAfterMonths,
  plusDays,
  plusMonths,
  startOfBusinessDate,
} from "./business-time";

const SHANGHAI = "Asia/Shanghai";
const NEW_YORK = "America/New_York";
const CHATHAM = "Pacific/Chatham";
/** Clocks go forward at midnight, so that some days begin at 01:00. */
const BEIRUT = "Asia/Beirut";
/** Clocks went back from 00:01 to 23:01. */
const ST_JOHNS = "America/St_Johns";

describe("a business date", () => {
  it.each([
    ["the last millisecond of a day", "2026-11-20T15:59:59.999Z", SHANGHAI, "2026-11-20"],
    ["the first of the next", "2026-11-20T16:00:00.000Z", SHANGHAI, "2026-11-21"],
    ["the same moment elsewhere", "2026-11-20T16:00:00.000Z", NEW_YORK, "2026-11-20"],
    ["and where it is nearly noon", "2026-11-20T16:00:00.000Z", CHATHAM, "2026-11-21"],
    ["leap day", "2028-02-28T16:00:00.000Z", SHANGHAI, "2028-02-29"],
    ["new year", "2026-12-31T16:00:00.000Z", SHANGHAI, "2027-01-01"],
    ["a minute into a day", "2010-11-07T02:30:59.999Z", ST_JOHNS, "2010-11-07"],
    ["when clocks went back over midnight", "2010-11-07T02:31:00.000Z", ST_JOHNS, "2010-11-06"],
  ])("%s", (_, instant, zone, date) => {
    expect(businessDate(new Date(instant), zone)).toBe(date);
  });

  it.each([
    ["2026-11-21", SHANGHAI, "2026-11-20T16:00:00.000Z"],
    ["2026-03-08", NEW_YORK, "2026-03-08T05:00:00.000Z"],
    ["2026-03-09", NEW_YORK, "2026-03-09T04:00:00.000Z"],
    ["2026-03-29", BEIRUT, "2026-03-28T22:00:00.000Z"],
    ["2026-01-01", "UTC", "2026-01-01T00:00:00.000Z"],
  ])("%s in %s begins at %s", (date, zone, instant) => {
    expect(startOfBusinessDate(date, zone).toISOString()).toBe(instant);
  });

  it("holds its own beginning, and not the millisecond before it", () => {
    const day = fc.integer({ min: 0, max: 40_000 }).map((days) => addDays("1990-01-01", days));
    fc.assert(
      fc.property(
        day,
        fc.constantFrom(SHANGHAI, NEW_YORK, CHATHAM, BEIRUT, "UTC"),
        (date, zone) => {
          const start = startOfBusinessDate(date, zone);
          expect(businessDate(start, zone)).toBe(date);
          expect(businessDate(new Date(start.getTime() - 1), zone)).toBe(addDays(date, -1));
        },
      ),
    );
  });
});

describe("counting on", () => {
  it.each([
    ["2026-12-31", 1, "2027-01-01"],
    ["2028-02-28", 1, "2028-02-29"],
    ["2027-02-28", 1, "2027-03-01"],
    ["2026-01-01", -1, "2025-12-31"],
  ])("%s and %d days is %s", (date, days, result) => {
    expect(addDays(date, days)).toBe(result);
  });

  it.each([
    ["2026-08-31", 6, "2027-02-28"],
    ["2027-08-31", 6, "2028-02-29"],
    ["2028-02-29", 12, "2029-02-28"],
    ["2028-02-29", 48, "2032-02-29"],
    ["2026-01-31", 1, "2026-02-28"],
    ["2026-12-15", 1, "2027-01-15"],
  ])("%s and %d months is %s", (date, months, result) => {
    expect(addMonths(date, months)).toBe(result);
  });

  it.each([
    [
      "keeps the local time over a change of clocks",
      "2026-02-08T15:00:00Z",
      1,
      NEW_YORK,
      "2026-03-08T14:00:00Z",
    ],
    ["is clamped to the month's end", "2026-08-31T02:00:00Z", 6, SHANGHAI, "2027-02-28T02:00:00Z"],
  ])("months %s", (_, instant, months, zone, result) => {
    expect(plusMonths(new Date(instant), months, zone)).toEqual(new Date(result));
  });

  it("days keep the local time, so that one may last 23 hours", () => {
    const noon = new Date("2026-03-07T17:00:00Z");
    expect(plusDays(noon, 1, NEW_YORK)).toEqual(new Date("2026-03-08T16:00:00Z"));
    expect(plusDays(noon, 1, SHANGHAI)).toEqual(new Date("2026-03-08T17:00:00Z"));
  });
});

describe("something good for some time", () => {
  it.each([
    ["in the afternoon", "2026-11-20T06:30:00Z", 24, SHANGHAI, "2028-11-20T16:00:00Z"],
    ["in the first moment of a day", "2026-11-19T16:00:00Z", 24, SHANGHAI, "2028-11-20T16:00:00Z"],
    [
      "in the last moment of a day",
      "2026-11-20T15:59:59.999Z",
      24,
      SHANGHAI,
      "2028-11-20T16:00:00Z",
    ],
    ["on leap day", "2028-02-29T02:00:00Z", 12, SHANGHAI, "2029-02-28T16:00:00Z"],
    ["on the 31st", "2026-08-31T02:00:00Z", 6, SHANGHAI, "2027-02-28T16:00:00Z"],
    ["elsewhere", "2026-11-20T06:30:00Z", 24, NEW_YORK, "2028-11-21T05:00:00Z"],
  ])("months, given %s, ends with its last day", (_, instant, months, zone, end) => {
    expect(endOfDayAfterMonths(new Date(instant), months, zone)).toEqual(new Date(end));
  });

  it.each([
    [30, "2026-04-01T16:00:00Z"],
    [0, "2026-03-02T16:00:00Z"],
  ])("%d days ends with the last of them", (days, end) => {
    expect(endOfDayAfterDays(new Date("2026-03-02T02:00:00Z"), days, SHANGHAI)).toEqual(
      new Date(end),
    );
  });

  it("never ends sooner than promised, and at most a day later", () => {
    const instant = fc.date({
      min: new Date("2000-01-01"),
      max: new Date("2090-01-01"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: 60 }), (given, months) => {
        const end = endOfDayAfterMonths(given, months, CHATHAM).getTime();
        const promised = plusMonths(given, months, CHATHAM).getTime();
        expect(end).toBeGreaterThan(promised);
        expect(end - promised).toBeLessThanOrEqual(25 * 3600 * 1000);
      }),
    );
  });
});

describe("what is remembered of a calendar", () => {
  it("is what it says, however often it was asked and by whatever zones at once", () => {
    const zones = [SHANGHAI, NEW_YORK, CHATHAM, BEIRUT, "UTC"];
    const second = fc.integer({ min: 0, max: 2_000_000_000 });
    const millisecond = fc.integer({ min: 0, max: 999 });
    const asked = fc.tuple(second, millisecond, fc.constantFrom(...zones));
    fc.assert(
      fc.property(asked, ([at, ms, zone]) => {
        const instant = new Date(at * 1000 + ms);
        const format = new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" });
        for (let time = 0; time < 2; time++) {
          expect(businessDate(instant, zone)).toBe(format.format(instant));
          expect(businessDate(new Date(at * 1000), zone)).toBe(format.format(instant));
        }
      }),
    );
  });

  it("is nobody's to change", () => {
    const ends = () => endOfDayAfterMonths(new Date("2026-11-20T06:30:00Z"), 24, SHANGHAI);
    for (const asked of [() => startOfBusinessDate("2026-11-20", SHANGHAI), ends]) {
      const before = asked().toISOString();
      asked().setFullYear(1999);
      expect(asked().toISOString()).toBe(before);
    }
  });

  it("ends after more than it keeps, and is the same again", () => {
    const days = Array.from({ length: 2_500 }, (_, day) => addDays("2020-01-01", day));
    const starts = () => days.map((day) => startOfBusinessDate(day, NEW_YORK).getTime());
    expect(starts()).toEqual(starts());
  });
});
