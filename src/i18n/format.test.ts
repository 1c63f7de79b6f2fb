import { describe, expect, it } from "vitest";
import { type Locale, locales } from "./config";
import {
  formatAgo,
  formatCompact,
  formatDate,
  formatDiscount,
  formatMoney,
  formatMoneyShort,
  formatMonthOfYear,
  formatPercent,
  formatPoints,
  formatSignedPoints,
  formatToday,
  instantOf,
  lastDateBefore,
  localTimeOf,
  sayDate,
  sayDateShort,
  sayDateTime,
  sayDateTimeShort,
  startOfDay,
} from "./format";

const shanghai = "Asia/Shanghai";

/** A language that is not here does not compile, and one that only borrows another's ways fails. */
const WAYS: Record<Locale, readonly string[]> = {
  "zh-CN": ["2027年5月18日", "5月18日", "2027年5月18日 14:30", "5月18日周二", "7 月", "85"],
  en: ["May 18, 2027", "May 18", "May 18, 2027, 2:30 PM", "Tuesday, May 18", "July", "15"],
};

describe("money and points", () => {
  it.each([
    [124_000, "¥1,240.00"],
    [5, "¥0.05"],
    [0, "¥0.00"],
    [-2_000, "−¥20.00"],
    [100_000_000_000_000, "¥1,000,000,000,000.00"],
  ])("says %i minor units as %s", (amountMinor, words) => {
    expect(formatMoney(amountMinor)).toBe(words);
  });

  it("leaves the fen out only where there are none", () => {
    expect(formatMoneyShort(500_000)).toBe("¥5,000");
    expect(formatMoneyShort(500_050)).toBe("¥5,000.50");
  });

  it("groups points and always shows which way they went", () => {
    expect(formatPoints(12_480)).toBe("12,480");
    expect(formatSignedPoints(508)).toBe("+508");
    expect(formatSignedPoints(-2_000)).toBe("−2,000");
    expect(formatSignedPoints(0)).toBe("0");
  });

  it("shortens what an axis has no room for", () => {
    expect(formatCompact(18_600_000, "zh-CN")).toBe("1860万");
    expect(formatCompact(-18_600_000, "en")).toBe("\u221218.6M");
    expect(formatPercent(0.495)).toBe("49.5%");
    expect(formatPercent(-0.03)).toBe("\u22123.0%");
  });

  it.each([
    [8_500, "85", "15"],
    [8_000, "8", "20"],
    [9_500, "95", "5"],
    [1_100, "11", "89"],
    [1_000, "1", "90"],
    // 5 折 is half the price: what is less than a tenth, or no whole percent, is said in tenths.
    [5_000, "5", "50"],
    [500, "0.5", "95"],
    [900, "0.9", "91"],
    [950, "0.95", "90.5"],
    [8_750, "8.75", "12.5"],
    [9_990, "9.99", "0.1"],
  ])("says a rate of %i as %s 折 and as %s% off", (rateBps, chinese, english) => {
    expect(formatDiscount(rateBps, "zh-CN")).toBe(chinese);
    expect(formatDiscount(rateBps, "en")).toBe(english);
  });
});

describe("days in the program's time zone", () => {
  it("puts a moment on the day it is there, not here", () => {
    expect(formatDate("2026-11-20T16:00:00.000Z", shanghai)).toBe("2026-11-21");
    expect(formatDate("2026-11-20T15:59:59.999Z", shanghai)).toBe("2026-11-20");
  });

  it("starts a day at its own midnight", () => {
    expect(startOfDay("2026-11-20", shanghai)).toBe("2026-11-19T16:00:00.000Z");
    expect(startOfDay("2026-12-31", shanghai, 1)).toBe("2026-12-31T16:00:00.000Z");
  });

  it("starts a day right where clocks change", () => {
    expect(startOfDay("2026-03-08", "America/New_York")).toBe("2026-03-08T05:00:00.000Z");
    expect(startOfDay("2026-03-08", "America/New_York", 1)).toBe("2026-03-09T04:00:00.000Z");
  });

  it("reads a clock on the wall and shows it again", () => {
    expect(instantOf("2026-11-20T10:30", shanghai)).toBe("2026-11-20T02:30:00.000Z");
    expect(localTimeOf("2026-11-20T02:30:00.000Z", shanghai)).toBe("2026-11-20T10:30");
    expect(instantOf("2026-03-08T03:30", "America/New_York")).toBe("2026-03-08T07:30:00.000Z");
    for (const wrong of ["", "2026-11-20", "2026-13-40T10:30"]) {
      expect(instantOf(wrong, shanghai)).toBeNull();
    }
  });

  it("names the last day before an exclusive end", () => {
    expect(lastDateBefore("2027-05-18T16:00:00.000Z", shanghai)).toBe("2027-05-18");
  });

  it("leaves the year out only while it is this one", () => {
    const now = new Date("2026-11-22T00:00:00.000Z");
    const short = (instant: string, locale: "zh-CN" | "en") => [
      sayDateShort(instant, now, locale, shanghai),
      sayDateTimeShort(instant, now, locale, shanghai),
    ];
    const thisYear = "2026-11-20T06:30:00.000Z";
    expect(short(thisYear, "zh-CN")).toEqual(["11月20日", "11月20日 14:30"]);
    expect(short(thisYear, "en")).toEqual(["Nov 20", "Nov 20, 2:30 PM"]);
    const lastYear = "2025-12-31T15:59:00.000Z";
    expect(short(lastYear, "zh-CN")).toEqual(["2025年12月31日", "2025年12月31日 23:59"]);
    expect(short(lastYear, "en")).toEqual(["Dec 31, 2025", "Dec 31, 2025, 11:59 PM"]);
  });

  it.each([
    ["2026-03-31T16:00:00.000Z", "2026年4月1日", "2026年4月1日 00:00", "Apr 1, 2026, 12:00 AM"],
    ["2026-04-01T04:05:00.000Z", "2026年4月1日", "2026年4月1日 12:05", "Apr 1, 2026, 12:05 PM"],
    ["2027-05-27T00:30:00.000Z", "2027年5月27日", "2027年5月27日 08:30", "May 27, 2027, 8:30 AM"],
  ])("says %s as each language does", (instant, date, dateTime, english) => {
    expect(sayDate(instant, "zh-CN", shanghai)).toBe(date);
    expect(sayDateTime(instant, "zh-CN", shanghai)).toBe(dateTime);
    expect(sayDateTime(instant, "en", shanghai)).toBe(english);
    expect(english.startsWith(sayDate(instant, "en", shanghai))).toBe(true);
  });

  it("says a month of any year as each language does", () => {
    expect(formatMonthOfYear(5, "zh-CN")).toBe("5 月");
    expect(formatMonthOfYear(7, "en")).toBe("July");
  });

  it.each(locales)("says days, months and discounts in %s as its readers do", (locale) => {
    const afternoon = "2027-05-18T06:30:00.000Z";
    const now = new Date(afternoon);
    expect([
      sayDate(afternoon, locale, shanghai),
      sayDateShort(afternoon, now, locale, shanghai),
      sayDateTime(afternoon, locale, shanghai),
      formatToday(now, locale, shanghai),
      formatMonthOfYear(7, locale),
      formatDiscount(8_500, locale),
    ]).toEqual(WAYS[locale]);
  });

  it("counts back in words for a week, then names the day", () => {
    const now = new Date("2026-11-22T04:00:00.000Z");
    expect(formatAgo("2026-11-22T01:00:00.000Z", now, "en", shanghai)).toBe("3 hours ago");
    expect(formatAgo("2026-11-21T03:00:00.000Z", now, "zh-CN", shanghai)).toBe("昨天");
    expect(formatAgo("2026-11-01T03:00:00.000Z", now, "en", shanghai)).toBe("Nov 1, 2026");
  });
});
