import type { GoodsRule } from "@/modules/program/schema/rules";
import { publishRulesInput } from "@/modules/program/schema/versions";
import { readWhole } from "../figures";
import { type ScopeDraft, scopeDraft, scopeOf, wordsAt } from "../scope-draft";

/** Rules about goods as they stand in the form: text, field by field, so that nothing typed is lost. */

export interface GoodsDraft extends ScopeDraft {
  label: string;
  kind: GoodsRule["gives"]["kind"];
  much: string;
}

const { rules: schema } = publishRulesInput.shape.goods.unwrap().shape;

function asDraft({ label, scope, gives }: GoodsRule): GoodsDraft {
  return {
    label,
    kind: gives.kind,
    much: String(gives.kind === "PERCENT" ? gives.percent : gives.points),
    ...scopeDraft(scope),
  };
}

function asRule(draft: GoodsDraft) {
  const much = readWhole(draft.much) ?? -1;
  return {
    label: draft.label,
    scope: scopeOf(draft),
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
function fieldAt([first = "", ...rest]: string[]): string {
  if (first === "label") return "label";
  return first === "gives" ? "much" : wordsAt(rest);
}
