import { createTranslator } from "use-intl/core";
import type { Locale } from "./config";
import { type ServerMessages, serverMessages } from "./server-messages";

/** The words of what a member is told, made when it is read, in the reader's language. */
type Topic = keyof ServerMessages["inbox"];

export function inboxText(
  locale: Locale,
  topic: Topic,
  facts: Record<string, string | number>,
): { title: string; text: string } {
  const words = serverMessages[locale].inbox[topic];
  const translate = createTranslator({ locale, messages: { words }, timeZone: "UTC" });
  return {
    title: translate("words.title", facts as never),
    text: translate("words.text", facts as never),
  };
}
