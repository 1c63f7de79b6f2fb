import { contentFrom, fieldsOf } from "@/modules/drafts/rules/fields";
import type { Content } from "./draft";

/** Whether a field is the one named, or part of the tier or benefit that is. */
function isPart(field: string, name: string): boolean {
  const [kind, id] = name.split(".");
  const isCell = kind === "benefits" && name.split(".").length === 2;
  return (
    field === name ||
    field.startsWith(`${name}.`) ||
    (isCell && field.startsWith("tiers.") && field.endsWith(`.benefits.${id}`))
  );
}

/** A program in which one field, or a tier or benefit as a whole, is as another one has it. */
export function withFieldOf(content: Content, other: Content, name: string): Content {
  const kept = [...fieldsOf(content)].filter(([field]) => !isPart(field, name));
  const taken = [...fieldsOf(other)].filter(([field]) => isPart(field, name));
  return contentFrom(new Map([...kept, ...taken])) as Content;
}
