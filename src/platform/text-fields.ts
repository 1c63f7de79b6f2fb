import { defaultLocale, type Locale, locales } from "@/i18n/config";

/** Texts that are a field for each language, read; what judges them is in texts.ts, and weighs far more. */

/** `textField("name", "en")` → "nameEn", `textField("name", "zh-CN")` → "name". */
export function textField(field: string, locale: Locale): string {
  if (locale === defaultLocale) return field;
  return field + locale.replace("-", "").replace(/^./, (letter) => letter.toUpperCase());
}

/** The languages in which fields of a record say something, also of a part of one. */
export function textsIn(record: object, field: string): Partial<Record<Locale, string>> {
  const fields = new Map<string, unknown>(Object.entries(record));
  const texts = locales.flatMap((locale) => {
    const text = fields.get(textField(field, locale));
    return typeof text === "string" ? [[locale, text]] : [];
  });
  return Object.fromEntries(texts);
}

/** What fields of a record say in a language, as `textIn`; undefined where they say nothing. */
export function textOf(record: object, field: string, locale: Locale): string | undefined {
  const texts = textsIn(record, field);
  return texts[locale] || texts[defaultLocale];
}
