import { createTranslator } from "use-intl/core";
import type { Locale } from "./config";
import { formatDateTime } from "./format";
import { type ServerMessages, serverMessages } from "./server-messages";

/** The words for refusals: a title and a sentence with its facts, by stable code. */
type Codes = keyof ServerMessages["errors"];
type Facts = Record<string, string | number | boolean | null>;

export interface ErrorWords {
  title: string;
  detail: string;
}

/** A fact that a sentence wants and nobody gave shows as a dash, never as a failure to answer. */
function filled(template: string, facts: Facts, timeZone: () => string): Facts {
  const values: Facts = Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [name, inWords(fact, timeZone)]),
  );
  for (const [, name] of template.matchAll(/\{(\w+)/g)) {
    if (name !== undefined) values[name] ??= "–";
  }
  return values;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

/** A moment as people read it, in the program's zone; the fact beside the sentence stays as it is. */
function inWords(fact: Facts[string], timeZone: () => string): Facts[string] {
  if (typeof fact !== "string" || !INSTANT.test(fact)) return fact;
  return formatDateTime(fact, timeZone());
}

/** @param timeZone the program's, asked only where a fact is a moment */
export function errorText(
  locale: Locale,
  code: Codes,
  facts: Facts,
  timeZone: () => string,
): ErrorWords {
  const words = serverMessages[locale].errors[code];
  const translate = createTranslator({ locale, messages: { words }, timeZone: "UTC" });
  const values = filled(words.detail, facts, timeZone) as Record<string, string | number>;
  return { title: words.title, detail: translate("words.detail", values as never) };
}
