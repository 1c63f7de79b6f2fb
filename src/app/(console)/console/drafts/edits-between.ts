import type { z } from "zod";
import { differences, fieldsOf } from "@/modules/drafts/rules/fields";
import type { editInput } from "@/modules/drafts/schema";
import type { Content } from "./draft";

export type FieldEdits = NonNullable<z.input<typeof editInput>["edits"]>;

/** What was typed over a part of the version in force, as edits of a draft say it. */
export function editsBetween(before: Partial<Content>, after: Partial<Content>): FieldEdits {
  return differences(fieldsOf(before), fieldsOf(after)).map((change) => ({
    field: change.field,
    was: change.before,
    value: change.after,
  })) as FieldEdits;
}
