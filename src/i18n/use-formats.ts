import { useLocale, useNow, useTimeZone } from "next-intl";
import type { Locale } from "./config";
import { formatMoneyIn } from "./currency";
import {
  formatAgo,
  formatCompact,
  formatDayOfMonth,
  formatDiscount,
  formatMoney,
  formatMoneyShort,
  formatMonthName,
  formatMonthOfYear,
  formatMultiplier,
  formatPercent,
  formatPoints,
  formatSignedPoints,
  formatWeekday,
  lastDateBefore,
  sayCalendarDate,
  sayDate,
  sayDateShort,
  sayDateTime,
  sayDateTimeShort,
} from "./format";

/** The formats of this request's language and the program's time zone; server and client alike. */
export function useFormats(): Formats {
  const locale = useLocale();
  const timeZone = useTimeZone() ?? "Asia/Shanghai";
  const now = useNow();
  return formatsOf({ locale, timeZone, now });
}

export type Formats = ReturnType<typeof formatsOf>;

/** The same for whoever renders no page: a file. */
export function formatsOf({
  locale,
  timeZone,
  now,
}: {
  locale: Locale;
  timeZone: string;
  now: Date;
}) {
  return {
    locale,
    timeZone,
    now,
    money: formatMoney,
    /** Of whichever currency. */
    moneyIn: (minor: number, currency: string) =>
      currency === "CNY" ? formatMoney(minor) : formatMoneyIn(minor, currency, locale),
    moneyShort: formatMoneyShort,
    points: formatPoints,
    signedPoints: formatSignedPoints,
    multiplier: formatMultiplier,
    percent: formatPercent,
    compact: (value: number) => formatCompact(value, locale),
    discount: (discountRateBps: number) => formatDiscount(discountRateBps, locale),
    date: (instant: string) => sayDate(instant, locale, timeZone),
    dateShort: (instant: string) => sayDateShort(instant, now, locale, timeZone),
    dateTime: (instant: string) => sayDateTime(instant, locale, timeZone),
    dateTimeShort: (instant: string) => sayDateTimeShort(instant, now, locale, timeZone),
    calendarDate: (date: string) => sayCalendarDate(date, locale),
    weekday: (date: string) => formatWeekday(date, locale),
    dayOfMonth: (date: string) => formatDayOfMonth(date, locale),
    monthName: (month: string) => formatMonthName(month, locale),
    monthOfYear: (month: number) => formatMonthOfYear(month, locale),
    lastDateBefore: (instant: string) => sayCalendarDate(lastDateBefore(instant, timeZone), locale),
    ago: (instant: string) => formatAgo(instant, now, locale, timeZone),
  };
}
