export const locales = ["zh-CN", "en"] as const;
export type Locale = (typeof locales)[number];
export const defaultLocale = "zh-CN" satisfies Locale;
export type DefaultLocale = typeof defaultLocale;
/** What operators write in each of these; a text may lack the others. */
export const writtenLocales = ["zh-CN", "en"] as const satisfies readonly Locale[];
export const localeCookie = "locale";

/** What each language calls itself. */
export const localeNames: Record<Locale, string> = { "zh-CN": "中文", en: "English" };

export function isLocale(value: string | undefined): value is Locale {
  return locales.some((locale) => locale === value);
}

/**
 * The language of a request: what the person chose, else the first language of their browser that
 * we have, else Chinese. `localeFor(undefined, "fr, en-GB;q=0.8")` → "en".
 */
export function localeFor(chosen: string | undefined, acceptLanguage: string | null): Locale {
  if (isLocale(chosen)) return chosen;
  const preferences = (acceptLanguage ?? "")
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().split(";");
      const quality = parameters.find((parameter) => parameter.trim().startsWith("q="));
      return { tag: tag.toLowerCase(), quality: quality ? Number(quality.trim().slice(2)) : 1 };
    })
    .filter(({ tag, quality }) => tag !== "" && quality > 0)
    .sort((a, b) => b.quality - a.quality);
  const languageOf = (tag: string) => tag.match(/^[a-z]+/)?.[0];
  for (const { tag } of preferences) {
    const known = locales.find((locale) => languageOf(locale) === languageOf(tag));
    if (known) return known;
  }
  return defaultLocale;
}
