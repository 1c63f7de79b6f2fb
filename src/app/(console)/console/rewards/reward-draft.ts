import { defaultLocale, type Locale, locales, writtenLocales } from "@/i18n/config";
import { imageAddress, type RewardKind } from "@/modules/rewards/schema";
import { POINTS_MAX } from "@/platform/scalars";
import { readWhole } from "../figures";
import { missingIn, type TypedText, textOfTyped, trimmed, typedText } from "../typed-text";
import type { ManagedReward } from "./managed-reward";

/** A reward as it stands in the form; an empty limit is none. */
export interface RewardDraft {
  kind: RewardKind;
  name: TypedText;
  description: TypedText;
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
}

type Text = "name" | "description";
export type RewardField = Exclude<keyof RewardDraft, Text> | `${Text}.${Locale}`;
export interface RewardFault {
  field: RewardField;
  fault: "text" | "points" | "count" | "image" | "benefit" | "order";
}

const text = (value: string | number | null | undefined) => String(value ?? "");

export function draftOfReward(reward: ManagedReward | null): RewardDraft {
  return {
    kind: reward?.kind ?? "PRODUCT",
    name: typedText(reward?.name),
    description: typedText(reward?.description),
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
  };
}

const isWithin = (typed: string, max: number, min = 1) => {
  const value = readWhole(typed);
  return value !== null && value >= min && value <= max;
};

/** What is wrong with a draft, field by field; the server looks again. */
export function faultsOfReward(draft: RewardDraft): RewardFault[] {
  const faults: RewardFault[] = [];
  const must = (holds: boolean, field: RewardField, fault: RewardFault["fault"]) => {
    if (!holds) faults.push({ field, fault });
  };
  const limit = (field: "stock" | "perMonth", max: number, min = 1) =>
    must(draft[field].trim() === "" || isWithin(draft[field], max, min), field, "count");
  for (const locale of missingIn(draft.name, writtenLocales)) must(false, `name.${locale}`, "text");
  // Without a text of its own it would show the other readers' to those of the program's language.
  const isDescribed = missingIn(draft.description, locales).length < locales.length;
  for (const locale of isDescribed ? missingIn(draft.description, [defaultLocale]) : []) {
    must(false, `description.${locale}`, "text");
  }
  const image = draft.image.trim();
  must(image === "" || imageAddress.safeParse(image).success, "image", "image");
  must(isWithin(draft.pointsCost, POINTS_MAX), "pointsCost", "points");
  limit("stock", 100_000_000, 0);
  limit("perMonth", 1000);
  must(/^-?\d{1,5}$/.test(draft.sortOrder.trim()), "sortOrder", "order");
  if (draft.kind === "BENEFIT_PASS") {
    must(draft.benefitId !== "", "benefitId", "benefit");
    must(isWithin(draft.passUses, 1000), "passUses", "count");
    must(isWithin(draft.passDays, 3650), "passDays", "count");
  }
  return faults;
}

/** The reward that a sound draft stands for, without its stock. */
export function rewardOf(draft: RewardDraft) {
  const isPass = draft.kind === "BENEFIT_PASS";
  const orNull = (typed: string) => (typed.trim() === "" ? null : typed.trim());
  return {
    kind: draft.kind,
    name: trimmed(draft.name),
    description: textOfTyped(draft.description),
    image: orNull(draft.image),
    pointsCost: readWhole(draft.pointsCost) ?? 0,
    perMonth: readWhole(draft.perMonth),
    minTier: orNull(draft.minTier),
    onShelf: draft.onShelf,
    sortOrder: Number(draft.sortOrder),
    benefitId: isPass ? draft.benefitId : null,
    passUses: isPass ? readWhole(draft.passUses) : null,
    passDays: isPass ? readWhole(draft.passDays) : null,
  };
}
