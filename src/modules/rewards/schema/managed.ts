import { z } from "zod";
import { imageAddress } from "@/platform/picture-address";
import {
  insideId,
  instant,
  listOf,
  page,
  pointsFigure,
  pointsPositive,
  reasonText,
} from "@/platform/scalars";
import { localizedNote, localizedText, shownText } from "@/platform/texts";
import { waitsFor } from "../../access/schema/access";
import { benefitId } from "../../program/schema/rules";
import { tierCode } from "../../tiers/schema";
import { CATEGORY_MAX, type RewardKind, rewardKind, STOCK_MAX } from "./rewards";

const rewardFields = {
  name: localizedText(64),
  description: localizedNote(500).nullable().default(null),
  terms: localizedNote(1000).nullable().default(null).describe("what the member should know first"),
  category: localizedText(CATEGORY_MAX).nullable().default(null),
  image: imageAddress.nullable().default(null),
  pointsCost: pointsPositive,
  perMonth: z.int().min(1).max(1000).nullable().default(null),
  minTier: tierCode.nullable().default(null),
  onShelf: z.boolean(),
  sortOrder: z.int().min(-100_000).max(100_000).default(0),
  benefitId: benefitId.nullable().default(null).describe("what a BENEFIT_PASS gives"),
  passUses: z.int().min(1).max(1000).nullable().default(null),
  passDays: z.int().min(1).max(3650).nullable().default(null),
  couponDefinitionId: insideId
    .nullable()
    .default(null)
    .describe("what a COUPON issues; null for codes that the shop alone honours"),
};

const PASS_FIELDS = ["benefitId", "passUses", "passDays"] as const;

/** A pass says what it gives, how often and how long, a coupon what it issues; nothing else does. */
function checkKind(
  reward: { kind: RewardKind; couponDefinitionId: unknown } & Record<
    (typeof PASS_FIELDS)[number],
    unknown
  >,
  issues: z.RefinementCtx,
): void {
  for (const field of PASS_FIELDS) {
    const isRequired = reward.kind === "BENEFIT_PASS";
    if ((reward[field] !== null) === isRequired) continue;
    const message = isRequired ? "required for BENEFIT_PASS" : `not for ${reward.kind}`;
    issues.addIssue({ code: "custom", path: [field], message });
  }
  if (reward.couponDefinitionId !== null && reward.kind !== "COUPON") {
    const message = `not for ${reward.kind}`;
    issues.addIssue({ code: "custom", path: ["couponDefinitionId"], message });
  }
}

export const createInput = z
  .strictObject({
    kind: rewardKind,
    ...rewardFields,
    stock: z.int().min(0).max(STOCK_MAX).nullable().describe("null for no limit"),
  })
  .superRefine(checkKind);
export type NewReward = z.output<typeof createInput>;

export const updateInput = z
  .strictObject({
    rewardId: insideId,
    version: z.int().min(1).describe("as it was read: a later change is not overwritten"),
    kind: rewardKind,
    ...rewardFields,
  })
  .superRefine(checkKind);

export const stockInput = z
  .strictObject({
    rewardId: insideId,
    by: z.int().min(-STOCK_MAX).max(STOCK_MAX).optional().describe("more or fewer pieces"),
    to: z.int().min(0).max(STOCK_MAX).nullable().optional().describe("null for no limit"),
    reason: reasonText,
  })
  .refine(({ by, to }) => (by === undefined) !== (to === undefined), {
    error: "by / to: 1",
    path: ["by"],
  });

export const shelf = z.enum(["ON", "OFF", "OUT_OF_STOCK"]);

/** A reward as operators see it. */
export const managedReward = z.object({
  rewardId: insideId,
  kind: rewardKind,
  name: shownText,
  description: shownText.nullable(),
  terms: shownText.nullable(),
  category: shownText.nullable(),
  image: z.string().nullable(),
  pointsCost: pointsFigure,
  stock: z.int().nullable(),
  perMonth: z.int().nullable(),
  minTier: z.string().nullable(),
  onShelf: z.boolean(),
  shelf: shelf.describe("visible to members; unlisted automatically when out of stock"),
  sortOrder: z.int(),
  benefitId: benefitId.nullable(),
  passUses: z.int().nullable(),
  passDays: z.int().nullable(),
  couponDefinitionId: insideId.nullable(),
  version: z.int(),
  updatedAt: instant,
});
/** A reward after it was made or changed. */
export const savedReward = managedReward.extend({ approvalId: waitsFor });

export const managedList = listOf(managedReward);
export const managedInput = z.strictObject({ lowStock: z.boolean().default(false), ...page });

export const revealInput = z.strictObject({ redemptionId: insideId, reason: reasonText });
export const revealOutput = z.object({
  redemptionId: insideId,
  couponCodes: z.array(z.string()),
});

export const withdrawInput = z.strictObject({ redemptionId: insideId, reason: reasonText });
