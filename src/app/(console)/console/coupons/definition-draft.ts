import type { z } from "zod";
import { instantOf, localTimeOf } from "@/i18n/format";
import type { createDefinitionInput } from "@/modules/coupons/schema/coupons";
import type { CouponEffect } from "@/modules/coupons/schema/terms";
import { readDecimal, showDecimal, typedWhole } from "../figures";
import { type TypedText, textOfTyped, trimmed, typedText } from "../typed-text";
import type { CouponDefinition } from "./coupon-definition";

const LISTS = ["categories", "brands", "skus"] as const;
export const SCOPE_FIELDS = [
  ...LISTS.map((list) => `include.${list}` as const),
  ...LISTS.map((list) => `exclude.${list}` as const),
  "channels",
  "stores",
] as const;
export type ScopeField = (typeof SCOPE_FIELDS)[number];

/** A coupon as it stands in the form; money in yuan, shares in percent. */
export interface DefinitionDraft {
  name: TypedText;
  description: TypedText;
  enabled: boolean;
  kind: CouponEffect["kind"];
  amount: string;
  percent: string;
  maximum: string;
  sku: string;
  value: string;
  minimum: string;
  validFrom: string;
  validUntil: string;
  validDays: string;
  uses: string;
  minTier: string;
  combinable: boolean;
  givesBack: boolean;
  /** Words of a list, parted by commas. */
  scope: Record<ScopeField, string>;
}

export type DefinitionInput = z.input<typeof createDefinitionInput>;
type Terms = DefinitionInput["terms"];

const money = (minor: number | null | undefined) => (minor ? showDecimal(minor, 2) : "");

export function draftOf(definition: CouponDefinition | null, timeZone: string): DefinitionDraft {
  const terms = definition?.terms;
  const effect = terms?.effect;
  const local = (instant: string | null | undefined) =>
    instant ? localTimeOf(instant, timeZone) : "";
  const words = (field: ScopeField) => {
    const [side = "", list = ""] = field.split(".");
    const scope = terms?.scope as Record<string, unknown> | null | undefined;
    const found = scope?.[side];
    const all = list === "" ? found : (found as Record<string, unknown> | undefined)?.[list];
    return Array.isArray(all) ? all.join(", ") : "";
  };
  return {
    name: typedText(definition?.name),
    description: typedText(definition?.description),
    enabled: definition?.enabled ?? true,
    kind: effect?.kind ?? "AMOUNT",
    amount: effect?.kind === "AMOUNT" ? money(effect.amountMinor) : "",
    percent: effect?.kind === "PERCENT" ? showDecimal(effect.offBps, 2) : "",
    maximum: effect?.kind === "PERCENT" ? money(effect.maximumMinor) : "",
    sku: effect?.kind === "ITEM" ? effect.sku : "",
    value: effect?.kind === "ITEM" ? money(effect.valueMinor) : "",
    minimum: money(terms?.minimumMinor),
    validFrom: local(terms?.validFrom),
    validUntil: local(terms?.validUntil),
    validDays: String(terms?.validDays ?? (terms ? "" : 30)),
    uses: String(terms?.uses ?? 1),
    minTier: terms?.minTier ?? "",
    combinable: terms?.combinable ?? false,
    givesBack: terms?.givesBack ?? true,
    scope: Object.fromEntries(SCOPE_FIELDS.map((field) => [field, words(field)])) as Record<
      ScopeField,
      string
    >,
  };
}

/** `wordsOf("鞋, 袜，帽")` → ["鞋", "袜", "帽"]. */
export function wordsOf(typed: string): string[] {
  const words = typed.split(/[,，、;；\n]/).map((word) => word.trim());
  return [...new Set(words.filter((word) => word !== ""))];
}

/** Not a figure where something else was typed, so that the schema refuses it. */
const minor = (typed: string) =>
  typed.trim() === "" ? null : (readDecimal(typed, 2) ?? Number.NaN);

function effectOf(draft: DefinitionDraft): Terms["effect"] {
  switch (draft.kind) {
    case "AMOUNT":
      return { kind: "AMOUNT", amountMinor: minor(draft.amount) ?? 0 };
    case "PERCENT": {
      const maximumMinor = minor(draft.maximum);
      return { kind: "PERCENT", offBps: minor(draft.percent) ?? 0, maximumMinor };
    }
    case "ITEM":
      return { kind: "ITEM", sku: draft.sku.trim(), valueMinor: minor(draft.value) ?? 0 };
  }
}

function scopeOf({ scope }: DefinitionDraft): Terms["scope"] {
  const lists = (side: "include" | "exclude") =>
    Object.fromEntries(LISTS.map((list) => [list, wordsOf(scope[`${side}.${list}`])]));
  if (SCOPE_FIELDS.every((field) => wordsOf(scope[field]).length === 0)) return null;
  return {
    include: lists("include"),
    exclude: lists("exclude"),
    channels: wordsOf(scope.channels),
    stores: wordsOf(scope.stores),
  };
}

/** What a draft stands for; the procedure's schema judges it. */
export function definitionOf(draft: DefinitionDraft, timeZone: string): DefinitionInput {
  return {
    name: trimmed(draft.name),
    description: textOfTyped(draft.description),
    enabled: draft.enabled,
    terms: {
      effect: effectOf(draft),
      minimumMinor: minor(draft.minimum) ?? 0,
      scope: scopeOf(draft),
      validFrom: instantOf(draft.validFrom, timeZone),
      validUntil: instantOf(draft.validUntil, timeZone),
      validDays: typedWhole(draft.validDays),
      uses: typedWhole(draft.uses) ?? 1,
      combinable: draft.combinable,
      minTier: draft.minTier === "" ? null : draft.minTier,
      givesBack: draft.givesBack,
    },
  };
}

/** At which field of the form a fault of the input is shown. */
export const SHOWN_AT: Record<string, string> = {
  "terms.effect.amountMinor": "amount",
  "terms.effect.offBps": "percent",
  "terms.effect.maximumMinor": "maximum",
  "terms.effect.sku": "sku",
  "terms.effect.valueMinor": "value",
  "terms.minimumMinor": "minimum",
  "terms.validFrom": "validFrom",
  "terms.validUntil": "validUntil",
  "terms.validDays": "validDays",
  "terms.uses": "uses",
  "terms.minTier": "minTier",
  ...Object.fromEntries(SCOPE_FIELDS.map((field) => [`terms.scope.${field}`, `scope.${field}`])),
};
