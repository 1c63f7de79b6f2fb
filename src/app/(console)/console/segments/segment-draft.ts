import type { AttributeView } from "@/modules/segments/schema/labels";
import { type Condition, NUMBERS, type Rule, rule } from "@/modules/segments/schema/rule";
import { readDecimal, readWhole } from "../figures";

/** A condition as it is typed before it becomes a chip. */
export interface ConditionDraft {
  field: Condition["field"];
  /** Which attribute. */
  key: string;
  min: string;
  max: string;
  /** With commas between them. */
  words: string;
  chosen: readonly string[];
  isNot: boolean;
}

/** In the order in which they are offered. */
export const FIELDS: readonly Condition["field"][] = [
  "tier",
  ...NUMBERS,
  "lastOrder",
  "joined",
  "joinedOn",
  "birthday",
  "rfm",
  "store",
  "activity",
  "tag",
  "attribute",
  "marketing",
  "status",
];

export const newCondition = (field: Condition["field"]): ConditionDraft => ({
  ...{ field, key: "", min: "", max: "", words: "", chosen: [], isNot: false },
});

/** How its value is told. */
export type Way = "MONEY" | "FIGURE" | "DATES" | "CHOICE" | "WORDS" | "NOTHING";

const MONEY = /^spend/;

/** @param kind of the attribute, where it is one */
export function wayOf(field: Condition["field"], kind: AttributeView["kind"] | undefined): Way {
  if (MONEY.test(field)) return "MONEY";
  if ((NUMBERS as readonly string[]).includes(field)) return "FIGURE";
  switch (field) {
    case "joined":
    case "lastOrder":
      return "FIGURE";
    case "joinedOn":
      return "DATES";
    case "store":
    case "tag":
      return "WORDS";
    case "marketing":
      return "NOTHING";
    case "attribute":
      return kind === undefined ? "NOTHING" : WAYS[kind];
    default:
      return "CHOICE";
  }
}

const WAYS = {
  NUMBER: "FIGURE",
  DATE: "DATES",
  BOOLEAN: "CHOICE",
  CHOICE: "CHOICE",
  TEXT: "WORDS",
} as const satisfies Record<AttributeView["kind"], Way>;

const split = (words: string) =>
  words
    .split(/[,，;；\n]/)
    .map((word) => word.trim())
    .filter((word) => word !== "");

/** As the schema takes it, or null where something of it is no value. Example: spend from "500" → 50000. */
export function conditionOf(draft: ConditionDraft, way: Way): Condition | null {
  const { field, key, chosen, words, isNot } = draft;
  const made = {
    field,
    ...(field === "attribute" && { key }),
    ...(way === "CHOICE" && chosenOf(field, chosen)),
    ...(way === "WORDS" && { in: split(words) }),
    ...boundsOf(draft, way),
    ...(isNot && { not: true }),
  };
  const [found] = rule.safeParse({ match: "ALL", of: [made] }).data?.of ?? [];
  return (found as Condition | undefined) ?? null;
}

function chosenOf(field: Condition["field"], chosen: readonly string[]) {
  if (field === "birthday") {
    return { in: chosen.map((one) => (/^\d+$/.test(one) ? Number(one) : one)) };
  }
  if (field !== "rfm") return { in: chosen };
  const scores = ["R", "F", "M"].flatMap((name) => {
    const own = chosen.filter((one) => one.startsWith(name)).map((one) => Number(one.slice(1)));
    return own.length > 0 ? [[name.toLowerCase(), own]] : [];
  });
  return Object.fromEntries(scores);
}

/** What is no figure stands as NaN, which no schema takes. */
function boundsOf({ field, min, max }: ConditionDraft, way: Way): Record<string, unknown> {
  if (way !== "MONEY" && way !== "FIGURE" && way !== "DATES") return {};
  const read = (typed: string) => {
    if (typed.trim() === "") return undefined;
    if (way === "DATES") return typed;
    return (way === "MONEY" ? readDecimal(typed, 2) : readWhole(typed)) ?? Number.NaN;
  };
  const isAttributeDate = field === "attribute" && way === "DATES";
  const [from, to] = isAttributeDate ? ["from", "until"] : ["min", "max"];
  return { [from as string]: read(min), [to as string]: read(max) };
}

export const PRESETS = {
  champions: [{ field: "rfm", r: [4, 5], f: [4, 5], m: [4, 5] }],
  atRisk: [
    { field: "orders", min: 2 },
    { field: "lastOrder", min: 90, max: 365 },
  ],
  newcomers: [{ field: "joined", max: 30 }],
  expiring: [{ field: "expiring30", min: 1 }],
  birthdays: [{ field: "birthday", in: ["NEXT"] }],
} as const satisfies Record<string, readonly object[]>;
export type Preset = keyof typeof PRESETS;

export function presetOf(name: Preset): Rule {
  return rule.parse({ match: "ALL", of: PRESETS[name] });
}
