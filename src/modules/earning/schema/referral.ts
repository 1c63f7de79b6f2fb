import { z } from "zod";
import { moneyFigure, pointsFigure } from "@/platform/scalars";

export const invitationOutcome = z.enum([
  "REMEMBERED",
  "INVITE_CODE_UNKNOWN",
  "SELF_REFERRAL",
  "INVITED_BEFORE",
  "ORDERED_BEFORE",
  "CIRCLE",
]);

export const invitations = z.object({
  inviteCode: z.string().describe("for others to enrol with"),
  enabled: z.boolean(),
  invited: z.int().describe("members who came by it"),
  rewarded: z.int().describe("of them, those whose first order stands and was rewarded"),
  points: pointsFigure.describe("that the member holds for them"),
  referralPoints: pointsFigure.describe("for each side"),
  referralsPerMonthMax: z.int(),
  referralMinimumMinor: moneyFigure.describe(
    "what the friend’s order must be worth, net of refunds",
  ),
  referralWaitDays: z.int().describe("how long it must have stood before it is rewarded"),
});
