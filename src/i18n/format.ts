import type { Locale } from "./config";

/** The minus sign, as wide as a plus: a hyphen would shift a column of figures. */
const minus = "\u2212";

function grouped(value: number, fractionDigits: number): string {
  return new Intl.NumberFormat("en", {
    minimumFractionDigits: fractionDigits,
    maximumFractionDigits: fractionDigits,
  }).format(Math.abs(value));
}

/** Minor units to yuan: `formatMoney(124000)` → "¥1,240.00". */
export function formatMoney(amountMinor: number): string {
  return `${amountMinor < 0 ? minus : ""}¥${grouped(amountMinor / 100, 2)}`;
}

/** Yuan without the fen where there are none: `formatMoneyShort(500000)` → "¥5,000". */
export function formatMoneyShort(amountMinor: number): string {
  if (amountMinor % 100 !== 0) return formatMoney(amountMinor);
  return `${amountMinor < 0 ? minus : ""}¥${grouped(amountMinor / 100, 0)}`;
}

/** `formatPoints(12480)` → "12,480". */
export function formatPoints(points: number): string {
  return `${points < 0 ? minus : ""}${grouped(points, 0)}`;
}

/** For axes and tiles: `formatCompact(18600000, "zh-CN")` → "1860万", "18.6M". */
export function formatCompact(value: number, locale: Locale): string {
  const figure = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
  return `${value < 0 ? minus : ""}${figure.format(Math.abs(value))}`;
}

/** `formatPercent(0.495)` → "49.5%". */
export function formatPercent(share: number): string {
  return `${share < 0 ? minus : ""}${grouped(share * 100, 1)}%`;
}

/** With its sign, as the ledger shows it: `formatSignedPoints(508)` → "+508". */
export function formatSignedPoints(points: number): string {
  return points > 0 ? `+${formatPoints(points)}` : formatPoints(points);
}

/** Hundredths to a factor: `formatMultiplier(150)` → "1.5". */
export function formatMultiplier(multiplierPct: number): string {
  return String(multiplierPct / 100);
}

/**
 * What a price is reduced to, as each language says it: `formatDiscount(8500, "zh-CN")` → "85",
 * `formatDiscount(8000, "zh-CN")` → "8", `formatDiscount(8500, "en")` → "15". Two digits are read as
 * 85 折; whatever else as a tenth of the price, for 5 折 is half of it and not a twentieth.
 */
export function formatDiscount(discountRateBps: number, locale: Locale): string {
  if (locale === "en") return String((10_000 - discountRateBps) / 100);
  const isTwoDigits = discountRateBps % 100 === 0 && discountRateBps % 1000 !== 0;
  return String(discountRateBps / (isTwoDigits && discountRateBps > 1000 ? 100 : 1000));
}

/** A calendar date in the program's time zone, as fields and files have it: "2027-05-18". */
export function formatDate(instant: string, timeZone: string): string {
  const parts = dateParts(instant, timeZone);
  return `${parts.year}-${parts.month}-${parts.day}`;
}

/** "2027-05-18 14:30" in the program's time zone, as files have it. */
export function formatDateTime(instant: string, timeZone: string): string {
  const { year, month, day, hour, minute } = dateParts(instant, timeZone);
  return `${year}-${month}-${day} ${hour}:${minute}`;
}

/** A calendar date as one reads it: "2027年5月18日", "May 18, 2027". */
export function sayDate(instant: string, locale: Locale, timeZone: string): string {
  return sayCalendarDate(formatDate(instant, timeZone), locale);
}

/** "2027年5月18日 14:30", "May 18, 2027, 2:30 PM" in the program's time zone. */
export function sayDateTime(instant: string, locale: Locale, timeZone: string): string {
  return joinDateTime(sayDate(instant, locale, timeZone), instant, locale, timeZone);
}

/** As a list says it: without the year while it is this one, "5月18日 14:30", "May 18, 2:30 PM". */
export function sayDateTimeShort(
  instant: string,
  now: Date,
  locale: Locale,
  timeZone: string,
): string {
  return joinDateTime(sayDateShort(instant, now, locale, timeZone), instant, locale, timeZone);
}

/** Without the year while it is this one: "5月18日", "May 18". */
export function sayDateShort(instant: string, now: Date, locale: Locale, timeZone: string): string {
  const date = formatDate(instant, timeZone);
  const isThisYear = date.startsWith(formatDate(now.toISOString(), timeZone).slice(0, 5));
  return sayCalendarDate(date, locale, isThisYear);
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** `sayCalendarDate("2027-05-18", "en")` → "May 18, 2027". The same on every engine, so by hand. */
export function sayCalendarDate(date: string, locale: Locale, withoutYear = false): string {
  const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
  if (locale === "en") {
    const dayOfYear = `${MONTHS[month - 1] ?? month} ${day}`;
    return withoutYear ? dayOfYear : `${dayOfYear}, ${year}`;
  }
  return `${withoutYear ? "" : `${year}年`}${month}月${day}日`;
}

function joinDateTime(date: string, instant: string, locale: Locale, timeZone: string): string {
  const { hour = "", minute = "" } = dateParts(instant, timeZone);
  if (locale !== "en") return `${date} ${hour}:${minute}`;
  return `${date}, ${Number(hour) % 12 || 12}:${minute} ${Number(hour) < 12 ? "AM" : "PM"}`;
}

/** "2027-05": what expiries are gathered by. */
export function formatMonth(instant: string, timeZone: string): string {
  return formatDate(instant, timeZone).slice(0, 7);
}

/** The weekday and day a greeting starts with: "11月20日 周五", "Friday, November 20". */
export function formatToday(now: Date, locale: Locale, timeZone: string): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone,
    month: "long",
    day: "numeric",
    weekday: locale === "en" ? "long" : "short",
  }).format(now);
}

/** A calendar date's day of the week: `formatWeekday("2026-11-20", "zh-CN")` → "周五", "Fri". */
export function formatWeekday(date: string, locale: Locale): string {
  return formatCalendar(date, locale, { weekday: "short" });
}

/** A calendar date without its year: "11月20日", "November 20". */
export function formatDayOfMonth(date: string, locale: Locale): string {
  return formatCalendar(date, locale, { month: "long", day: "numeric" });
}

/** `formatMonthName("2026-11", "zh-CN")` → "2026年11月", "November 2026". */
export function formatMonthName(month: string, locale: Locale): string {
  return formatCalendar(`${month}-01`, locale, { year: "numeric", month: "long" });
}

/** A month of any year: `formatMonthOfYear(12, "zh-CN")` → "12 月", "December". */
export function formatMonthOfYear(month: number, locale: Locale): string {
  if (locale !== "en") return `${month} 月`;
  return formatCalendar(`2000-${String(month).padStart(2, "0")}-01`, locale, { month: "long" });
}

/** A calendar date is the same day everywhere, so it is said in UTC. */
function formatCalendar(date: string, locale: Locale, options: Intl.DateTimeFormatOptions): string {
  const day = new Date(`${date}T00:00:00Z`);
  return new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options }).format(day);
}

/** The hour of the day, 0–23, in the program's time zone. */
export function hourOf(now: Date, timeZone: string): number {
  return Number(dateParts(now.toISOString(), timeZone).hour);
}

/** The last date on which something that ends at this exclusive moment can be used: "2027-05-18". */
export function lastDateBefore(instant: string, timeZone: string): string {
  return formatDate(new Date(new Date(instant).getTime() - 1).toISOString(), timeZone);
}

/** How long ago, in words, up to a week; then the date. */
export function formatAgo(instant: string, now: Date, locale: Locale, timeZone: string): string {
  const minutes = Math.max(0, Math.floor((now.getTime() - new Date(instant).getTime()) / 60_000));
  const words = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  if (minutes < 60) return words.format(-minutes, "minute");
  if (minutes < 24 * 60) return words.format(-Math.floor(minutes / 60), "hour");
  if (minutes < 7 * 24 * 60) return words.format(-Math.floor(minutes / (24 * 60)), "day");
  return sayDate(instant, locale, timeZone);
}

/**
 * The instant a calendar day starts in a time zone, `days` later if asked:
 * `startOfDay("2026-11-20", "Asia/Shanghai")` → "2026-11-19T16:00:00.000Z".
 */
export function startOfDay(date: string, timeZone: string, days = 0): string {
  const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
  const midnightUtc = Date.UTC(year, month - 1, day + days);
  // Twice: the first guess may lie on the other side of a clock change.
  const guess = midnightUtc - offsetMs(midnightUtc, timeZone);
  return new Date(midnightUtc - offsetMs(guess, timeZone)).toISOString();
}

/**
 * The instant that a clock on the wall of a time zone shows, as a date and time field has it:
 * `instantOf("2026-11-20T10:30", "Asia/Shanghai")` → "2026-11-20T02:30:00.000Z"; null for no time.
 */
export function instantOf(local: string, timeZone: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local)) return null;
  const utc = new Date(`${local}:00Z`).getTime();
  if (Number.isNaN(utc)) return null;
  const guess = utc - offsetMs(utc, timeZone);
  return new Date(utc - offsetMs(guess, timeZone)).toISOString();
}

/** The other way round, for a date and time field: "2026-11-20T10:30". */
export function localTimeOf(instant: string, timeZone: string): string {
  return formatDateTime(instant, timeZone).replace(" ", "T");
}

/** How far the zone's clock is ahead of UTC at this moment. */
function offsetMs(time: number, timeZone: string): number {
  const local = dateParts(new Date(time).toISOString(), timeZone);
  const shown = `${local.year}-${local.month}-${local.day}T${local.hour}:${local.minute}:00Z`;
  return new Date(shown).getTime() - Math.floor(time / 60_000) * 60_000;
}

function dateParts(instant: string, timeZone: string): Record<string, string> {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(new Date(instant));
  return Object.fromEntries(parts.map((part) => [part.type, part.value]));
}
