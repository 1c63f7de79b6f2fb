import { z } from "zod";
import { imageAddress } from "@/platform/picture-address";
import {
  humanText,
  insideId,
  instant,
  listOf,
  page,
  pointsFigure,
  pointsPositive,
  reasonText,
  who,
} from "@/platform/scalars";
import { localizedNote, localizedText, shownText } from "@/platform/texts";
import { waitsFor } from "../access/schema/access";
import { benefitId } from "../program/schema/rules";
import { minimumTier, tierCode } from "../tiers/schema";

export const rewardKind = z.enum(["PRODUCT", "COUPON", "BENEFIT_PASS"]);
export type RewardKind = z.output<typeof rewardKind>;

/** Why a member cannot have a reward now, in the order it is looked at. */
export const rewardReason = z.enum([
  "MEMBER_STATUS_INVALID",
  "BENEFIT_UNAVAILABLE",
  "BENEFIT_UNLIMITED",
  "COUPON_UNAVAILABLE",
  "OUT_OF_STOCK",
  "TIER_TOO_LOW",
  "LIMIT_REACHED",
  "INSUFFICIENT_POINTS",
]);
export type RewardReason = z.output<typeof rewardReason>;

export const redemptionStatus = z.enum(["PENDING", "SHIPPED", "DONE", "CANCELLED"]);
export type RedemptionStatus = z.output<typeof redemptionStatus>;

/** Pieces of one redemption. */
export const QUANTITY_MAX = 20;
export const STOCK_MAX = 100_000_000;

/** Where a parcel goes. */
export const deliveryAddress = z.strictObject({
  name: humanText(64),
  phone: z
    .string()
    .trim()
    .regex(/^\+?[0-9][0-9 -]{4,23}$/)
    .describe("digits, spaces and hyphens, may begin with +"),
  region: humanText(100).describe("province, city, district"),
  line: humanText(200).describe("street, house, room"),
});
export type DeliveryAddress = z.output<typeof deliveryAddress>;

export const rewardsInput = z.strictObject({ ...who, ...page });

export const rewardView = z.object({
  rewardId: insideId,
  name: z.string(),
  kind: rewardKind,
  description: z.string().nullable(),
  image: z.string().nullable(),
  pointsCost: pointsFigure,
  stock: z.int().nullable().describe("null for no limit"),
  perMonth: z.int().nullable().describe("pieces a member may have in a business month"),
  usedThisMonth: z.int(),
  minTier: minimumTier.nullable(),
  redeemable: z.boolean(),
  reason: rewardReason.nullable(),
});
export const rewardList = listOf(rewardView);

export const redeemInput = z.strictObject({
  ...who,
  rewardId: insideId,
  quantity: z.int().min(1).max(QUANTITY_MAX).default(1),
  deliveryAddress: deliveryAddress.optional().describe("products only, and needed for them"),
});

const pass = z.object({
  benefitId,
  usesLeft: z.int(),
  validUntil: instant,
});

const couponCodes = z.array(z.string()).describe("that the shop alone honours");
const couponIds = z.array(insideId).describe("in the member’s wallet, where their codes are");

export const redeemOutput = z.object({
  redemptionId: insideId,
  rewardName: z.string(),
  quantity: z.int(),
  pointsCost: pointsFigure,
  available: pointsFigure,
  status: redemptionStatus,
  couponCodes,
  couponIds,
  pass: pass.nullable(),
});
export type TakeAnswer = z.output<typeof redeemOutput>;

export const redemptionsInput = z.strictObject({ ...who, ...page });

export const redemptionView = z.object({
  redemptionId: insideId,
  rewardId: insideId,
  rewardName: z.string(),
  kind: rewardKind,
  pointsCost: pointsFigure,
  quantity: z.int(),
  status: redemptionStatus,
  carrier: z.string().nullable(),
  trackingCode: z.string().nullable(),
  reason: z.string().nullable().describe("why the shop cancelled it"),
  couponCodes,
  couponIds,
  pass: pass.nullable(),
  cancellable: z.boolean().describe("the member may call it off: not shipped, coupons unused"),
  createdAt: instant,
  shippedAt: instant.nullable(),
});
export const redemptionList = listOf(redemptionView);

export const cancelInput = z.strictObject({ ...who, id: insideId });
export const cancelOutput = z.object({
  redemptionId: insideId,
  status: z.literal("CANCELLED"),
  pointsRestored: pointsFigure,
  available: pointsFigure,
});

const rewardFields = {
  name: localizedText(64),
  description: localizedNote(500).nullable().default(null),
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

export const queueInput = z.strictObject({
  status: redemptionStatus.default("PENDING"),
  ...page,
});

export const queueList = listOf(
  redemptionView.extend({
    memberId: insideId,
    memberCode: z.string(),
    deliveryAddress: deliveryAddress.nullable(),
    endedBy: z.string().nullable(),
  }),
);

/** Parcels told of at once. */
const SHIPMENTS_MAX = 100;

export const shipInput = z.strictObject({
  shipments: z
    .array(
      z.strictObject({
        redemptionId: insideId,
        carrier: humanText(64),
        trackingCode: z
          .string()
          .trim()
          .regex(/^[\x21-\x7e]{1,64}$/),
      }),
    )
    .min(1)
    .max(SHIPMENTS_MAX)
    .refine((list) => new Set(list.map((one) => one.redemptionId)).size === list.length, {
      error: "redemptionId: 1×",
    }),
});
export type Shipment = z.output<typeof shipInput>["shipments"][number];

export const shipOutput = z.object({
  items: z.array(
    z.object({
      redemptionId: insideId,
      status: redemptionStatus.nullable(),
      code: z.string().nullable().describe("why this one was not shipped"),
    }),
  ),
});

export const revealInput = z.strictObject({ redemptionId: insideId, reason: reasonText });
export const revealOutput = z.object({
  redemptionId: insideId,
  couponCodes: z.array(z.string()),
});

export const finishInput = z.strictObject({ redemptionId: insideId });
export const finishOutput = z.object({ redemptionId: insideId, status: z.literal("DONE") });

export const withdrawInput = z.strictObject({ redemptionId: insideId, reason: reasonText });
