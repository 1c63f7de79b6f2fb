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

/**
 * The facts that a sentence has places for. The build of the pages takes catalogs apart: a sentence with
 * places is a list there, of texts and of places `[name, kind, choices]`.
 */
export function placesIn(sentence: unknown): string[] {
  if (typeof sentence === "string") {
    return [...sentence.matchAll(/\{(\w+)/g)].flatMap(([, name]) => name ?? []);
  }
  if (!Array.isArray(sentence)) return [];
  const [name, kind, choices] = sentence as unknown[];
  const isPlace = typeof name === "string" && (sentence.length === 1 || typeof kind === "number");
  if (!isPlace) return sentence.flatMap((part) => (Array.isArray(part) ? placesIn(part) : []));
  const inside = choices !== null && typeof choices === "object" ? Object.values(choices) : [];
  return [name, ...inside.flatMap((part) => (Array.isArray(part) ? placesIn(part) : []))];
}

/** A fact that a sentence wants and nobody gave shows as a dash, never as a failure to answer. */
function filled(sentence: unknown, facts: Facts, timeZone: () => string): Facts {
  const values: Facts = Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [name, inWords(fact, timeZone)]),
  );
  for (const name of placesIn(sentence)) values[name] ??= "–";
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

/** The same with the names of the facts in braces, as a reader of the API needs them. */
export function unfilledErrorText(locale: Locale, code: Codes): ErrorWords {
  const names = placesIn(serverMessages[locale].errors[code].detail);
  const facts = Object.fromEntries(names.map((name) => [name, `{${name}}`]));
  return errorText(locale, code, facts, () => "UTC");
}
