import { createTranslator } from "use-intl/core";
import type { Locale } from "./config";
import { type ServerMessages, serverMessages } from "./server-messages";

/** The words of e-mails and text messages, in the language of whoever asked for them. */
type Kind = Exclude<keyof ServerMessages["sent"], "ending">;

/**
 * A text message has no subject and is short; an e-mail is signed.
 *
 * @param brand what the shop calls itself
 * @param facts what the words name, such as the code
 */
export function sentText(
  locale: Locale,
  kind: Kind,
  channel: "EMAIL" | "SMS",
  facts: Record<string, string | number>,
  brand: string,
): { subject: string; text: string } {
  const { sent } = serverMessages[locale];
  const messages = { words: sent[kind], ending: sent.ending };
  const translate = createTranslator({ locale, messages, timeZone: "UTC" });
  const text = translate("words.text", facts as never);
  return {
    subject: translate("words.subject", facts as never),
    text: channel === "SMS" ? text : `${text}\n\n${translate("ending", { brand })}\n`,
  };
}
