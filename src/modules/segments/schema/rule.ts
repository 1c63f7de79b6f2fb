import { z } from "zod";
import { calendarDate, humanText, insideIdText, MONEY_MINOR_MAX } from "@/platform/scalars";
import { shopWord } from "../../orders/schema/cart";
import { tierCode } from "../../tiers/schema";
import { attributeKey, TEXT_MAX, tag } from "./labels";

/**
 * What a segment says of its members: conditions, in groups, in a rule. So deep and no deeper, so many and no
 * more, so that the dearest rule is one that can be counted.
 */

export const CONDITIONS_MAX = 20;
/** Of those, such as are asked of tables with many rows a member. */
export const LOOKUPS_MAX = 5;
export const VALUES_MAX = 50;
export const DAYS_MAX = 3650;
export const RULE_TEXT_MAX = 8_000;

/** Figures of a member that are compared with bounds. */
export const NUMBERS = [
  "spend",
  "spend90",
  "spend365",
  "orders",
  "orders90",
  "orders365",
  "points",
  "expiring30",
  "expiring90",
] as const;
const numberField = z.enum(NUMBERS);

const not = z.boolean().optional().describe("whom it does not hold for");

const distinct = <T extends z.ZodType>(item: T, max: number) =>
  z
    .array(item)
    .min(1)
    .max(max)
    .refine((items) => new Set(items).size === items.length, { error: "distinct" });

interface Bounds<T> {
  min?: T | undefined;
  max?: T | undefined;
}

/** One of the two at least, and not the wrong way round. */
const inOrder = <T extends number | string>({ min, max }: Bounds<T>) =>
  (min !== undefined || max !== undefined) &&
  (min === undefined || max === undefined || min <= max);

const figure = z.int().min(0).max(MONEY_MINOR_MAX);
const days = z.int().min(0).max(DAYS_MAX);
const score = z.int().min(1).max(5);

const bounded = { error: "min, max or both, in order" } as const;

const condition = z
  .discriminatedUnion("field", [
    z.strictObject({ field: z.literal("tier"), in: distinct(tierCode, VALUES_MAX), not }),
    z.strictObject({
      field: z.literal("status"),
      in: distinct(z.enum(["ACTIVE", "FROZEN"]), 2),
      not,
    }),
    z
      .strictObject({
        field: numberField.describe(
          "money in minor units; `90` and `365`: within so many business days, today among them; `expiring`: available points that expire within so many days",
        ),
        min: figure.optional(),
        max: figure.optional(),
        not,
      })
      .refine(inOrder, bounded),
    z
      .strictObject({
        field: z.enum(["joined", "lastOrder"]).describe("business days ago; 0 is today"),
        min: days.optional(),
        max: days.optional(),
        not,
      })
      .refine(inOrder, bounded),
    z
      .strictObject({
        field: z.literal("joinedOn"),
        min: calendarDate.optional(),
        max: calendarDate.optional(),
        not,
      })
      .refine(inOrder, bounded),
    z.strictObject({
      field: z.literal("birthday"),
      in: distinct(z.union([z.int().min(1).max(12), z.enum(["THIS", "NEXT"])]), 12).describe(
        "months; THIS and NEXT are the running one and the one after it",
      ),
      not,
    }),
    z
      .strictObject({
        field: z.literal("rfm"),
        r: distinct(score, 5).optional().describe("by days since the last order"),
        f: distinct(score, 5).optional().describe("by orders within 365 days"),
        m: distinct(score, 5).optional().describe("by spend within 365 days, in fifths"),
        not,
      })
      .refine(({ r, f, m }) => r !== undefined || f !== undefined || m !== undefined, {
        error: "r, f or m",
      }),
    z.strictObject({ field: z.literal("marketing"), not }),
    z.strictObject({
      field: z.literal("store"),
      in: distinct(shopWord, VALUES_MAX).describe("of the last order"),
      not,
    }),
    z.strictObject({
      field: z.literal("activity"),
      in: distinct(insideIdText, VALUES_MAX).describe("took part in one of them"),
      not,
    }),
    z.strictObject({
      field: z.literal("tag"),
      in: distinct(tag, VALUES_MAX).describe("has one of them"),
      not,
    }),
    z
      .strictObject({
        field: z.literal("attribute"),
        key: attributeKey,
        in: distinct(humanText(TEXT_MAX), VALUES_MAX)
          .optional()
          .describe("of texts, choices, and true or false"),
        min: z.number().optional().describe("of numbers"),
        max: z.number().optional(),
        from: calendarDate.optional().describe("of dates, both in it"),
        until: calendarDate.optional(),
        not,
      })
      .describe("without words and bounds: that it is set"),
  ])
  .meta({ id: "SegmentCondition" });
export type Condition = z.output<typeof condition>;

/** Fields that are asked of other tables than the facts of a member. */
const LOOKUPS: ReadonlySet<string> = new Set(["activity", "tag", "attribute"]);

const group = z.strictObject({
  match: z.enum(["ALL", "ANY"]),
  of: z.array(condition).min(1).max(CONDITIONS_MAX),
});
export type Group = z.output<typeof group>;

type Node = Condition | Group;

export const isGroup = (node: Node): node is Group => "match" in node;

export function conditionsOf({ of }: { of: readonly Node[] }): Condition[] {
  return of.flatMap((node) => (isGroup(node) ? node.of : [node]));
}

const isLookup = ({ field }: Condition) => LOOKUPS.has(field);

export const rule = z
  .strictObject({
    match: z.enum(["ALL", "ANY"]),
    of: z
      .array(z.union([group, condition]))
      .min(1)
      .max(CONDITIONS_MAX),
  })
  .refine((made) => conditionsOf(made).length <= CONDITIONS_MAX, {
    error: `${CONDITIONS_MAX} conditions at most`,
  })
  .refine((made) => conditionsOf(made).filter(isLookup).length <= LOOKUPS_MAX, {
    error: `${LOOKUPS_MAX} conditions about tags, attributes and activities at most`,
  })
  .meta({ id: "SegmentRule" });
export type Rule = z.output<typeof rule>;

/** A rule where only text can stand, as in an address. */
export const ruleText = z
  .string()
  .max(RULE_TEXT_MAX)
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: "custom", message: "JSON" });
      return z.NEVER;
    }
  })
  .pipe(rule);
