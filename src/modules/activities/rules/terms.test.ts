import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Frequency, Span } from "../schema/terms";
import { isWithin, periodOf } from "./terms";

const ZONE = "Asia/Shanghai";
/** 2 December 2026 is a Wednesday. */
const at = (local: string) => new Date(`${local}+08:00`);

const EVENING: Span = { weekdays: [3], from: "18:00", until: "22:00" };
const NIGHT: Span = { weekdays: [3], from: "22:00", until: "02:00" };
const SUNDAY_NIGHT: Span = { weekdays: [7], from: "23:00", until: "01:00" };
const WHOLE: Span = { weekdays: [3], from: "00:00", until: "00:00" };
const NOON_ON: Span = { weekdays: [3], from: "12:00", until: "12:00" };

describe("recurring hours", () => {
  it.each<[string, Span, string, boolean]>([
    ["a millisecond before they begin", EVENING, "2026-12-02T17:59:59.999", false],
    ["as they begin", EVENING, "2026-12-02T18:00:00", true],
    ["in their last minute", EVENING, "2026-12-02T21:59:59.999", true],
    ["as they end", EVENING, "2026-12-02T22:00:00", false],
    ["on another day", EVENING, "2026-12-03T19:00:00", false],
    ["before midnight", NIGHT, "2026-12-02T23:59:59", true],
    ["after midnight, of the day before", NIGHT, "2026-12-03T01:59:59", true],
    ["as they end on the next day", NIGHT, "2026-12-03T02:00:00", false],
    ["after midnight of their own day", NIGHT, "2026-12-02T01:00:00", false],
    ["from Sunday on into Monday", SUNDAY_NIGHT, "2026-12-07T00:30:00", true],
    ["on Monday night", SUNDAY_NIGHT, "2026-12-07T23:30:00", false],
    ["at the first moment of a whole day", WHOLE, "2026-12-02T00:00:00", true],
    ["at its last moment", WHOLE, "2026-12-02T23:59:59.999", true],
    ["on the day after it", WHOLE, "2026-12-03T00:00:00", false],
    ["within 24 hours from noon", NOON_ON, "2026-12-03T11:59:00", true],
    ["after 24 hours from noon", NOON_ON, "2026-12-03T12:00:00", false],
  ])("%s", (_, span, local, isIn) => {
    expect(isWithin([span], at(local), ZONE)).toBe(isIn);
  });

  it("are always where there are none, and any of several is enough", () => {
    const moment = at("2026-12-02T19:00:00");
    expect(isWithin(null, moment, ZONE)).toBe(true);
    expect(isWithin([NIGHT, EVENING], moment, ZONE)).toBe(true);
  });

  it("go by the clock of the zone, also where it is moved", () => {
    // In New York the clock goes from 01:59 to 03:00 on 8 March 2026, and 01:30 comes twice on 1 November.
    const sunday: Span = { weekdays: [7], from: "01:00", until: "03:00" };
    const inNewYork = (utc: string) => isWithin([sunday], new Date(utc), "America/New_York");
    expect(inNewYork("2026-03-08T06:30:00Z")).toBe(true);
    expect(inNewYork("2026-03-08T07:00:00Z")).toBe(false);
    expect(inNewYork("2026-11-01T05:30:00Z")).toBe(true);
    expect(inNewYork("2026-11-01T06:30:00Z")).toBe(true);
  });

  const clock = fc.nat(1439).map((minutes) => {
    const two = (value: number) => String(value).padStart(2, "0");
    return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  });
  const span = fc.record({
    weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    from: clock,
    until: clock,
  });

  it("cover of a week what they are long, once for each day", () => {
    fc.assert(
      fc.property(span, ({ weekdays, from, until }) => {
        const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
        const length = (minutes(until) - minutes(from) + 1440) % 1440 || 1440;
        const week = Array.from({ length: 7 * 1440 }, (_, minute) => {
          return new Date(at("2026-11-30T00:00:00").getTime() + minute * 60_000);
        });
        const covered = week.filter((moment) =>
          isWithin([{ weekdays, from, until }], moment, ZONE),
        ).length;
        // A span of 24 hours and its next may meet, and never lie on one another.
        expect(covered).toBe(weekdays.length * length);
      }),
      { numRuns: 20 },
    );
  });
});

describe("the period in which a member's orders are counted", () => {
  it.each<[Frequency["per"], string, string, string]>([
    ["day", "2026-12-02T00:00:00", "2026-12-02T00:00:00", "2026-12-03T00:00:00"],
    ["day", "2026-12-02T23:59:59.999", "2026-12-02T00:00:00", "2026-12-03T00:00:00"],
    ["week", "2026-12-06T23:59:59", "2026-11-30T00:00:00", "2026-12-07T00:00:00"],
    ["week", "2026-12-07T00:00:00", "2026-12-07T00:00:00", "2026-12-14T00:00:00"],
    ["month", "2026-12-31T23:59:59", "2026-12-01T00:00:00", "2027-01-01T00:00:00"],
  ])("%s of %s", (per, local, since, until) => {
    expect(periodOf(per, at(local), ZONE)).toEqual({ since: at(since), until: at(until) });
  });

  it("has the moment in it, and is the same for every moment in it", () => {
    const moment = fc.date({ min: at("2026-01-01T00:00:00"), max: at("2027-12-31T00:00:00") });
    fc.assert(
      fc.property(
        moment.filter((date) => !Number.isNaN(date.getTime())),
        fc.constantFrom<Frequency["per"]>("day", "week", "month", "lifetime"),
        (date, per) => {
          const { since, until } = periodOf(per, date, ZONE);
          expect(since <= date && date < until).toBe(true);
          expect(periodOf(per, since, ZONE)).toEqual({ since, until });
          expect(periodOf(per, new Date(until.getTime() - 1), ZONE)).toEqual({ since, until });
        },
      ),
    );
  });
});
