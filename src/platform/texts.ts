import { z } from "zod";
import {
  type DefaultLocale,
  defaultLocale,
  type Locale,
  locales,
  writtenLocales,
} from "@/i18n/config";
import { humanText } from "./scalars";
import { textField, textsIn } from "./text-fields";

export { textField, textOf, textsIn } from "./text-fields";

/**
 * Texts that operators write, in the program's languages. Isomorphic: forms use them too.
 *
 * Within a process such a text is one value, language → text. Where it stands in JSON that others read
 * (the published interface, events, explanations of entries, the audit log, what is kept as JSON) it is
 * a field for each language: `name`, `nameEn`. In a table it is a column of JSON (`stored-texts.ts`).
 */

export type LocalizedText = { [L in DefaultLocale]: string } & {
  [L in Locale]?: string | undefined;
};

/** One that has each language that is always written, as names do. */
export type LocalizedName = LocalizedText & { [L in WrittenLocale]: string };

/** What it says in a language; where it lacks that one, in the program's own. */
export function textIn(text: LocalizedText, locale: Locale): string {
  return text[locale] || text[defaultLocale];
}

export function isSameText(a: LocalizedText, b: LocalizedText): boolean {
  return locales.every((locale) => a[locale] === b[locale]);
}

export type { Locale } from "@/i18n/config";

type WrittenLocale = (typeof writtenLocales)[number];
const isWritten = (locale: Locale) => writtenLocales.some((one) => one === locale);

type Shape<Written extends Locale> = {
  [L in Locale]: L extends Written ? z.ZodString : z.ZodOptional<z.ZodString>;
};

function shapeOf<Written extends Locale>(text: z.ZodString, written: readonly Written[]) {
  const shape = locales.map((locale) => {
    return [locale, written.some((one) => one === locale) ? text : text.optional()];
  });
  return Object.fromEntries(shape) as Shape<Written>;
}

/** A name: in each of the languages that are always written, at most so many code points each. */
export function localizedText(max: number) {
  return z.strictObject(shapeOf(humanText(max), writtenLocales));
}

/** The same where only the program's own language is needed, such as a description. */
export function localizedNote(max: number) {
  return z.strictObject(shapeOf(humanText(max), [defaultLocale]));
}

/** A text as it is answered, whatever bounds there were when it was written. */
export const shownText = z.object(shapeOf(z.string(), [defaultLocale]));

type Suffix<L extends Locale> = L extends DefaultLocale
  ? ""
  : L extends `${infer Language}-${infer Region}`
    ? `${Capitalize<Language>}${Region}`
    : Capitalize<L>;
/** The field of a language: `TextField<"name", "en">` = "nameEn". */
export type TextField<Field extends string, L extends Locale> = `${Field}${Suffix<L>}`;

/** The text of which a field is one language: "nameEn" of ["name"] → name in English. */
export function textFieldOf<Field extends string>(name: string, fields: readonly Field[]) {
  for (const field of fields) {
    const locale = locales.find((one) => textField(field, one) === name);
    if (locale) return { field, locale };
  }
  return undefined;
}

type FieldShape<Field extends string, T extends z.ZodType> = {
  [L in Locale as TextField<Field, L>]: L extends WrittenLocale ? T : z.ZodOptional<T>;
};

/** The fields of a text as the published interface has them: `textFields("name", z.string())`. */
export function textFields<Field extends string, T extends z.ZodType>(field: Field, text: T) {
  const shape = locales.map((locale) => {
    return [textField(field, locale), isWritten(locale) ? text : text.optional()];
  });
  return Object.fromEntries(shape) as FieldShape<Field, T>;
}

export type TextFields<Field extends string> = {
  [L in WrittenLocale as TextField<Field, L>]: string;
} & { [L in Locale as TextField<Field, L>]?: string };

/** `flatText("name", { "zh-CN": "香囊", en: "Sachet" })` → `{ name: "香囊", nameEn: "Sachet" }`. */
export function flatText<Field extends string>(field: Field, text: LocalizedText) {
  const written = locales.filter((locale) => isWritten(locale) || text[locale] !== undefined);
  const fields = written.map((locale) => [textField(field, locale), textIn(text, locale)]);
  return Object.fromEntries(fields) as TextFields<Field>;
}

/** The fields of a text: `textNames("name")` → ["name", "nameEn"]. */
export function textNames(field: string): string[] {
  return locales.map((locale) => textField(field, locale));
}

/** The way back from `flatText`. */
export function textFrom<Field extends string>(
  record: TextFields<Field>,
  field: Field,
): LocalizedText {
  const texts = textsIn(record, field);
  return { ...texts, [defaultLocale]: texts[defaultLocale] ?? "" };
}

/**
 * A value as JSON that others read has it: each text in it is a field for each language.
 * Example: `flat({ id: "A", name: { "zh-CN": "甲", en: "A" } })` → `{ id: "A", name: "甲", nameEn: "A" }`.
 */
export function flat(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(flat);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([field, part]) =>
      isText(part) ? Object.entries(flatText(field, part)) : [[field, flat(part)]],
    ),
  );
}

/**
 * The way back, for the fields that are texts; what is one value already stays, and so does what has
 * no field for each language that is always written.
 * Example: `gathered({ name: "甲", nameEn: "A" }, ["name"])` → `{ name: { "zh-CN": "甲", en: "A" } }`.
 */
export function gathered(value: unknown, fields: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((part) => gathered(part, fields));
  if (!isRecord(value)) return value;
  const isWhole = (field: string) => writtenLocales.every((one) => textField(field, one) in value);
  const texts = fields.filter(isWhole);
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, part]) => {
      const field = textFieldOf(name, texts)?.field;
      if (field === undefined || isRecord(part)) return [[name, gathered(part, fields)]];
      return name === field ? [[field, wholeText(textsIn(value, field))]] : [];
    }),
  );
}

/** Null for no text at all. One that lacks the program's own language has another's there. */
export function wholeText(texts: Partial<Record<Locale, string>>): LocalizedText | null {
  const own = locales.map((locale) => texts[locale]).find((text) => text !== undefined);
  return own === undefined ? null : { [defaultLocale]: own, ...texts };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);

function isText(value: unknown): value is LocalizedText {
  if (!isRecord(value) || typeof value[defaultLocale] !== "string") return false;
  return Object.keys(value).every((key) => locales.some((locale) => locale === key));
}
