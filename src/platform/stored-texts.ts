import { type Locale, locales } from "@/i18n/config";
import { type LocalizedText, textIn, wholeText } from "./texts";

/**
 * How a table keeps a text: `nameTexts` has it as JSON, language → text. `name` and `nameEn` stand
 * beside it for processes of the release before, which read and write these two alone: where they say
 * something else than the JSON, such a process wrote last.
 */
export type TextColumn<Field extends string> = Field | `${Field}En` | `${Field}Texts`;

/** A row as the table has it, of one whose fields are texts. */
export type StoredTexts<Row, Field extends keyof Row & string> = Omit<Row, Field> &
  Record<TextColumn<Field>, string | null>;

/** The columns of a text, to be named where a row is inserted. */
export function textColumns<Field extends string>(field: Field) {
  return [field, `${field}En`, `${field}Texts`] as const;
}

/** What stands in them. */
export function textCells<Field extends string>(field: Field, text: LocalizedText | null) {
  const json = text && JSON.stringify(text);
  const [own, english] = formerly(text);
  const cells = { [field]: own, [`${field}En`]: english, [`${field}Texts`]: json };
  return cells as Record<TextColumn<Field>, string | null>;
}

/** As the two columns have it. */
function formerly(text: LocalizedText | null): [own: string | null, english: string | null] {
  return text ? [textIn(text, "zh-CN"), textIn(text, "en")] : [null, null];
}

/** The row with its texts; a column that may be empty becomes null. */
export function withTexts<Row extends object, Field extends keyof Row & string>(
  row: StoredTexts<Row, Field>,
  fields: readonly Field[],
): Row {
  const columns = new Set<string>(fields.flatMap(textColumns));
  const rest = Object.entries(row).filter(([name]) => !columns.has(name));
  const texts = fields.map((field) => [field, textOfRow(row, field)]);
  return Object.fromEntries([...rest, ...texts]) as Row;
}

function textOfRow(row: object, field: string): LocalizedText | null {
  const cells = new Map<string, string | null>(Object.entries(row));
  const [own = null, english = null, json = null] = textColumns(field).map(
    (column) => cells.get(column) ?? null,
  );
  const known = json === null ? null : (JSON.parse(json) as LocalizedText);
  const [ownThen, englishThen] = formerly(known);
  if (known && own === ownThen && english === englishThen) return known;
  const written = [
    ["zh-CN", own],
    ["en", english],
  ] as const satisfies readonly (readonly [Locale, string | null])[];
  const others = locales.filter((locale) => written.every(([one]) => one !== locale));
  const kept = others.map((locale) => [locale, known?.[locale]]);
  const texts = [...written, ...kept].filter(([, text]) => typeof text === "string");
  return wholeText(Object.fromEntries(texts));
}
