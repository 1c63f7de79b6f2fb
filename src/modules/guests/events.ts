import { z } from "zod";
import { eventsOf } from "@/platform/events";
import { instant } from "@/platform/scalars";

export const guestEvents = {
  /** What somebody had ordered as a guest counts for them now; each order has its own events beside this one. */
  "member.guest_orders_claimed": z.object({
    orders: z.int().describe("completed ones"),
    events: z.int().describe("all that was kept of them, refunds and returns too"),
    refused: z.int().describe("of them such as did not fit"),
    since: instant.describe("orders from then on were claimed"),
  }),
};

export const guestEvent = eventsOf(guestEvents);
