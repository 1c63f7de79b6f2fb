import { addDays } from "@/platform/business-time";
import { canonicalEmail } from "@/platform/email";
import { figureIn, plainText } from "@/platform/pasted";
import { readPhone } from "@/platform/phone";
import { MONEY_MINOR_MAX, outsideId, POINTS_MAX } from "@/platform/scalars";
import { externalNickname } from "../../members/schema";

/** What the texts of a file mean. Whatever can mean two things means none. */

export type CellFault =
  | "ID_INVALID"
  | "PHONE_INVALID"
  | "EMAIL_INVALID"
  | "NICKNAME_INVALID"
  | "POINTS_NOT_WHOLE"
  | "POINTS_NEGATIVE"
  | "POINTS_TOO_LARGE"
  | "POINTS_MISSING"
  | "AMOUNT_INVALID"
  | "DATE_INVALID"
  | "DATE_UNCLEAR"
  | "DATE_AHEAD"
  | "DATE_PAST"
  | "DATE_TOO_FAR"
  | "CONSENT_UNCLEAR"
  | "MISSING";

/** A cell that can't be read. */
export class Unreadable extends Error {
  constructor(readonly code: CellFault) {
    super(code);
  }
}

const fail = (code: CellFault): never => {
  throw new Unreadable(code);
};

/** Spreadsheets mark a text that looks like a formula by an apostrophe; it is no part of it. */
const bare = (text: string) => plainText(text).replace(/^'(?=[=+\-@])/, "");

/** What is left of a long number that a spreadsheet rounded: others are rounded to the same. */
const ROUNDED = /^\d(?:\.\d+)?E\+\d+$/i;

export function idIn(text: string): string {
  if (ROUNDED.test(bare(text))) return fail("ID_INVALID");
  return outsideId.safeParse(bare(text)).data ?? fail("ID_INVALID");
}

export function phoneIn(text: string): string {
  const read = readPhone(bare(text));
  return "phone" in read ? read.phone : fail("PHONE_INVALID");
}

export function emailIn(text: string): string {
  return canonicalEmail(bare(text)) ?? fail("EMAIL_INVALID");
}

export function nicknameIn(text: string): string {
  const read = externalNickname.safeParse(text);
  return (read.data === "" ? undefined : read.data) ?? fail("NICKNAME_INVALID");
}

/** Whole though a spreadsheet may have given it decimals: `pointsIn("1,200.00")` → 1200. */
export function pointsIn(text: string): number {
  const [, sign, whole] = /^(-?)(\d+)(?:\.0*)?$/.exec(figureIn(bare(text)) ?? "") ?? [];
  if (whole === undefined) return fail("POINTS_NOT_WHOLE");
  if (Number(whole) === 0) return 0;
  if (sign === "-") return fail("POINTS_NEGATIVE");
  return Number(whole) > POINTS_MAX ? fail("POINTS_TOO_LARGE") : Number(whole);
}

/** Yuan as fen: `amountIn("¥1,234.5")` → 123450. */
export function amountIn(text: string): number {
  const figure = figureIn(bare(text).replace(/^(?:¥|￥|CNY|RMB)\s*|\s*元$/gi, "")) ?? "";
  const [, whole = "", cents = ""] = /^(\d{1,12})(?:\.(\d{0,2})0*)?$/.exec(figure) ?? [];
  if (whole === "") return fail("AMOUNT_INVALID");
  const minor = Number(whole) * 100 + Number(cents.padEnd(2, "0"));
  return minor > MONEY_MINOR_MAX ? fail("AMOUNT_INVALID") : minor;
}

const YES = "1 true yes y 是 有 同意 已同意 允许 接受 订阅".split(" ");
const NO = "0 false no n 否 无 不同意 未同意 拒绝 退订".split(" ");

export function yesIn(text: string): boolean {
  const word = bare(text).toLowerCase();
  if (YES.includes(word)) return true;
  return NO.includes(word) ? false : fail("CONSENT_UNCLEAR");
}

/** The day before the first of a spreadsheet's, which counts a 29 February 1900 that there was not. */
const DAY_ZERO = "1899-12-30";

const TIME = String.raw`(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?`;
const WHOLE = new RegExp(`^(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})${TIME}$`);
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const CHINESE = /^(\d{4})年(\d{1,2})月(\d{1,2})日?$/;
const SERIAL = /^(\d{5})(?:\.\d+)?$/;

/**
 * A business date. `dateIn("2026/1/31 14:30")` → "2026-01-31", `dateIn("46053")` → "2026-01-31" as
 * spreadsheets count days. What may be the second of January or the first of February is neither.
 */
export function dateIn(text: string): string {
  const plain = bare(text);
  const [, days] = SERIAL.exec(plain) ?? [];
  if (days !== undefined) return addDays(DAY_ZERO, Number(days));
  const parts = WHOLE.exec(plain);
  const [year, month, day] = parts
    ? [parts[1], parts[3], parts[4]]
    : (COMPACT.exec(plain) ?? CHINESE.exec(plain) ?? []).slice(1);
  if (!year || !month || !day) {
    return fail(/^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}/.test(plain) ? "DATE_UNCLEAR" : "DATE_INVALID");
  }
  const date = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const at = new Date(`${date}T00:00:00Z`);
  const isDay = !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === date;
  return isDay && date >= "1900-01-01" ? date : fail("DATE_INVALID");
}

/** Longer than anybody lives with their points; 9999-12-31 is how many systems say "never". */
const YEARS_MAX = 100;

/** A day that is over, or today. */
export function dayBehind(text: string, today: string): string {
  const date = dateIn(text);
  return date <= today ? date : fail("DATE_AHEAD");
}

/** Today or a day to come. */
export function dayAhead(text: string, today: string): string {
  const date = dateIn(text);
  if (date < today) return fail("DATE_PAST");
  return Number(date.slice(0, 4)) - Number(today.slice(0, 4)) > YEARS_MAX
    ? fail("DATE_TOO_FAR")
    : date;
}
