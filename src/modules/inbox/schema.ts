import { z } from "zod";
import { insideId, instant, listOf, page } from "@/platform/scalars";

export const messageKind = z.enum([
  "TIER_CHANGED",
  "POINTS_EXPIRING",
  "POINTS_CREDITED",
  "ACTIVITY_BONUS",
  "REWARD_SHIPPED",
  "REWARD_CANCELLED",
  "REWARD_RELABELLED",
  "REWARD_WAITS_AGAIN",
  "REWARD_READDRESSED",
  "REWARD_RETURNED",
  "GUEST_ORDERS",
  "RECORD_CHANGED",
  "COUPON_ISSUED",
  "COUPON_EXPIRING",
]);
export type MessageKind = z.output<typeof messageKind>;

export const inboxInput = z.strictObject({ ...page });

export const inboxList = listOf(
  z.object({
    messageId: insideId,
    kind: messageKind,
    title: z.string(),
    text: z.string(),
    params: z.record(z.string(), z.unknown()).describe("what the words are made of"),
    read: z.boolean(),
    createdAt: instant,
  }),
);

export const unreadCount = z.object({
  unread: z.int().describe("counted up to 100; more show as 100"),
});

/** One message, or all that are there by now. */
export const markReadInput = z.strictObject({ messageId: insideId.optional() });
