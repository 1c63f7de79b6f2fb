/**
 * Dates as people type and paste them. A field's value is "2026-11-27", with a time
 * "2026-11-27T14:30", and "" where nothing is written.
 */

/** The value of a field whose text is no date: before every date, and equal to none. */
export const NO_DATE = "-";

const DATE = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/;
const DIGITS = /^(\d{4})(\d{2})(\d{2})$/;
const TIME = /^(\d{1,2})[:.：时](\d{2})分?$/;

const two = (text: string) => text.padStart(2, "0");

/**
 * `dateOf("2026/1/2")`, `dateOf("20260102")` and `dateOf("2026年1月2日")` → "2026-01-02";
 * `dateOf("2026-02-30")` → NO_DATE; `dateOf(" ")` → "".
 */
export function dateOf(text: string): string {
  const plain = text.normalize("NFKC").trim();
  if (plain === "") return "";
  const found = DATE.exec(plain) ?? DIGITS.exec(plain);
  if (!found) return NO_DATE;
  const [, year = "", month = "", day = ""] = found;
  const date = `${year}-${two(month)}-${two(day)}`;
  const time = Date.parse(`${date}T00:00:00Z`);
  const exists = !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
  return exists ? date : NO_DATE;
}

/** `momentOf("2026/1/2 9:05")` → "2026-01-02T09:05"; a date alone is its start. */
export function momentOf(text: string): string {
  const [day = "", time, ...more] = text
    .normalize("NFKC")
    .trim()
    .split(/[T\s]+/);
  const date = dateOf(day);
  if (date === "" || date === NO_DATE || more.length > 0) return more.length > 0 ? NO_DATE : date;
  const found = TIME.exec(time ?? "0:00");
  if (!found) return NO_DATE;
  const [, hour = "", minute = ""] = found;
  return Number(hour) < 24 && Number(minute) < 60 ? `${date}T${two(hour)}:${minute}` : NO_DATE;
}

/** As every page says it: `shownDate("2026-11-27T14:30")` → "2026-11-27 14:30". */
export function shownDate(value: string): string {
  return value === NO_DATE ? "" : value.replace("T", " ");
}

const DAY_MS = 86_400_000;

/** `daysAfter("2026-02-28", 1)` → "2026-03-01". */
export function daysAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The same day of another month, or its last: `monthsAfter("2026-01-31", 1)` → "2026-02-28". */
export function monthsAfter(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last)))
    .toISOString()
    .slice(0, 10);
}

/** The weeks that show a date's month, from Monday to Sunday. */
export function weeksOf(date: string): string[][] {
  const first = `${date.slice(0, 8)}01`;
  const weekday = (new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7;
  const start = daysAfter(first, -weekday);
  const [year = 0, month = 1] = first.split("-").map(Number);
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return Array.from({ length: Math.ceil((weekday + days) / 7) }, (_, week) =>
    Array.from({ length: 7 }, (_, place) => daysAfter(start, 7 * week + place)),
  );
}
