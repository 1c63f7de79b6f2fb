import type { Locale } from "@/i18n/config";
import { type ServerMessages, serverMessages } from "@/i18n/server-messages";

/** A refusal's words with the names of its facts still in braces, as a reader of the API needs them. */
export function errorWords(locale: Locale, code: keyof ServerMessages["errors"]) {
  return serverMessages[locale].errors[code];
}
