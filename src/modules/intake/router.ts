import { command } from "@/platform/trpc";
import { earnInput, earnOutput } from "../points/schema/ledger";
import { type EventAnswer, eventAnswer } from "../purchases/schema/answers";
import { shopEvent } from "../purchases/schema/events";
import { earn, enrolUnknown, handleEvent, leavesOutUnknown } from "./service/events";

/** What the shop tells: its events, and points for what its customers did. */
export const intakeProcedures = {
  event: command(
    {
      journal: "act",
      access: { signature: "webhook" },
      input: shopEvent,
      leavesOut: leavesOutUnknown,
      output: eventAnswer,
      rest: {
        method: "POST",
        path: "/webhooks/events",
        tag: "events",
        summary: "Send an event: order, edit, refund, review, share or new customer",
        description:
          "Signed as Standard Webhooks says. In any order, late or twice: each event counts once. 202 means that it waits for its order; what of it does not fit then is told by the order’s answer and by the event order.parked_refused. ORDER_CHANGED tells an edited order as a whole with a `version`: of several the highest counts (CHANGE_STALE). What is told of a guest (`guestKey`) is kept and moves nothing until somebody proves the address.",
        status: (answer: EventAnswer) => ("parked" in answer ? 202 : 200),
        statuses: [200, 202],
        errors: [
          "MEMBER_NOT_FOUND",
          "DUPLICATE_REFERENCE",
          "LINE_UNKNOWN",
          "CHANGE_BELOW_REFUNDED",
          "CURRENCY_WITHOUT_RATE",
          "REFUND_EXCEEDS_PAID",
          "ORDER_AWAITED",
        ],
        example: {
          input: {
            type: "ORDER_COMPLETED",
            timestamp: "2026-11-20T06:30:00Z",
            data: {
              externalId: "u-1001",
              orderId: "A1001",
              paidAmountMinor: 29_900,
              paidAt: "2026-11-20T06:30:00Z",
            },
          },
        },
      },
    },
    handleEvent,
    { recover: enrolUnknown },
  ),

  earn: command(
    {
      journal: "act",
      access: { service: "points:write" },
      input: earnInput,
      output: earnOutput,
      rest: {
        method: "POST",
        path: "/points/earn",
        tag: "points",
        summary: "Award points for a purchase or another action",
        description:
          "A PURCHASE is the same act as the event ORDER_COMPLETED with the same order id: whichever comes first counts. BIRTHDAY points come by themselves; asked for here they are for the day of a known birthday alone.",
        errors: [
          "MEMBER_NOT_FOUND",
          "DUPLICATE_REFERENCE",
          "CURRENCY_WITHOUT_RATE",
          "MEMBER_STATUS_INVALID",
          "ACTIVITY_UNAVAILABLE",
          "LIMIT_REACHED",
        ],
        example: {
          input: {
            externalId: "u-1001",
            event: "PURCHASE",
            referenceId: "A1001",
            amountMinor: 29_900,
          },
        },
      },
    },
    earn,
  ),
};
