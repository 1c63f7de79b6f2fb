import { z } from "zod";
import { plainText } from "@/platform/pasted";
import {
  humanText,
  insideId,
  instant,
  listOf,
  moneyFigure,
  page,
  pointsFigure,
  reasonText,
  who,
} from "@/platform/scalars";
import {
  memberIdentity,
  memberStatus,
  mergeReason,
  RECORD_FIELDS,
  updateInput,
} from "../members/schema";
import { accounts, expiring } from "../points/schema/ledger";
import { ruleText } from "../segments/schema/rule";
import { benefitSummary, tierBrief, tierCode } from "../tiers/schema";

export const profile = memberIdentity
  .extend({
    birthdayChangeableAt: instant
      .nullable()
      .describe("before it the birthday can’t be changed again; null where it can"),
    tier: z.object({
      code: tierCode,
      name: z.string(),
      rank: z.int(),
      discountRateBps: z.int(),
      multiplierPct: z.int(),
      since: instant,
      protectedUntil: instant.nullable(),
      floor: tierBrief
        .extend({ until: instant })
        .nullable()
        .describe("a tier set by hand: nothing automatic goes below it before that moment"),
      keep: z
        .object({
          requiredMinor: moneyFigure,
          qualifyingMinor: moneyFigure.describe("what counts at the review, as known now"),
          remainingMinor: moneyFigure,
          reviewAt: instant.describe("the first review that may lower it"),
        })
        .nullable()
        .describe("what keeps the tier; null for the first"),
    }),
    points: accounts.extend({
      totalEarned: pointsFigure,
      totalRedeemed: pointsFigure,
      totalExpired: pointsFigure,
      nextExpiry: expiring.nullable(),
    }),
    spend: z.object({ lifetimeMinor: moneyFigure, qualifyingMinor: moneyFigure, orders: z.int() }),
    nextTier: z
      .object({
        code: tierCode,
        name: z.string(),
        requiredMinor: moneyFigure,
        remainingMinor: moneyFigure,
        progressPct: z.int().describe("qualifying ÷ required × 100"),
      })
      .nullable(),
    benefits: z.array(benefitSummary),
    mergedIntoId: insideId
      .nullable()
      .describe("who stays, of one who was merged into another membership of the same person"),
  })
  .meta({ id: "Profile" });
export type Profile = z.output<typeof profile>;

export const profileInput = z.strictObject({ ...who });
export const profileUpdate = updateInput;
export const byId = z.strictObject({ memberId: insideId });

export const identifyInput = z.strictObject({
  code: z
    .string()
    .max(64)
    .overwrite((scanned) =>
      plainText(scanned)
        .replace(/[\s\p{Pd}·.]/gu, "")
        .toUpperCase(),
    )
    .min(1)
    .describe("as scanned or typed: twenty digits that change, or M and twelve digits"),
});
export const identified = z.object({
  identifiedBy: z.enum(["CARD_CODE", "FIXED_CODE"]),
  member: profile,
});
export type Identified = z.output<typeof identified>;

export const cardCodes = z.object({
  now: instant.describe("the server’s clock, by which codes come and go"),
  stepSeconds: z.int(),
  items: z.array(z.object({ code: z.string(), from: instant, until: instant })),
});

export const membersInput = z.strictObject({
  query: z
    .string()
    // Cells of a table are pasted with what parted them.
    .overwrite((text) => text.replace(/\s+/g, " "))
    .pipe(humanText(64))
    .optional()
    .describe("start of a code, external id or phone, or any part of a nickname; as pasted"),
  tier: tierCode.optional(),
  status: memberStatus.optional(),
  rule: ruleText
    .optional()
    .describe("the rule of a segment as JSON: who matches it; see POST /segments/count"),
  sort: z.enum(["joinedAt", "lifetimeMinor", "available", "lastActiveAt"]).default("joinedAt"),
  direction: z
    .enum(["asc", "desc"])
    .default("desc")
    .describe("the highest and latest first, or the lowest and earliest"),
  ...page,
});
export type MembersInput = z.output<typeof membersInput>;

export const memberRow = z.object({
  memberId: insideId,
  memberCode: z.string(),
  externalId: z.string().nullable(),
  nickname: z.string().nullable(),
  phoneMasked: z.string().nullable(),
  status: memberStatus,
  tier: tierBrief,
  available: pointsFigure,
  lifetimeMinor: moneyFigure,
  joinedAt: instant,
  lastActiveAt: instant.nullable(),
});
export const memberList = listOf(memberRow).extend({
  total: z.int().describe("matches in all; where totalIsBounded, at least so many"),
  totalIsBounded: z.boolean(),
});

export const statusInput = z.strictObject({
  ...who,
  status: z.enum(["ACTIVE", "FROZEN"]),
  reason: reasonText,
});

const record = z.record(z.string(), z.unknown());

export const exported = z.object({
  exportedAt: instant,
  profile,
  phone: z.string().nullable(),
  phoneVerifiedAt: instant.nullable(),
  email: z.string().nullable(),
  emailVerifiedAt: instant.nullable(),
  lastActiveAt: instant.nullable(),
  account: record.nullable().describe("the sign-in; never the password"),
  sessions: z.array(record),
  coupons: z.array(record),
  formerLabels: z.array(record).describe("tracking numbers that parcels had before"),
  referrals: z.object({
    invited: record
      .nullable()
      .describe("that they came by an invitation, and what it brought them"),
    brought: z.array(record).describe("what their invitations brought them; never who came"),
  }),
  guestOrders: z
    .array(record)
    .describe("what is kept of orders as a guest that do not count, such as those of long ago"),
  lists: z
    .record(z.string(), z.object({ items: z.array(record), complete: z.boolean() }))
    .describe("ledger, orders, redemptions and the rest; up to 5,000 of each, the last first"),
});

export const mergePreviewInput = z.strictObject({
  memberId: insideId.describe("who stays"),
  fromMemberId: insideId.describe("who is merged into them, and is closed"),
});

const mergeSide = z.object({
  memberId: insideId,
  memberCode: z.string(),
  externalId: z.string().nullable(),
  nickname: z.string().nullable(),
  phoneMasked: z.string().nullable(),
  status: memberStatus,
  joinedAt: instant,
  tier: tierBrief,
  points: accounts,
  lifetimeMinor: moneyFigure,
  orders: z.int(),
});

export const mergePreview = z
  .object({
    from: mergeSide,
    into: mergeSide,
    after: z
      .object({
        points: accounts,
        debtPaid: pointsFigure.describe("what available points of the one pay of the other’s debt"),
        tier: tierBrief,
        qualifyingMinor: moneyFigure,
        lifetimeMinor: moneyFigure,
        orders: z.int(),
      })
      .describe("as who stays will be"),
    moves: z
      .object({
        lots: z.int(),
        holds: z.int(),
        orders: z.int(),
        redemptions: z.int(),
        benefitUses: z.int(),
        benefitPasses: z.int(),
        coupons: z.int(),
        couponUses: z.int(),
        activities: z.int(),
        invited: z.int(),
        notes: z.int(),
      })
      .describe("what of the one who goes becomes the other’s"),
    takenOver: z.array(z.enum(RECORD_FIELDS)).describe("what the other’s record lacks"),
    account: z
      .enum(["NONE", "MOVES", "ENDS"])
      .describe("their sign-in; it ends where the other has one"),
    refusals: z
      .array(
        z.object({
          reason: mergeReason,
          about: z.string().nullable().describe("a member code, an order, an activity …"),
        }),
      )
      .describe("why it is refused as things are; none where it is not"),
    version: z.string().describe("names what is shown here; the merging takes it"),
  })
  .meta({ id: "MergePreview" });
export type MergePreview = z.output<typeof mergePreview>;

export const mergeInput = mergePreviewInput.extend({
  version: z.string().length(64).describe("of the preview"),
  reason: reasonText,
});

export const merged = z.object({
  memberId: insideId,
  fromMemberId: insideId,
  mergedAt: instant,
  duplicate: z.boolean().describe("they were merged before"),
});

export const mergedMembers = z.object({
  items: z.array(z.object({ memberId: insideId, memberCode: z.string(), mergedAt: instant })),
});

export const closeSelfInput = z.strictObject({
  memberCode: z.string().max(32).describe("typed by the member, so that it is no slip"),
  password: z.string().max(200).optional().describe("needed where the member has one here"),
});

export const closeInput = z.strictObject({ ...who, reason: reasonText });

export const closed = z.object({
  memberId: insideId,
  status: z.literal("CLOSED"),
  closedAt: instant,
  pointsForfeited: pointsFigure,
});

/** What stands beside each way on the page "mine". */
export const hub = z.object({
  nickname: z.string().nullable(),
  memberCode: z.string(),
  status: memberStatus,
  tier: z.object({ code: z.string(), name: z.string() }),
  nextTier: z.object({ name: z.string(), remainingMinor: moneyFigure }).nullable(),
  available: pointsFigure,
  coupons: z.object({
    count: z.int().describe("that can be used now"),
    endsAt: instant.nullable().describe("of the one that ends first"),
  }),
  parcels: z.object({ pending: z.int(), shipped: z.int() }),
  unread: z.int(),
  invitations: z.object({ enabled: z.boolean(), invited: z.int(), points: pointsFigure }),
});
