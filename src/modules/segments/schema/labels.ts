import { z } from "zod";
import { humanText, insideId, who } from "@/platform/scalars";
import { localizedText, shownText } from "@/platform/texts";

/** Tags of members, and attributes whose kinds the console defines. */

export const TAGS_MAX = 50;
export const ATTRIBUTES_MAX = 50;
export const CHOICES_MAX = 50;
export const TEXT_MAX = 200;
export const AT_ONCE_MAX = 100;
const NUMBER_MAX = 1_000_000_000_000;

export const tag = humanText(32);
export const attributeKey = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,31}$/)
  .describe("small letters, figures and _");

export const attributeKind = z.enum(["TEXT", "NUMBER", "DATE", "BOOLEAN", "CHOICE"]);
export type AttributeKind = z.output<typeof attributeKind>;

const choice = z.strictObject({
  value: humanText(32).describe("as services send it; what it is called may change"),
  name: localizedText(32),
});

const fields = {
  name: localizedText(32),
  choices: z
    .array(choice)
    .max(CHOICES_MAX)
    .refine((all) => new Set(all.map(({ value }) => value)).size === all.length, {
      error: "distinct",
    })
    .default([])
    .describe("of CHOICE, at least one"),
};

export const createAttribute = z
  .strictObject({ key: attributeKey, kind: attributeKind, ...fields })
  .refine(({ kind, choices }) => (kind === "CHOICE") === choices.length > 0, {
    path: ["choices"],
    error: "of CHOICE alone, at least one",
  });
export const updateAttribute = z.strictObject({
  key: attributeKey,
  revision: z.int().min(1).describe("as read; another one by now is VERSION_CONFLICT"),
  archived: z.boolean().default(false).describe("kept where it is set, and set nowhere else"),
  ...fields,
});

export const attributeView = z.object({
  key: attributeKey,
  kind: attributeKind,
  name: shownText,
  choices: z.array(z.object({ value: z.string(), name: shownText })),
  archived: z.boolean(),
  revision: z.int(),
});
export type AttributeView = z.output<typeof attributeView>;
export const attributeList = z.object({ items: z.array(attributeView) });

/** What an attribute may be, each kind in its own form. */
export const attributeValue = z
  .union([
    humanText(TEXT_MAX),
    z.number().min(-NUMBER_MAX).max(NUMBER_MAX).multipleOf(0.0001),
    z.boolean(),
  ])
  .describe("a text, a number, true or false, a date as 2026-11-29, or the value of a choice");
export type AttributeValue = z.output<typeof attributeValue>;

const change = {
  addTags: z.array(tag).max(TAGS_MAX).default([]),
  removeTags: z.array(tag).max(TAGS_MAX).default([]),
  attributes: z
    .record(attributeKey, attributeValue.nullable())
    .refine((values) => Object.keys(values).length <= ATTRIBUTES_MAX, {
      error: `${ATTRIBUTES_MAX} at most`,
    })
    .default({})
    .describe("null takes it away; what isn’t named stays"),
};
export const labelsChange = z.object(change);
export type LabelsChange = z.output<typeof labelsChange>;

export const labelsInput = z.strictObject({ memberId: insideId, ...change });
export const labelsBatch = z.strictObject({
  items: z
    .array(z.strictObject({ ...who, ...change }))
    .min(1)
    .max(AT_ONCE_MAX),
});

export const labels = z.object({
  memberId: insideId,
  tags: z.array(z.string()),
  attributes: z.record(z.string(), attributeValue),
});
export const labelsOf = z.strictObject({ memberId: insideId });

export const labelsResults = z.object({
  items: z.array(
    z.object({
      index: z.int(),
      memberId: insideId.nullable(),
      changed: z.boolean(),
      refusal: z.string().nullable().describe("a code, where nothing of the item was done"),
      field: z.string().nullable().describe("the attribute that it is about"),
    }),
  ),
});

/** Words that some members have, most of them first. */
export const tagList = z.object({ items: z.array(z.string()) });
