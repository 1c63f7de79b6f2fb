import { defaultLocale, type Locale, locales } from "@/i18n/config";
import type { RewardKind } from "@/modules/rewards/schema/rewards";
import { typedWhole } from "../figures";
import { missingIn, type TypedText, textOfTyped, trimmed, typedText } from "../typed-text";
import type { ManagedReward } from "./managed-reward";

/** A reward as it stands in the form; an empty limit is none. */
export interface RewardDraft {
  kind: RewardKind;
  name: TypedText;
  description: TypedText;
  terms: TypedText;
  category: TypedText;
  image: string;
  pointsCost: string;
  stock: string;
  perMonth: string;
  minTier: string;
  onShelf: boolean;
  sortOrder: string;
  benefitId: string;
  passUses: string;
  passDays: string;
  couponDefinitionId: string;
}

type Text = "name" | "description" | "terms" | "category";
export type RewardField = Exclude<keyof RewardDraft, Text> | `${Text}.${Locale}`;

const text = (value: string | number | null | undefined) => String(value ?? "");

export function draftOfReward(reward: ManagedReward | null): RewardDraft {
  return {
    kind: reward?.kind ?? "PRODUCT",
    name: typedText(reward?.name),
    description: typedText(reward?.description),
    terms: typedText(reward?.terms),
    category: typedText(reward?.category),
    image: text(reward?.image),
    pointsCost: text(reward?.pointsCost),
    stock: text(reward?.stock),
    perMonth: text(reward?.perMonth),
    minTier: text(reward?.minTier),
    onShelf: reward?.onShelf ?? true,
    sortOrder: text(reward?.sortOrder ?? 0),
    benefitId: text(reward?.benefitId),
    passUses: text(reward?.passUses),
    passDays: text(reward?.passDays),
    couponDefinitionId: text(reward?.couponDefinitionId),
  };
}

const faults: Partial<
  Record<string, "points" | "count" | "image" | "benefit" | "coupon" | "order">
> = {
  image: "image",
  pointsCost: "points",
  stock: "count",
  perMonth: "count",
  sortOrder: "order",
  benefitId: "benefit",
  couponDefinitionId: "coupon",
  passUses: "count",
  passDays: "count",
};

const NOTES = ["description", "terms"] as const;

/**
 * In which of its notes something is missing: without a text of its own it would show the other readers'
 * to those of the program's language.
 */
export function missingNote(draft: RewardDraft): RewardField | null {
  const missing = NOTES.find((field) => {
    const isWritten = missingIn(draft[field], locales).length < locales.length;
    return isWritten && missingIn(draft[field], [defaultLocale]).length > 0;
  });
  return missing ? `${missing}.${defaultLocale}` : null;
}

/** The word for what is wrong in a field. */
export function faultIn(field: RewardField) {
  return faults[field] ?? "text";
}

/** The reward that a draft stands for, without its stock; the procedure's schema judges it. */
export function rewardOf(draft: RewardDraft) {
  const isPass = draft.kind === "BENEFIT_PASS";
  const orNull = (typed: string) => (typed.trim() === "" ? null : typed.trim());
  return {
    kind: draft.kind,
    name: trimmed(draft.name),
    description: textOfTyped(draft.description),
    terms: textOfTyped(draft.terms),
    category: textOfTyped(draft.category),
    image: orNull(draft.image),
    pointsCost: typedWhole(draft.pointsCost),
    perMonth: typedWhole(draft.perMonth),
    minTier: orNull(draft.minTier),
    onShelf: draft.onShelf,
    sortOrder: draft.sortOrder.trim() === "" ? null : Number(draft.sortOrder),
    benefitId: isPass ? orNull(draft.benefitId) : null,
    passUses: isPass ? typedWhole(draft.passUses) : null,
    passDays: isPass ? typedWhole(draft.passDays) : null,
    couponDefinitionId: draft.kind === "COUPON" ? orNull(draft.couponDefinitionId) : null,
  };
}
