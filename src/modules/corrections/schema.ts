import { z } from "zod";
import {
  humanText,
  insideId,
  instant,
  listOf,
  outsideId,
  page,
  pointsFigure,
  pointsSigned,
  reasonText,
  who,
} from "@/platform/scalars";

/** Words that a member reads beside a correction. */
const memberNote = humanText(200).describe("words for the member; without them none are shown");

export const adjustInput = z.strictObject({
  ...who,
  points: pointsSigned.refine((points) => points !== 0, { error: "≠ 0" }),
  reason: reasonText.describe("for staff; the member never sees it"),
  memberNote: memberNote.optional(),
  reference: outsideId.optional(),
});

export const adjustOutput = z.object({
  status: z.enum(["APPLIED", "WAITING_FOR_APPROVAL"]),
  transactionId: insideId.nullable(),
  approvalId: insideId.nullable(),
  points: pointsFigure,
  available: pointsFigure,
});

/** Rows one batch may have, and bytes its body. */
export const BATCH_ROWS_MAX = 10_000;
export const BATCH_BYTES_MAX = 8_000_000;

export const batchRow = z
  .strictObject({
    ...who,
    points: pointsSigned.refine((points) => points !== 0, { error: "≠ 0" }),
    note: humanText(200).optional().describe("for staff; the member never sees it"),
    memberNote: memberNote.optional(),
    reference: outsideId.optional(),
    line: z
      .int()
      .min(1)
      .max(10_000_000)
      .optional()
      .describe("where it stands in the file it came from, the header being 1; told back"),
  })
  .refine(
    ({ memberId, externalId, memberCode, phone }) =>
      [memberId, externalId, memberCode, phone].filter((name) => name !== undefined).length === 1,
    { error: "memberId / externalId / memberCode / phone: 1", path: ["externalId"] },
  );

export const batchInput = z.strictObject({
  reason: reasonText,
  dryRun: z.boolean(),
  rows: z.array(batchRow).min(1).max(BATCH_ROWS_MAX),
  repeatOf: insideId
    .optional()
    .describe("the batch that has the same rows, to apply them once more all the same"),
});
export type BatchInput = z.output<typeof batchInput>;

export const batchStatus = z.enum([
  "VALIDATED",
  "WAITING_FOR_APPROVAL",
  "RUNNING",
  "DONE",
  "REJECTED",
]);

export const batchOutput = z.object({
  batchId: insideId,
  status: batchStatus,
  accepted: z.int(),
  rejected: z.int(),
  totalPoints: pointsFigure,
  repeatOf: insideId
    .nullable()
    .describe(
      "the last batch that has the same rows and was, or is to be, applied before this one",
    ),
});

export const batchSummary = batchOutput.extend({
  reason: z.string(),
  applied: z.int(),
  progress: z.object({ done: z.int(), of: z.int() }),
  createdBy: z.string(),
  createdAt: instant,
  finishedAt: instant.nullable(),
});

export const batchList = listOf(batchSummary);

export const batchViewInput = z.strictObject({ batchId: insideId, ...page });

export const batchView = batchSummary.extend({
  items: z.array(
    z.object({
      row: z.int(),
      line: z.int().nullable(),
      memberId: insideId.nullable(),
      uploaded: z
        .object({
          memberId: insideId.nullable(),
          externalId: z.string().nullable(),
          memberCode: z.string().nullable(),
          phoneMasked: z.string().nullable(),
        })
        .describe("whom the row names; nothing any more where they closed their account"),
      points: pointsFigure,
      note: z.string().nullable(),
      memberNote: z.string().nullable(),
      reference: z.string(),
      status: z.enum(["WAITING", "APPLIED", "REFUSED"]),
      code: z.string().nullable(),
      transactionId: insideId.nullable(),
    }),
  ),
  nextCursor: z.string().nullable(),
});

export const pageInput = z.strictObject({ ...page });
