import { createTranslator } from "use-intl/core";
import type { Locale } from "./config";
import en from "./messages/en/errors.json";
import zhCN from "./messages/zh-CN/errors.json";

/** The words for refusals: a title and a sentence with its facts, by stable code. */
type Codes = keyof typeof zhCN;
type Facts = Record<string, string | number | boolean | null>;

const catalogs = { "zh-CN": zhCN, en };

export interface ErrorWords {
  title: string;
  detail: string;
}

/** A fact that a sentence wants and nobody gave shows as a dash, never as a failure to answer. */
function filled(template: string, facts: Facts): Facts {
  const values: Facts = { ...facts };
  for (const [, name] of template.matchAll(/\{(\w+)/g)) {
    if (name !== undefined) values[name] ??= "–";
  }
  return values;
}

export function errorText(locale: Locale, code: Codes, facts: Facts): ErrorWords {
  const words = catalogs[locale][code];
  const translate = createTranslator({ locale, messages: { words }, timeZone: "UTC" });
  const values = filled(words.detail, facts) as Record<string, string | number>;
  return { title: words.title, detail: translate("words.detail", values as never) };
}
