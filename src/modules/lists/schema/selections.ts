import { z } from "zod";
import { insideId, instant } from "@/platform/scalars";
import { membersQuestion } from "./files";

/** Members who can be chosen together: as many as a batch has rows. */
export const SELECTED_MAX = 10_000;

export const selectionStatus = z.enum(["COLLECTING", "READY", "TOO_MANY", "FAILED"]);
export type SelectionStatus = z.output<typeof selectionStatus>;

/** All who match. Those who are chosen one by one need no writing down. */
export const selectInput = z.strictObject({ question: membersQuestion });

export const selectionById = z.strictObject({ selectionId: insideId });

export const selection = z.object({
  selectionId: insideId,
  status: selectionStatus,
  count: z.int().describe("so far"),
  expiresAt: instant,
});

export const selectedInput = z.strictObject({
  selectionId: insideId,
  after: z.int().min(0).default(0),
});
export const selected = z.object({
  memberIds: z.array(insideId),
  next: z.int().nullable().describe("what the next page comes after"),
});
