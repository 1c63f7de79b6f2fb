import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays } from "@/platform/business-time";
import {
  birthdaysBetween,
  countsLate,
  daysBetween,
  readBirthdayProgress,
  writeBirthdayProgress,
} from "./birthday";

const date = fc.integer({ min: 0, max: 40_000 }).map((days) => addDays("1970-01-01", days));

describe("birthdays in a range", () => {
  it.each([
    ["1990-05-17", "2026-05-17", "2026-05-17", ["2026-05-17"]],
    ["1990-05-17", "2026-05-18", "2027-05-16", []],
    ["1990-05-17", "2026-01-01", "2029-01-01", ["2026-05-17", "2027-05-17", "2028-05-17"]],
    ["1992-02-29", "2027-02-01", "2028-12-31", ["2027-02-28", "2028-02-29"]],
    ["1992-02-29", "2028-02-28", "2028-02-28", []],
    ["1992-02-28", "2027-02-28", "2028-02-29", ["2027-02-28", "2028-02-28"]],
    ["1990-12-31", "2026-12-31", "2027-01-01", ["2026-12-31"]],
    ["1990-01-01", "2026-12-31", "2027-01-01", ["2027-01-01"]],
  ])("of %s from %s to %s are %j", (birthday, from, to, expected) => {
    expect(birthdaysBetween(birthday, { from, to })).toEqual(expected);
  });

  it("are the same in one range as in its days, one after the other, and one a year", () => {
    fc.assert(
      fc.property(date, date, fc.integer({ min: 0, max: 1_500 }), (birthday, from, length) => {
        const to = addDays(from, length);
        const whole = birthdaysBetween(birthday, { from, to });
        const daily: string[] = [];
        for (let day = from; day <= to; day = addDays(day, 1)) {
          daily.push(...birthdaysBetween(birthday, { from: day, to: day }));
        }
        expect(whole).toEqual(daily);
        const years = whole.map((one) => one.slice(0, 4));
        expect(new Set(years).size).toBe(years.length);
      }),
      { numRuns: 50 },
    );
  });

  it("are all among the days that are looked for", () => {
    fc.assert(
      fc.property(date, date, fc.integer({ min: 0, max: 120 }), (birthday, from, length) => {
        const range = { from, to: addDays(from, length) };
        const days = daysBetween(range);
        if (days === null || birthdaysBetween(birthday, range).length === 0) return;
        expect(days).toContain(birthday.slice(5));
      }),
    );
  });
});

describe("how far they have been given", () => {
  it.each([
    ["2026-11-20", { done: "2026-11-20", next: null }],
    [
      "2026-11-20>2029-11-20:4001",
      { done: "2026-11-20", next: { to: "2029-11-20", fromId: 4001 } },
    ],
  ])("is written %s", (text, progress) => {
    expect(readBirthdayProgress(text)).toEqual(progress);
    expect(writeBirthdayProgress(progress)).toBe(text);
  });

  it.each([null, "", "yesterday", "2026-11-20>:3"])("is unknown from %j", (text) => {
    expect(readBirthdayProgress(text)).toBeNull();
  });
});

describe("a birthday that is given late", () => {
  it.each([
    ["of a member of old", { joinedOn: "2020-01-01", knownOn: null }, true],
    ["of who joined on the day", { joinedOn: "2026-05-17", knownOn: null }, true],
    ["of who joined after it", { joinedOn: "2026-05-18", knownOn: null }, false],
    ["of who said it a day later", { joinedOn: "2020-01-01", knownOn: "2026-05-18" }, false],
    ["of who had said it before", { joinedOn: "2020-01-01", knownOn: "2026-05-16" }, true],
  ])("%s", (_, facts, expected) => {
    expect(countsLate("2026-05-17", facts)).toBe(expected);
  });
});
