import { z } from "zod";
import { eventsOf } from "@/platform/events";
import { insideId } from "@/platform/scalars";

export const memberEvents = {
  "member.enrolled": z.object({
    tierCode: z.string(),
    imported: z
      .literal(true)
      .optional()
      .describe("carried over from the system before: nobody who has just come"),
  }),
  "member.updated": z.object({
    status: z.string().optional().describe("only where it changed"),
    changed: z
      .array(z.string())
      .optional()
      .describe(
        "what of the record is another by now: nickname, phone, email, birthday, externalId, consents.email …",
      ),
    byStaff: z.literal(true).optional().describe("somebody changed it at the console"),
  }),
  "member.closed": z.object({
    memberCode: z
      .string()
      .describe("by which the shop knows whom it means: the external id is gone"),
    tierCode: z.string(),
    pointsForfeited: z.int(),
    mergedIntoId: insideId.optional().describe("only of one who was merged: who stays"),
  }),
  /** About who stays: two memberships of one person became one. */
  "member.merged": z.object({
    fromMemberId: insideId,
    fromMemberCode: z.string(),
    tierCode: z.string(),
    pointsMoved: z.int().describe("of the one who is gone, less what they owed"),
  }),
};

export const memberEvent = eventsOf(memberEvents);
