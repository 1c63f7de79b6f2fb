import { z } from "zod";

export const memberEvents = {
  "member.enrolled": z.object({}),
  "member.updated": z.object({
    status: z.string().optional().describe("only where it changed"),
  }),
  "member.closed": z.object({}),
};
