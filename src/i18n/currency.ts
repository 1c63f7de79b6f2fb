import type { Locale } from "./config";

/** Money of other currencies than the program's, as people read and type it. */

/** How many decimals a currency has: 2 of the dollar, none of the yen, 3 of the dinar. */
export function decimalsOf(currency: string): number {
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}

/** `formatMoneyIn(1999, "USD", "en")` → "$19.99", of 1999 yen "¥1,999" and in Chinese "JP¥1,999". */
export function formatMoneyIn(amountMinor: number, currency: string, locale: Locale): string {
  const format = new Intl.NumberFormat(locale, { style: "currency", currency });
  // As text, so that no figure is rounded on its way.
  const decimals = decimalsOf(currency);
  return format.format(movedPoint(String(amountMinor), -decimals) as Intl.StringNumericLiteral);
}

/** A decimal times a power of ten, as text: `movedPoint("4.8", -2)` → "0.048". */
function movedPoint(text: string, places: number): string {
  const [, sign = "", whole = "", fraction = ""] = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text) ?? [];
  const digits = whole + fraction;
  const at = whole.length + places;
  const padded = "0".repeat(Math.max(0, 1 - at)) + digits.padEnd(Math.max(at, 0), "0");
  const point = Math.max(at, 1);
  const before = padded.slice(0, point).replace(/^0+(?=\d)/, "");
  const after = padded.slice(point).replace(/0+$/, "");
  return sign + before + (after === "" ? "" : `.${after}`);
}

/** A rate is fen for a minor unit; people say yuan for a whole one: `yuanFor("4.8", "JPY")` → "0.048". */
export function yuanFor(rate: string, currency: string): string {
  return movedPoint(rate, decimalsOf(currency) - 2);
}

/** Back again: `rateFor("0.048", "JPY")` → "4.8"; null for what is no decimal. */
export function rateFor(yuan: string, currency: string): string | null {
  if (!/^\d+(\.\d+)?$/.test(yuan)) return null;
  return movedPoint(yuan, 2 - decimalsOf(currency));
}
