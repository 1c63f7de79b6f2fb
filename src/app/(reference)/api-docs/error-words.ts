import type { Locale } from "@/i18n/config";
import { type SaidByServer, saidByServer } from "@/i18n/said-by-server";

/** A refusal's words with the names of its facts still in braces, as a reader of the API needs them. */
export function errorWords(locale: Locale, code: keyof SaidByServer["errors"]) {
  return saidByServer[locale].errors[code];
}
