import { guestKeyOf, guestSecretOf } from "@/modules/guests/service/key";
import { handleEvent } from "@/modules/intake/service/events";
import type { ShopEvent } from "@/modules/purchases/schema/events";
import { reader } from "@/platform/db";
import { at, daysAgo, toldEvent } from "./acts";

/** Whoever signs up with it in the demo has ordered before. */
const GUEST = "guest@demo.test";

/** Two orders of somebody who has no account, and a refund. */
export async function guestOrders(): Promise<void> {
  const guestKey = guestKeyOf(await guestSecretOf(reader), GUEST);
  const [first, second, third] = [daysAgo(30, 600), daysAgo(9, 700), daysAgo(7, 660)];
  const tell = (moment: Date, event: ShopEvent) =>
    at(moment, (work) => {
      toldEvent(work, event.type, event.data);
      return handleEvent(work, event);
    });
  const order = (orderId: string, paidAmountMinor: number, paidAt: Date) =>
    tell(paidAt, {
      type: "ORDER_COMPLETED",
      timestamp: paidAt,
      data: { guestKey, orderId, paidAmountMinor, paidAt },
    });
  await order("demo-guest-1", 52_800, first);
  await order("demo-guest-2", 26_900, second);
  await tell(third, {
    type: "ORDER_REFUNDED",
    timestamp: third,
    data: {
      guestKey,
      orderId: "demo-guest-2",
      refundId: "demo-guest-r1",
      amountMinor: 6900,
      refundedAt: third,
    },
  });
}
