import { z } from "zod";
import {
  humanText,
  insideId,
  instant,
  listOf,
  moneyFigure,
  page,
  pointsFigure,
  reasonText,
} from "@/platform/scalars";
import { approvalChange, approvalKind, approvalStatus } from "../access/schema/approvals";

export const approvalsInput = z.strictObject({
  status: approvalStatus.default("WAITING"),
  memberId: insideId
    .optional()
    .describe("only what is about this member, and batches whose rows name them"),
  decidable: z
    .boolean()
    .default(false)
    .describe("only what waits and whoever looks may decide on; wins over status"),
  ...page,
});

export const approvalList = listOf(
  z.object({
    approvalId: insideId,
    kind: approvalKind,
    memberId: insideId.nullable(),
    member: z
      .object({ memberCode: z.string(), nickname: z.string().nullable() })
      .nullable()
      .describe("how they are called"),
    batchId: insideId.nullable(),
    points: pointsFigure.nullable().describe("of a correction or batch"),
    balance: z
      .object({
        available: pointsFigure,
        owed: pointsFigure,
        after: pointsFigure.describe("what would be available; below 0 where it is not enough"),
        suffices: z.boolean(),
      })
      .nullable()
      .describe("of the member as it is now, of a correction that waits"),
    ofMember: z
      .object({ rows: z.int(), pointsGiven: pointsFigure, pointsTaken: pointsFigure })
      .nullable()
      .describe("of a batch, where one member is asked about: what its accepted rows say of them"),
    subject: z
      .object({ type: z.string(), id: z.string(), name: z.string() })
      .nullable()
      .describe("what it is about where that is no member"),
    changes: z.array(approvalChange),
    reason: z.string(),
    memberNote: z.string().nullable().describe("words for the member"),
    status: approvalStatus,
    requestedBy: z.string(),
    requester: z.string().nullable().describe("the person behind it, by name"),
    worthMinor: moneyFigure
      .nullable()
      .describe("what it would give, in money; null where that has no bound or is not known"),
    expiresAt: instant.nullable().describe("when it ends undecided"),
    contentHash: z.string().describe("of all that is shown and carried out, for decide"),
    mayDecide: z.boolean().describe("whether whoever looks may decide on it"),
    comments: z.array(
      z.object({ commentId: insideId, actor: z.string(), text: z.string(), createdAt: instant }),
    ),
    requesterLately: z
      .object({
        asked: z.int(),
        approved: z.int(),
        rejected: z.int(),
        pointsAlone: pointsFigure.describe("given by their own decision, by whatever act"),
        piecesAlone: z.int(),
        liftsAlone: z.int(),
      })
      .nullable()
      .describe("of the person who asked, the last 30 days"),
    own: z.boolean().describe("asked for by whoever looks, under whatever role or key"),
    decidedBy: z.string().nullable(),
    decision: z.string().nullable(),
    createdAt: instant,
    decidedAt: instant.nullable(),
  }),
);

export const decideInput = z.strictObject({
  approvalId: insideId,
  approve: z.boolean(),
  reason: reasonText,
  contentHash: z.string().length(64).describe("as the list gave it: what was looked at"),
});

export const withdrawInput = z.strictObject({ approvalId: insideId, reason: reasonText });

export const commentInput = z.strictObject({ approvalId: insideId, text: humanText(500) });
export const commentOutput = z.object({ commentId: insideId });

export const decideOutput = z.object({ approvalId: insideId, status: approvalStatus });
