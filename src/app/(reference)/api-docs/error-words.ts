import type { Locale } from "@/i18n/config";
import en from "@/i18n/messages/en/errors.json";
import zhCN from "@/i18n/messages/zh-CN/errors.json";

const catalogs = { "zh-CN": zhCN, en };

/** A refusal's words with the names of its facts still in braces, as a reader of the API needs them. */
export function errorWords(locale: Locale, code: keyof typeof zhCN) {
  return catalogs[locale][code];
}
