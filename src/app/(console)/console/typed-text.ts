import { type Locale, locales, writtenLocales } from "@/i18n/config";
import { type LocalizedName, type LocalizedText, wholeText } from "@/platform/texts";

/** A text as it stands in a form: empty where it says nothing. */
export type TypedText = Record<Locale, string>;

export function typedText(text: LocalizedText | null | undefined): TypedText {
  return typedIn((locale) => text?.[locale] ?? "");
}

export function typedIn(textOf: (locale: Locale) => string): TypedText {
  return Object.fromEntries(locales.map((locale) => [locale, textOf(locale)])) as TypedText;
}

/** In which of the languages it says nothing. */
export function missingIn(typed: TypedText, required: readonly Locale[]): Locale[] {
  return required.filter((locale) => typed[locale].trim() === "");
}

/** The text that was typed; null where nothing was. */
export function textOfTyped(typed: TypedText): LocalizedText | null {
  const filled = locales.filter((locale) => typed[locale].trim() !== "");
  return wholeText(Object.fromEntries(filled.map((locale) => [locale, typed[locale].trim()])));
}

/** A name that was typed, in each language that is always written and in the others that say something. */
export function trimmed(typed: TypedText): LocalizedName {
  const filled = locales.filter((locale) => isWritten(locale) || typed[locale].trim() !== "");
  return Object.fromEntries(
    filled.map((locale) => [locale, typed[locale].trim()]),
  ) as LocalizedName;
}

const isWritten = (locale: Locale) => writtenLocales.some((one) => one === locale);
