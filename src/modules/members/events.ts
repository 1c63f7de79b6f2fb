import { z } from "zod";

export const memberEvents = {
  "member.enrolled": z.object({ tierCode: z.string() }),
  "member.updated": z.object({
    status: z.string().optional().describe("only where it changed"),
  }),
  "member.closed": z.object({
    externalIdHash: z
      .string()
      .nullable()
      .describe("SHA-256 of “member-system:” and the external id, which is not kept"),
    memberCode: z.string(),
    tierCode: z.string(),
    pointsForfeited: z.int(),
  }),
};
