import { z } from "zod";
import {
  filledIn,
  insideId,
  instant,
  listOf,
  moneyFigure,
  moneyMinorPositive,
  outsideId,
  page,
  reasonText,
  who,
} from "@/platform/scalars";
import { localizedNote, localizedText, shownText } from "@/platform/texts";
import { waitsFor } from "../../access/schema/access";
import { cartFields } from "../../orders/schema/cart";
import { originalDiscount } from "../../points/schema/ledger";
import { couponTerms } from "./terms";

export const CODES_AT_ONCE = 10_000;
/** Bytes of a body that brings so many of them. */
export const ISSUE_BYTES_MAX = 2_000_000;
export const CODES_ON_ORDER_MAX = 10;

/**
 * A code as people type it: in any case, with spaces or hyphens, full-width, O for 0 and I or L for 1.
 * What is compared is `readCode` of it.
 */
export const couponCode = z
  .string()
  .min(1)
  .max(80)
  .describe("in any case; spaces and hyphens count for nothing, O is 0, I and L are 1");

export const couponState = z.enum(["WAITING", "NOT_YET", "ACTIVE", "USED_UP", "EXPIRED", "VOIDED"]);
export type CouponState = z.output<typeof couponState>;

/** Why a coupon takes nothing off, in the order it is looked at. */
export const couponReason = z.enum([
  "WAITING",
  "VOIDED",
  "DISABLED",
  "NOT_YET",
  "EXPIRED",
  "USED_UP",
  "MEMBER_STATUS_INVALID",
  "TIER_TOO_LOW",
  "NOT_COMBINABLE",
  "LINES_REQUIRED",
  "NOTHING_IN_SCOPE",
  "MINIMUM_NOT_MET",
]);
export type CouponReason = z.output<typeof couponReason>;

/** Who or what brought coupons into being. */
export const couponSource = z.enum([
  "MEMBER",
  "LIST",
  "PRINT",
  "UPLOAD",
  "RULE",
  "REWARD",
  "ACTIVITY",
  "AUTOMATION",
]);
export type CouponSource = z.output<typeof couponSource>;

export const useStatus = z.enum(["RESERVED", "USED", "CANCELLED", "EXPIRED"]);
export type UseStatus = z.output<typeof useStatus>;

const definitionFields = {
  name: localizedText(32),
  description: localizedNote(500).nullable().default(null),
  enabled: z.boolean().default(true).describe("off: none is issued, and none is taken"),
  terms: couponTerms,
};

export const createDefinitionInput = z.strictObject(definitionFields);
export type NewDefinition = z.output<typeof createDefinitionInput>;

export const updateDefinitionInput = z.strictObject({
  definitionId: insideId,
  revision: z.int().min(1).describe("as it was read: a later change is not overwritten"),
  ...definitionFields,
});

export const definitionView = z.object({
  definitionId: insideId,
  revision: z.int(),
  name: shownText,
  description: shownText.nullable(),
  enabled: z.boolean(),
  terms: filledIn(couponTerms),
  worthMinor: moneyFigure.nullable().describe("of one coupon at most; null without a bound"),
  updatedAt: instant,
});
export const definitionList = listOf(definitionView);
export const pageInput = z.strictObject({ ...page });

const about = {
  couponId: insideId,
  definitionId: insideId,
  name: z.string(),
  description: z.string().nullable(),
  terms: filledIn(couponTerms),
  validFrom: instant.nullable().describe("null: from the day it was issued"),
  validUntil: instant.nullable().describe("null while it waits to be issued"),
};

/** A coupon as its member has it. */
export const ownCoupon = z.object({
  ...about,
  code: z.string().nullable().describe("whole for the member alone, masked for everybody else"),
  state: couponState,
  usesLeft: z.int(),
  issuedAt: instant.nullable(),
  origin: z
    .string()
    .nullable()
    .describe("what gave it, an activity or an automation, by its name then"),
});
export const ownCoupons = listOf(ownCoupon);
export const ownInput = z.strictObject({
  ...who,
  only: z.enum(["CURRENT", "ALL"]).default("CURRENT").describe("those that can still be used"),
  ...page,
});

export const codeInput = z.strictObject({ code: couponCode });

/** A coupon as a service or the staff finds it by its code. */
export const foundCoupon = z.object({
  ...about,
  code: z.string().describe("masked"),
  source: couponSource,
  issueId: insideId,
  memberId: insideId.nullable().describe("null: whoever has the code may use it"),
  enabled: z.boolean().describe("false: no coupon of its definition is taken at the moment"),
  state: couponState,
  usesLeft: z.int(),
  issuedAt: instant.nullable(),
  uses: z.array(
    z.object({
      useId: insideId,
      memberId: insideId,
      orderId: outsideId,
      status: useStatus,
      discountMinor: moneyFigure,
      createdAt: instant,
    }),
  ),
});

/** The order or cart that a coupon is to take something off. */
const goods = {
  orderAmountMinor: moneyMinorPositive
    .optional()
    .describe("the goods before this coupon; may be left out where lines say it"),
  ...cartFields,
};

const checked = {
  ...goods,
  orderId: outsideId.optional().describe("what is set aside for it already is minded"),
};

/** By its code, or a coupon of the member's wallet by its id. */
const byCodeOrId = {
  code: couponCode.optional(),
  couponId: insideId.optional().describe("of the member’s own coupons; instead of the code"),
};
const ONE_NAME = { error: "code / couponId: 1", path: ["code"] };
const hasOneName = ({ code, couponId }: { code?: unknown; couponId?: unknown }) =>
  (code === undefined) !== (couponId === undefined);

export const checkInput = z.strictObject({ ...who, code: couponCode, ...checked });
export const checkNamedInput = z
  .strictObject({ ...who, ...byCodeOrId, ...checked })
  .refine(hasOneName, ONE_NAME);
export type CheckInput = z.output<typeof checkNamedInput>;

export const discountedLine = z.object({ lineId: outsideId, discountMinor: moneyFigure });

export const checkOutput = z.object({
  couponId: insideId,
  name: z.string(),
  usable: z.boolean(),
  reason: couponReason.nullable(),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
  discountMinor: moneyFigure,
  original: originalDiscount.optional(),
  lines: z.array(discountedLine).describe("what it takes off each; empty where no lines were told"),
  combinable: z.boolean(),
  usesLeft: z.int(),
  validUntil: instant.nullable(),
});

const used = {
  orderId: outsideId,
  ...goods,
  reserve: z.boolean().default(false).describe("reserve now, commit or cancel later"),
  ttlSeconds: z.int().min(60).max(86_400).optional().describe("of a reservation; default 900"),
};

export const usingInput = z.strictObject({ ...who, code: couponCode, ...used });
export const usingNamedInput = z
  .strictObject({ ...who, ...byCodeOrId, ...used })
  .refine(hasOneName, ONE_NAME);
export type UseInput = z.output<typeof usingNamedInput>;

export const useOutput = z.object({
  useId: insideId,
  couponId: insideId,
  status: useStatus,
  discountMinor: moneyFigure,
  original: originalDiscount.optional(),
  lines: z.array(discountedLine),
  usesLeft: z.int(),
  expiresAt: instant.nullable().describe("of a reservation"),
});
export type UseAnswer = z.output<typeof useOutput>;

export const useIdInput = z.strictObject({ useId: insideId });

export const issueInput = z.strictObject({
  ...who,
  definitionId: insideId,
  reason: reasonText.describe("for staff; the member never sees it"),
});

export const issueOutput = z.object({
  couponId: insideId,
  issueId: insideId,
  code: z.string().nullable().describe("masked for staff; null while it waits"),
  state: couponState,
  validFrom: instant.nullable(),
  validUntil: instant.nullable(),
  approvalId: waitsFor,
});

const named = z
  .strictObject({ ...who })
  .refine((one) => Object.values(one).filter((name) => name !== undefined).length === 1, {
    error: "memberId / externalId / memberCode / phone: 1",
    path: ["memberId"],
  });

export const issueManyInput = z
  .strictObject({
    definitionId: insideId,
    reason: reasonText,
    members: z.array(named).min(1).max(CODES_AT_ONCE).optional().describe("one for each of them"),
    count: z.int().min(1).max(CODES_AT_ONCE).optional().describe("codes for whoever gets one"),
    codes: z
      .array(couponCode)
      .min(1)
      .max(CODES_AT_ONCE)
      .optional()
      .describe("the shop’s own; six letters or digits at least"),
  })
  .refine(
    ({ members, count, codes }) =>
      [members, count, codes].filter((one) => one !== undefined).length === 1,
    { error: "members / count / codes: 1", path: ["count"] },
  );
export type IssueManyInput = z.output<typeof issueManyInput>;

export const issueStatus = z.enum(["WAITING", "RUNNING", "DONE", "REJECTED"]);
export type IssueStatus = z.output<typeof issueStatus>;

export const issueView = z.object({
  issueId: insideId,
  definitionId: insideId,
  name: z.string(),
  source: couponSource,
  status: issueStatus,
  count: z.int(),
  issued: z.int(),
  voided: z.int(),
  reason: z.string(),
  createdBy: z.string(),
  createdAt: instant,
});
export const issueList = listOf(issueView);
export const issuedMany = issueView.extend({ approvalId: waitsFor });

export const codesInput = z.strictObject({
  issueId: insideId,
  reason: reasonText,
  cursor: z.string().max(200).optional(),
});
export const codesOutput = z.object({
  items: z.array(z.object({ couponId: insideId, code: z.string() })),
  nextCursor: z.string().nullable(),
});

export const voidInput = z.strictObject({ couponId: insideId, reason: reasonText });
export const voidOutput = z.object({ couponId: insideId, state: couponState });
export const voidIssueInput = z.strictObject({ issueId: insideId, reason: reasonText });
export const voidIssueOutput = z.object({ issueId: insideId, voided: z.int() });
