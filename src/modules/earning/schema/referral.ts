import { z } from "zod";
import { instant, listOf, moneyFigure, page, pointsFigure } from "@/platform/scalars";

export const invitationOutcome = z.enum([
  "REMEMBERED",
  "INVITE_CODE_UNKNOWN",
  "SELF_REFERRAL",
  "INVITED_BEFORE",
  "ORDERED_BEFORE",
  "CIRCLE",
]);

/** What an invitation brings, by the rules in force. */
export const invitationTerms = z.object({
  enabled: z.boolean(),
  referralPoints: pointsFigure.describe("for each side"),
  referralsPerMonthMax: z.int(),
  referralMinimumMinor: moneyFigure.describe(
    "what the friend’s order must be worth, net of refunds",
  ),
  referralWaitDays: z.int().describe("how long it must have stood before it is rewarded"),
});

/**
 * How far an invitation has come: no order that counts, one that has to stand for a while, rewarded; not
 * rewarded, for the month had its rewards; taken back with the order; over, for they are no member any more.
 */
export const invitationState = z.enum([
  "JOINED",
  "WAITING",
  "REWARDED",
  "CAPPED",
  "TAKEN_BACK",
  "ENDED",
]);
export type InvitationState = z.output<typeof invitationState>;

export const invitations = invitationTerms.extend({
  inviteCode: z.string().describe("for others to enrol with"),
  link: z.string().describe("that friends follow to become members with it"),
  shownName: z.string().nullable().describe("how friends read by whom they are invited; masked"),
  invited: z.int().describe("members who came by it"),
  rewarded: z.int().describe("of them, those whose first order stands and was rewarded"),
  rewardedThisMonth: z.int().describe("taken back or not, as the limit of a month counts them"),
  points: pointsFigure.describe("that the member holds for them"),
  own: invitationState.nullable().describe("of the invitation that the member came by"),
});

/** Those who came at one moment are told apart by how many of them were read. */
export const invitedCursor = z.string().regex(/^\d{1,15}\.\d{1,4}$/);

export const invitedInput = z.strictObject({
  limit: page.limit,
  cursor: invitedCursor.optional(),
});
export const invited = listOf(
  z.object({
    name: z.string().nullable().describe("masked; null without one"),
    joinedAt: instant,
    state: invitationState,
    points: pointsFigure.describe("that the one who invited holds for it"),
    dueAt: instant.nullable().describe("when an order will have stood long enough"),
  }),
);
