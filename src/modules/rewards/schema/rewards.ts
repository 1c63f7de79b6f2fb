import { z } from "zod";
import {
  insideId,
  instant,
  listOf,
  moneyFigure,
  page,
  pointsFigure,
  who,
} from "@/platform/scalars";
import { benefitId } from "../../program/schema/rules";
import { minimumTier } from "../../tiers/schema";
import { deliveryAddress } from "./addresses";

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

export const redemptionStatus = z.enum(["PENDING", "SHIPPED", "DONE", "CANCELLED", "RETURNED"]);
export type RedemptionStatus = z.output<typeof redemptionStatus>;

/** Pieces of one redemption. */
export const QUANTITY_MAX = 20;
export const STOCK_MAX = 100_000_000;

/** As the shop lays them out; what this member can have first, by its cost; the latest first. */
export const rewardSort = z.enum(["SHELF", "REACH", "NEWEST"]);
export type RewardSort = z.output<typeof rewardSort>;

/** Category names have so many characters. */
export const CATEGORY_MAX = 24;

export const rewardsInput = z.strictObject({
  ...who,
  kind: rewardKind.optional(),
  category: z.string().min(1).max(CATEGORY_MAX).optional().describe("the key of one"),
  sort: rewardSort
    .default("SHELF")
    .describe("REACH: what the member can have, by its cost; then what they cannot"),
  ...page,
});

const category = z.object({
  key: z.string().describe("its name in the program’s language"),
  name: z.string(),
});
export const rewardCategories = z.object({ items: z.array(category) });
export const rewardCategoriesInput = z.strictObject({});

export const rewardView = z.object({
  rewardId: insideId,
  name: z.string(),
  kind: rewardKind,
  description: z.string().nullable(),
  terms: z.string().nullable(),
  category: category.nullable(),
  image: z.string().nullable(),
  pointsCost: pointsFigure,
  pass: z
    .object({
      benefitId,
      name: z.string(),
      summary: z.string().describe("what it opens"),
      uses: z.int(),
      days: z.int(),
    })
    .nullable(),
  stock: z.int().nullable().describe("null for no limit"),
  perMonth: z.int().nullable().describe("pieces a member may have in a business month"),
  usedThisMonth: z.int(),
  minTier: minimumTier.nullable(),
  redeemable: z.boolean(),
  reason: rewardReason.nullable(),
});
export const rewardList = listOf(rewardView);
export const rewardInput = z.strictObject({ ...who, rewardId: insideId });

/** What a member saves for. */
export const goalInput = z.strictObject({ ...who });
export const goalOutput = z.object({
  goal: z
    .object({
      reward: rewardView,
      onShelf: z.boolean().describe("false: the shop has taken it off since"),
      missingPoints: pointsFigure.describe("0 where there are enough"),
      pendingPoints: pointsFigure.describe("of them on their way already, by orders that stand"),
      spendMinor: moneyFigure
        .nullable()
        .describe("what an order that brings the rest is about; null where orders bring nothing"),
    })
    .nullable(),
});
export const setGoalInput = z.strictObject({
  ...who,
  rewardId: insideId.nullable().describe("null for none"),
});
export const setGoalOutput = z.object({ rewardId: insideId.nullable() });

export const redeemInput = z
  .strictObject({
    ...who,
    rewardId: insideId,
    quantity: z.int().min(1).max(QUANTITY_MAX).default(1),
    deliveryAddress: deliveryAddress.optional().describe("products only, and needed for them"),
    addressId: insideId.optional().describe("one that the member keeps, instead of the address"),
  })
  .refine(({ deliveryAddress, addressId }) => !deliveryAddress || addressId === undefined, {
    error: "deliveryAddress / addressId: 1",
    path: ["addressId"],
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
  image: z.string().nullable().describe("the picture that the reward had"),
  pointsCost: pointsFigure,
  quantity: z.int(),
  status: redemptionStatus,
  carrier: z.string().nullable(),
  trackingCode: z.string().nullable(),
  reason: z
    .string()
    .nullable()
    .describe("why the shop cancelled it, or what it said of its return"),
  couponCodes,
  couponIds,
  pass: pass.nullable(),
  cancellable: z.boolean().describe("the member may call it off: not shipped, coupons unused"),
  readdressable: z.boolean().describe("its address may still be changed"),
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
