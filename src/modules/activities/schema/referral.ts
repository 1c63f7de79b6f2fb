import { z } from "zod";
import { pointsFigure } from "@/platform/scalars";

export const invitations = z.object({
  inviteCode: z.string().describe("for others to enrol with"),
  enabled: z.boolean(),
  invited: z.int().describe("members who came by it"),
  rewarded: z.int().describe("of them, those whose first order stands and was rewarded"),
  points: pointsFigure.describe("that the member holds for them"),
  referralPoints: pointsFigure.describe("for each side"),
  referralsPerMonthMax: z.int(),
});
