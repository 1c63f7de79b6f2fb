import { z } from "zod";
import {
  humanText,
  instant,
  moneyMinor,
  moneyMinorPositive,
  outsideId,
  reasonText,
  who,
} from "@/platform/scalars";
import { CODES_ON_ORDER_MAX, couponCode } from "../../coupons/schema/coupons";
import { guestKey } from "../../guests/schema";
import { birthday, externalNickname, recordTold } from "../../members/schema";
import { namedLines } from "../../orders/schema/cart";
import { type Fault, orderFaults, partFaults, whole } from "../../orders/schema/check";
import { beside, changeFields, editable, ofOrder } from "./change";

const event = <Type extends string, Data extends z.ZodType>(type: Type, data: Data) =>
  z.strictObject({ type: z.literal(type), timestamp: instant, data });

const item = z.record(z.string().max(64), z.unknown());

/** An order may be a guest’s, too. */
const whoOrdered = { ...who, guestKey: guestKey.optional() };

export const orderCompleted = z.strictObject({
  ...whoOrdered,
  orderId: outsideId,
  ...editable,
  paidAt: instant,
  coupons: z
    .array(couponCode)
    .max(CODES_ON_ORDER_MAX)
    .optional()
    .describe("codes that it was paid with: what is reserved of them is used"),
  items: z
    .array(item)
    .max(500)
    .optional()
    .describe("taken and not kept, for senders of before: what is kept are lines"),
});

/** What it leaves out, the order has no longer. */
const orderChanged = z.strictObject({ ...whoOrdered, ...changeFields });

export const orderRefunded = z.strictObject({
  ...whoOrdered,
  orderId: outsideId,
  refundId: outsideId,
  amountMinor: moneyMinor
    .optional()
    .describe(
      "of the goods; of an order that no money was paid for, of its amount. Default: what its lines come to",
    ),
  lines: namedLines.optional(),
  currency: ofOrder,
  ...beside,
  refundedAt: instant,
  returnId: outsideId.optional(),
});

function refundFaults(refund: z.output<typeof orderRefunded>): Fault[] {
  const { amountMinor, lines, shippingMinor = 0, otherMinor = 0 } = refund;
  if (amountMinor === undefined || lines !== undefined) return partFaults(refund);
  const all = amountMinor + shippingMinor + otherMinor;
  return all > 0 ? [] : [{ path: ["amountMinor"], message: "> 0" }];
}

const orderReturn = z.strictObject({
  ...whoOrdered,
  orderId: outsideId,
  returnId: outsideId,
  amountMinor: moneyMinorPositive.optional().describe("default what its lines come to"),
  lines: namedLines.optional(),
  currency: ofOrder,
});

const returned = orderReturn.check(whole(partFaults));

/** The shop tells the same of whoever comes and whoever goes. */
const shopUser = z.strictObject({
  externalId: outsideId,
  nickname: externalNickname.optional(),
  birthday: birthday.optional(),
  inviteCode: humanText(32).optional(),
});

/**
 * What isn't named stays, null clears; `timestamp` says as of when, and what is newer stays. A phone is news here and
 * names nobody.
 */
const userUpdated = z.strictObject({
  memberId: who.memberId,
  externalId: who.externalId,
  memberCode: who.memberCode,
  ...recordTold,
  reason: reasonText.optional().describe("why a birthday is another"),
});

/**
 * What the shop's other services tell; the data always names the customer. By the shop's own id somebody may be
 * named who is no member yet; by phone or by what we call them, members alone. Orders of a guest name a hash of
 * the address that they gave.
 */
export const shopEvent = z.discriminatedUnion("type", [
  event("ORDER_COMPLETED", orderCompleted.check(whole(orderFaults))),
  event("ORDER_CHANGED", orderChanged.check(whole(orderFaults))),
  event("ORDER_CANCELLED", z.strictObject({ ...whoOrdered, orderId: outsideId })),
  event("RETURN_REQUESTED", returned),
  event("RETURN_REJECTED", returned),
  event("ORDER_REFUNDED", orderRefunded.check(whole(refundFaults))),
  event(
    "REVIEW_CREATED",
    z.strictObject({
      ...who,
      reviewId: outsideId,
      orderId: outsideId.optional(),
    }),
  ),
  event("SHARE_CREATED", z.strictObject({ ...who, shareId: outsideId })),
  event("USER_REGISTERED", shopUser),
  event("USER_UPDATED", userUpdated),
  event("USER_DELETED", shopUser),
]);
export type ShopEvent = z.output<typeof shopEvent>;
