import { createTranslator } from "use-intl/core";
import type { Locale } from "./config";
import { type ServerMessages, serverMessages } from "./server-messages";

/** The words of what a search for money machines found, made when it is read. */
export function machineText(
  locale: Locale,
  kind: keyof ServerMessages["machines"],
  facts: Record<string, string | number>,
): string {
  const messages = { words: serverMessages[locale].machines[kind] };
  return createTranslator({ locale, messages, timeZone: "UTC" })("words", facts as never);
}
