import type { RewardKind } from "@/modules/rewards/schema";
import { typedWhole } from "../figures";
import type { ManagedReward } from "./managed-reward";

/** A reward as it stands in the form; an empty limit is none. */
export interface RewardDraft {
  kind: RewardKind;
  name: string;
  nameEn: string;
  description: string;
  descriptionEn: string;
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

export type RewardField = keyof RewardDraft;

const text = (value: string | number | null | undefined) => String(value ?? "");

export function draftOfReward(reward: ManagedReward | null): RewardDraft {
  return {
    kind: reward?.kind ?? "PRODUCT",
    name: text(reward?.name),
    nameEn: text(reward?.nameEn),
    description: text(reward?.description),
    descriptionEn: text(reward?.descriptionEn),
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

const faults: Partial<Record<string, "points" | "count" | "image" | "benefit" | "order">> = {
  image: "image",
  pointsCost: "points",
  stock: "count",
  perMonth: "count",
  sortOrder: "order",
  benefitId: "benefit",
  passUses: "count",
  passDays: "count",
};

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
    name: draft.name.trim(),
    nameEn: draft.nameEn.trim(),
    description: orNull(draft.description),
    descriptionEn: orNull(draft.descriptionEn),
    image: orNull(draft.image),
    pointsCost: typedWhole(draft.pointsCost),
    perMonth: typedWhole(draft.perMonth),
    minTier: orNull(draft.minTier),
    onShelf: draft.onShelf,
    sortOrder: draft.sortOrder.trim() === "" ? null : Number(draft.sortOrder),
    benefitId: isPass ? orNull(draft.benefitId) : null,
    passUses: isPass ? typedWhole(draft.passUses) : null,
    passDays: isPass ? typedWhole(draft.passDays) : null,
  };
}
