import type { AttributeKind, AttributeValue } from "../schema/labels";
import type { Stored } from "./facts";

export interface Kind {
  kind: AttributeKind;
  choices: readonly { value: string }[];
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;

function isDate(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return DATE.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** How a value is kept; null where it is none of its kind. Example: a DATE of "2026-02-30" → null. */
export function storedOf({ kind, choices }: Kind, value: AttributeValue): Stored | null {
  const word = (text: string): Stored => ({ word: text, number: null });
  switch (kind) {
    case "NUMBER":
      return typeof value === "number" ? { word: null, number: value } : null;
    case "BOOLEAN":
      return typeof value === "boolean" ? word(String(value)) : null;
    case "DATE":
      return typeof value === "string" && isDate(value) ? word(value) : null;
    case "CHOICE":
      return typeof value === "string" && choices.some((one) => one.value === value)
        ? word(value)
        : null;
    case "TEXT":
      return typeof value === "string" ? word(value) : null;
  }
}

export function toldOf(kind: AttributeKind, { word, number }: Stored): AttributeValue {
  if (kind === "NUMBER") return number ?? 0;
  return kind === "BOOLEAN" ? word === "true" : (word ?? "");
}

/** What of somebody's tags is another by a change; what is added and removed at once is removed. */
export function tagsChanged(
  had: ReadonlySet<string>,
  { addTags, removeTags }: { addTags: readonly string[]; removeTags: readonly string[] },
): { added: string[]; removed: string[] } {
  const away = new Set(removeTags);
  const added = [...new Set(addTags)].filter((tag) => !had.has(tag) && !away.has(tag));
  return { added, removed: [...away].filter((tag) => had.has(tag)) };
}
