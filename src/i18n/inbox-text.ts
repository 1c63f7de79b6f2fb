import { createTranslator } from "use-intl/core";
import type { Locale } from "./config";
import en from "./messages/en/inbox.json";
import zhCN from "./messages/zh-CN/inbox.json";

/** The words of what a member is told, made when it is read, in the reader's language. */
type Topic = keyof typeof zhCN;

const catalogs = { "zh-CN": zhCN, en };

export function inboxText(
  locale: Locale,
  topic: Topic,
  facts: Record<string, string | number>,
): { title: string; text: string } {
  const words = catalogs[locale][topic];
  const translate = createTranslator({ locale, messages: { words }, timeZone: "UTC" });
  return {
    title: translate("words.title", facts as never),
    text: translate("words.text", facts as never),
  };
}
