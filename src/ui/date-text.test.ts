import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dateOf, daysAfter, momentOf, monthsAfter, NO_DATE, shownDate, weeksOf } from "./date-text";

describe("a date as it is typed", () => {
  it.each([
    ["2026-11-27", "2026-11-27"],
    ["2026/1/2", "2026-01-02"],
    ["2026.01.02", "2026-01-02"],
    ["20260102", "2026-01-02"],
    ["2026年1月2日", "2026-01-02"],
    ["２０２６－１１－２７", "2026-11-27"],
    [" 2026-11-27 ", "2026-11-27"],
    ["2024-02-29", "2024-02-29"],
    ["", ""],
    ["  ", ""],
    ["2026-02-29", NO_DATE],
    ["2026-13-01", NO_DATE],
    ["2026-1", NO_DATE],
    ["27/11/2026", NO_DATE],
    ["tomorrow", NO_DATE],
  ])("%j is %j", (text, value) => {
    expect(dateOf(text)).toBe(value);
  });

  it("comes back as it was shown", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), (days) => {
        const date = daysAfter("2000-01-01", days);
        expect(dateOf(shownDate(date))).toBe(date);
        expect(momentOf(shownDate(`${date}T09:30`))).toBe(`${date}T09:30`);
      }),
    );
  });

  it("that is none lies before every date, so that no limit lets it pass", () => {
    expect(NO_DATE < "0001-01-01").toBe(true);
    expect(shownDate(NO_DATE)).toBe("");
  });
});

describe("a moment as it is typed", () => {
  it.each([
    ["2026-11-27 14:30", "2026-11-27T14:30"],
    ["2026-11-27T14:30", "2026-11-27T14:30"],
    ["2026年11月27日 9时05分", "2026-11-27T09:05"],
    ["2026/11/27 9：05", "2026-11-27T09:05"],
    ["2026-11-27", "2026-11-27T00:00"],
    ["", ""],
    ["2026-11-27 24:00", NO_DATE],
    ["2026-11-27 9", NO_DATE],
    ["2026-11-27 9:05 pm", NO_DATE],
    ["2026-02-30 09:05", NO_DATE],
  ])("%j is %j", (text, value) => {
    expect(momentOf(text)).toBe(value);
  });
});

describe("the calendar", () => {
  it("shows whole weeks from Monday on", () => {
    const weeks = weeksOf("2026-11-27");
    expect(weeks[0]?.[0]).toBe("2026-10-26");
    expect(weeks.at(-1)?.at(-1)).toBe("2026-12-06");
    expect(weeksOf("2027-02-10")).toHaveLength(4);
    expect(weeksOf("9999-12-31")).toHaveLength(5);
  });

  it.each([
    ["2026-01-31", 1, "2026-02-28"],
    ["2024-01-31", 1, "2024-02-29"],
    ["2026-12-15", 1, "2027-01-15"],
    ["2026-01-15", -1, "2025-12-15"],
  ])("goes from %s by %i months to %s", (from, months, to) => {
    expect(monthsAfter(from, months)).toBe(to);
  });
});
