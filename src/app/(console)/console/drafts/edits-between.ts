import type { z } from "zod";
import { benefitFields, differences, type Fields, fieldsOf } from "@/modules/drafts/rules/fields";
import type { editInput } from "@/modules/drafts/schema";
import type { BenefitDefinition } from "@/modules/program/schema/rules";
import type { Benefit } from "../benefits/benefit";
import type { Content } from "./draft";

export type FieldEdits = NonNullable<z.input<typeof editInput>["edits"]>;

const editsOf = (before: Fields, after: Fields) =>
  differences(before, after).map((change) => ({
    field: change.field,
    was: change.before,
    value: change.after,
  })) as FieldEdits;

/** What was typed over a part of the version in force, as edits of a draft say it. */
export const editsBetween = (before: Partial<Content>, after: Partial<Content>): FieldEdits =>
  editsOf(fieldsOf(before), fieldsOf(after));

/** The same of a benefit's definition; null is one that is not there. One that goes is taken from its tiers. */
export function editsOfBenefit(
  before: Benefit | null,
  after: BenefitDefinition | null,
): FieldEdits {
  const fieldsIn = (one: BenefitDefinition | null) => new Map(benefitFields(one ? [one] : []));
  const boxes = before && !before.isTierPrice && !after ? before.tiers : [];
  const taken = boxes.map((code) => ({ field: `tiers.${code}.benefits.${before?.id}`, was: true }));
  return [...editsOf(fieldsIn(before && definitionIn(before)), fieldsIn(after)), ...taken];
}

function definitionIn({ tiers: _, isTierPrice: __, summary: ___, ...definition }: Benefit) {
  return definition;
}
