import { z } from "zod";
import { insideId, instant } from "@/platform/scalars";

/** By which way a message reaches somebody. */
export const channel = z.enum(["EMAIL", "SMS"]);
export type Channel = z.output<typeof channel>;

/** What a message is about; its words are in the catalog of each language. */
export const messageKind = z.enum([
  "SIGN_UP_CODE",
  "SIGN_IN_CODE",
  "RESET_CODE",
  "HAS_ACCOUNT",
  "CHANGE_FROM_CODE",
  "CHANGE_TO_CODE",
  "ADDRESS_IN_USE",
  "CONTACT_CHANGED",
  "SECOND_FACTOR_CHANGED",
  "RECOVERY_CODE_USED",
  "PASSKEY_ADDED",
  "INVITATION_LINK",
  "RESET_LINK",
  "PASSWORD_CHANGED",
  "RECORD_CHANGED",
  "POINTS_EXPIRING",
  "TIER_CHANGED",
  "WORK_WAITING",
]);
export type MessageKind = z.output<typeof messageKind>;

export const messageStatus = z.enum(["WAITING", "SENT", "FAILED", "EXPIRED"]);
export type MessageStatus = z.output<typeof messageStatus>;

export const mailboxInput = z.strictObject({ limit: z.int().min(1).max(100).default(50) });

/** What went out, or would have, on a development system. Newest first. */
export const mailbox = z.object({
  items: z.array(
    z.object({
      messageId: insideId,
      channel,
      address: z.string(),
      kind: messageKind,
      status: messageStatus,
      subject: z.string().nullable().describe("null where it was sent and is erased"),
      text: z.string().nullable(),
      code: z.string().nullable(),
      createdAt: instant,
    }),
  ),
});
