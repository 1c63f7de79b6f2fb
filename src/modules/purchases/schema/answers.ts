import { z } from "zod";
import { insideId, moneyFigure, outsideId } from "@/platform/scalars";
import { invitationOutcome } from "../../earning/schema/referral";
import { original } from "../../orders/schema/currency";

export const parkedKind = z.enum(["REFUND", "RETURN", "CHANGE"]);
export type ParkedKind = z.output<typeof parkedKind>;

export const action = z.discriminatedUnion("action", [
  z.object({
    action: z.enum(["POINTS_EARNED", "POINTS_CLAWED_BACK", "POINTS_RESTORED"]),
    points: z.int(),
    transactionId: insideId,
  }),
  z.object({ action: z.enum(["POINTS_FROZEN", "POINTS_UNFROZEN"]), points: z.int() }),
  /** Points spent before the order came go back, because it takes no more than `maxPoints`. */
  z.object({
    action: z.literal("POINTS_OVER_CAP"),
    points: z.int(),
    transactionId: insideId,
    maxPoints: z.int(),
  }),
  /** The order is not that member's, who spent points on it, held some for it or used a benefit on it. */
  z.object({
    action: z.literal("CLAIM_YIELDED"),
    claim: z.enum(["USE", "HOLD", "BENEFIT", "COUPON"]),
    memberId: insideId,
    points: z.int(),
  }),
  /** A coupon that the order named is used on it, or is not to be had, and why. */
  z.object({ action: z.literal("COUPON_USED"), useId: insideId, discountMinor: moneyFigure }),
  /** An activity gave a coupon, or what earned it is undone: what was used of it by then stays used. */
  z.object({ action: z.literal("COUPON_ISSUED"), couponId: insideId }),
  z.object({ action: z.literal("COUPON_VOIDED"), used: z.boolean() }),
  z.object({ action: z.literal("COUPON_REFUSED"), code: z.string(), reason: z.string() }),
  /** A refund was more than its order still takes: what was counted, and what is left over. */
  z.object({
    action: z.literal("REFUND_LEFT_OVER"),
    refundId: outsideId,
    countedMinor: moneyFigure,
    leftOverMinor: moneyFigure.describe("in the order’s currency"),
  }),
  /** What waited for its order does not fit it. */
  z.object({
    action: z.literal("PARKED_REFUSED"),
    kind: parkedKind,
    id: outsideId,
    reason: z.string(),
  }),
  /** An edit counts: of the money paid, and of the points that the order keeps, as before and from now on. */
  z.object({
    action: z.literal("ORDER_CHANGED"),
    version: z.int(),
    paidAmountMinor: moneyFigure,
    paidBeforeMinor: moneyFigure,
    original: original
      .optional()
      .describe("what was paid in the order’s own currency, where that is another"),
    keptPoints: z.int(),
    keptPointsBefore: z.int(),
  }),
  /** An edit counts for nothing, because a later version does. */
  z.object({ action: z.literal("CHANGE_STALE"), version: z.int(), counts: z.int() }),
  z.object({ action: z.literal("TIER_CHANGED"), from: z.string(), to: z.string() }),
  z.object({ action: z.enum(["MEMBER_ENROLLED", "MEMBER_CLOSED"]), memberId: insideId }),
  z.object({
    action: z.literal("MEMBER_UPDATED"),
    memberId: insideId,
    changed: z.array(z.string()),
  }),
  /** Another member has it: everything else was taken. */
  z.object({ action: z.literal("FIELD_REFUSED"), field: z.string(), reason: z.string() }),
  /** What became of an invite code. */
  z.object({ action: z.literal("INVITATION"), outcome: invitationOutcome }),
  z.object({ action: z.literal("NONE"), reason: z.string() }),
]);
export type Action = z.output<typeof action>;

/** Why nothing of what waited for its order counts. */
export const parkedFault = z.enum([
  "REFUND_EXCEEDS_PAID",
  "ORDER_CANCELLED",
  "LINE_UNKNOWN",
  "CURRENCY_DIFFERS",
  "TOO_MANY_POINTS",
  "CHANGE_BELOW_REFUNDED",
]);
export type ParkedFault = z.output<typeof parkedFault>;

/** The event was taken in and moved nothing, and why. */
export function none(reason: string): Action[] {
  return [{ action: "NONE", reason }];
}

export const eventAnswer = z.union([
  z.object({
    parked: z.literal(true),
    actions: z.array(action).optional().describe("where it moved something before it waits"),
  }),
  z.object({ actions: z.array(action), duplicate: z.boolean() }),
]);
export type EventAnswer = z.output<typeof eventAnswer>;

/** The event waits for its order; what it moved by making the order known is said nevertheless. */
export function parked(actions: Action[]): EventAnswer {
  return actions.length > 0 ? { parked: true, actions } : { parked: true };
}
