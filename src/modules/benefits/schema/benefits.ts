import { z } from "zod";
import {
  insideId,
  instant,
  instantText,
  listOf,
  moneyFigure,
  moneyMinor,
  moneyMinorPositive,
  outsideId,
  page,
  pointsFigure,
  who,
} from "@/platform/scalars";
import { benefitDefinition, benefitId, benefitQuota } from "../../program/schema/rules";
import { programEdit } from "../../program/schema/versions";
import { tierBrief, tierCode } from "../../tiers/schema";

export const whoInput = z.strictObject({ ...who });

export const usedByWhat = z
  .enum(["tier", "pass"])
  .describe("the right of the tier, or a pass from the points mall");

/** What a member holds of a benefit beside their tier. */
const pass = z
  .object({
    usesLeft: z.int().describe("of all their passes of it"),
    validUntil: instant.describe("when the first of them ends; that one is used next"),
  })
  .nullable();

const by = usedByWhat.nullable().describe("what it would be used by; null where it cannot be used");

const reason = z
  .string()
  .nullable()
  .describe(
    "MEMBER_STATUS_INVALID, DISABLED, NOT_IN_WINDOW, TIER_TOO_LOW, NOT_OF_TIER, BIRTHDAY_UNKNOWN, NOT_BIRTHDAY_MONTH, MINIMUM_NOT_MET, QUOTA_USED_UP",
  );

export const quotaView = z
  .object({
    limit: z.int(),
    per: benefitQuota.shape.per,
    used: z.int(),
    resetsAt: instant.nullable().describe("when it counts anew; null for order and lifetime"),
  })
  .nullable();

/** A benefit as a member sees it. */
export const availableBenefit = z.object({
  benefitId,
  type: z.string(),
  name: z.string(),
  summary: z.string().describe("what it gives, in a sentence"),
  usable: z.boolean(),
  by,
  pass,
  reason,
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
  quota: quotaView,
  validFrom: instantText.nullable(),
  validUntil: instantText.nullable(),
  unlockedBy: tierBrief.nullable().describe("the tier that brings it, where it is not theirs yet"),
});

export const availableList = z.object({
  items: z.array(availableBenefit),
  nextCursor: z.null(),
});

export const useInput = z.strictObject({
  ...who,
  benefitId,
  orderId: outsideId,
  orderAmountMinor: moneyMinorPositive,
  shippingMinor: moneyMinor.default(0),
  reserve: z.boolean().default(false).describe("reserve now, commit or cancel later"),
  ttlSeconds: z.int().min(60).max(86_400).optional().describe("of a reservation; default 900"),
});
export type UseInput = z.output<typeof useInput>;

export const usageStatus = z.enum(["RESERVED", "USED", "CANCELLED"]);

export const usage = z.object({
  usageId: insideId,
  status: usageStatus,
  valueMinor: moneyFigure,
  points: pointsFigure.describe("that come with it once it is used"),
  by: usedByWhat,
  remaining: z
    .int()
    .nullable()
    .describe("uses left in the period, or of the passes; null without a quota"),
  expiresAt: instant.nullable().describe("of a reservation"),
});
export type Usage = z.output<typeof usage>;

export const usageIdInput = z.strictObject({ usageId: insideId });

/** What a member used or set aside, as operators see it. */
export const usagesInput = z.strictObject({ ...who, ...page });
export const usageList = listOf(
  z.object({
    usageId: insideId,
    benefitId,
    name: z.string().describe("its id where the program has it no more"),
    orderId: outsideId,
    status: z.enum([...usageStatus.options, "EXPIRED"]),
    valueMinor: moneyFigure,
    points: pointsFigure,
    tier: tierBrief.describe("the member’s at that moment"),
    createdAt: instant,
  }),
);

/** What a benefit would do for an order. */
export const quotedBenefit = z.object({
  benefitId,
  type: z.string(),
  name: z.string(),
  usable: z.boolean(),
  by,
  pass,
  reason,
  valueMinor: moneyFigure,
});

export const saveInput = z.strictObject({ ...programEdit, benefit: benefitDefinition });
export type SaveInput = z.output<typeof saveInput>;

export const removeInput = z.strictObject({ ...programEdit, benefitId });

export const setTiersInput = z.strictObject({
  ...programEdit,
  benefits: z
    .array(
      z.strictObject({
        benefitId,
        tiers: z.array(tierCode).max(20).describe("all tiers that have it"),
      }),
    )
    .min(1)
    .max(60)
    .refine((all) => new Set(all.map((one) => one.benefitId)).size === all.length, {
      error: "each benefit once",
    })
    .describe("those that change; the others stay as they are"),
});
export type SetTiersInput = z.output<typeof setTiersInput>;

/** Every benefit of the program, the tiers that have it, and the types there are. */
export const definitionList = z.object({
  versionId: insideId,
  items: z.array(
    benefitDefinition.extend({
      tiers: z.array(tierCode),
      isTierPrice: z.boolean().describe("comes with the rate of a tier, not by this list"),
      summary: z.string(),
    }),
  ),
  types: z.array(
    z.object({
      type: z.string(),
      name: z.string(),
      params: z.record(z.string(), z.unknown()).describe("JSON Schema of its parameters"),
    }),
  ),
});
