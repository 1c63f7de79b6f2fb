import { type GoodsRule, publishRulesInput } from "@/modules/program/schema";
import { readWhole } from "../figures";

/** Rules about goods as they stand in the form: text, field by field, so that nothing typed is lost. */

export const goodsWords = [
  "categories",
  "brands",
  "skus",
  "exceptCategories",
  "exceptBrands",
  "exceptSkus",
  "channels",
  "stores",
] as const;
export type GoodsWords = (typeof goodsWords)[number];

export interface GoodsDraft extends Record<GoodsWords, string> {
  label: string;
  kind: GoodsRule["gives"]["kind"];
  much: string;
}

const { rules: schema } = publishRulesInput.shape.goods.unwrap().shape;

const written = (words: readonly string[]) => words.join(", ");

const read = (text: string) =>
  text
    .split(/[,，、\n]/)
    .map((word) => word.trim())
    .filter((word) => word !== "");

function asDraft({ label, scope, gives }: GoodsRule): GoodsDraft {
  const { include, exclude, channels, stores } = scope;
  return {
    label,
    kind: gives.kind,
    much: String(gives.kind === "PERCENT" ? gives.percent : gives.points),
    categories: written(include.categories),
    brands: written(include.brands),
    skus: written(include.skus),
    exceptCategories: written(exclude.categories),
    exceptBrands: written(exclude.brands),
    exceptSkus: written(exclude.skus),
    channels: written(channels),
    stores: written(stores),
  };
}

function asRule(draft: GoodsDraft) {
  const much = readWhole(draft.much) ?? -1;
  return {
    label: draft.label,
    scope: {
      include: {
        categories: read(draft.categories),
        brands: read(draft.brands),
        skus: read(draft.skus),
      },
      exclude: {
        categories: read(draft.exceptCategories),
        brands: read(draft.exceptBrands),
        skus: read(draft.exceptSkus),
      },
      channels: read(draft.channels),
      stores: read(draft.stores),
    },
    gives:
      draft.kind === "PERCENT"
        ? { kind: draft.kind, percent: much }
        : { kind: draft.kind, points: much },
  };
}

export const NEW_RULE: GoodsDraft = asDraft({
  label: "",
  scope: {
    include: { categories: [], brands: [], skus: [] },
    exclude: { categories: [], brands: [], skus: [] },
    channels: [],
    stores: [],
  },
  gives: { kind: "PERCENT", percent: 200 },
});

/** The one text that a field of the form is. */
export function shownGoods(rules: readonly GoodsRule[]): string {
  return JSON.stringify(rules.map(asDraft));
}

export function goodsDrafts(text: string): GoodsDraft[] {
  return JSON.parse(text) as GoodsDraft[];
}

/** Null where one of them means nothing to the API. */
export function readGoods(text: string): GoodsRule[] | null {
  return schema.safeParse(goodsDrafts(text).map(asRule)).data ?? null;
}

/** Which fields of a rule mean nothing to the API. */
export function goodsFaults(draft: GoodsDraft): Set<string> {
  const { error } = schema.safeParse([asRule(draft)]);
  return new Set(error?.issues.map(({ path }) => fieldAt(path.slice(1).map(String))) ?? []);
}

/** `["scope", "exclude", "brands", "0"]` → "exceptBrands". */
function fieldAt([first = "", second = "", third = ""]: string[]): string {
  if (first === "label") return "label";
  if (first === "gives") return "much";
  if (second === "exclude") return `except${third.charAt(0).toUpperCase()}${third.slice(1)}`;
  return second === "include" ? third : second;
}
