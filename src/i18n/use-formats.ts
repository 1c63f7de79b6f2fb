import { useLocale, useNow, useTimeZone } from "next-intl";
import {
  formatAgo,
  formatCompact,
  formatDate,
  formatDateTime,
  formatDateTimeShort,
  formatDayOfMonth,
  formatDiscount,
  formatMoney,
  formatMoneyShort,
  formatMonth,
  formatMonthName,
  formatMonthOfYear,
  formatMultiplier,
  formatPercent,
  formatPoints,
  formatSignedPoints,
  formatWeekday,
  lastDateBefore,
} from "./format";

/** The formats of this request's language and the program's time zone; server and client alike. */
export function useFormats() {
  const locale = useLocale();
  const timeZone = useTimeZone() ?? "Asia/Shanghai";
  const now = useNow();
  return {
    locale,
    timeZone,
    now,
    money: formatMoney,
    moneyShort: formatMoneyShort,
    points: formatPoints,
    signedPoints: formatSignedPoints,
    multiplier: formatMultiplier,
    percent: formatPercent,
    compact: (value: number) => formatCompact(value, locale),
    discount: (discountRateBps: number) => formatDiscount(discountRateBps, locale),
    date: (instant: string) => formatDate(instant, timeZone),
    dateTime: (instant: string) => formatDateTime(instant, timeZone),
    dateTimeShort: (instant: string) => formatDateTimeShort(instant, now, timeZone),
    weekday: (date: string) => formatWeekday(date, locale),
    dayOfMonth: (date: string) => formatDayOfMonth(date, locale),
    monthName: (month: string) => formatMonthName(month, locale),
    monthOfYear: (month: number) => formatMonthOfYear(month, locale),
    month: (instant: string) => formatMonth(instant, timeZone),
    lastDateBefore: (instant: string) => lastDateBefore(instant, timeZone),
    ago: (instant: string) => formatAgo(instant, now, locale, timeZone),
  };
}
