import { z } from "zod";
import { eventsOf } from "@/platform/events";
import { instant, moneyFigure, outsideId } from "@/platform/scalars";
import { original } from "../orders/schema/currency";
import { tierCode } from "../tiers/schema";
import { parkedFault, parkedKind } from "./schema/answers";

/** Of an order in another currency than the program's, in which all other amounts are. */
const inItsCurrency = original.optional();

export const orderEvents = {
  /** An order counts from now on. */
  "order.completed": z.object({
    orderId: outsideId,
    amountMinor: moneyFigure,
    paidAt: instant,
    tierCode: tierCode.describe("the member's before the order"),
    original: inItsCurrency,
    imported: z
      .literal(true)
      .optional()
      .describe("carried over from the system before: it earned there"),
  }),
  /** An order that counts was edited. */
  "order.changed": z.object({
    orderId: outsideId,
    version: z.int(),
    amountMinor: moneyFigure.describe("the goods as paid in money, from now on"),
    amountBeforeMinor: moneyFigure,
    refundedMinor: moneyFigure.describe("what refunds take of it"),
    refunds: z
      .array(z.object({ refundId: outsideId, refundedAt: instant, changeMinor: z.int() }))
      .describe("refunds of which more or less fits than before"),
    changedAt: instant,
    paidAt: instant,
    tierCode,
    original: inItsCurrency,
  }),
  "order.refunded": z.object({
    orderId: outsideId,
    refundId: outsideId,
    amountMinor: moneyFigure.describe("what of it fits the money paid"),
    leftOverMinor: moneyFigure
      .describe("what of it fits nothing, in the order’s currency")
      .optional(),
    refundedAt: instant,
    tierCode,
    original: inItsCurrency,
  }),
  /** What waited for its order does not fit it: nothing of it counts. */
  "order.parked_refused": z.object({
    orderId: outsideId,
    kind: parkedKind,
    id: outsideId.describe("the refund’s or the return’s; of an edit its version"),
    amountMinor: moneyFigure.describe("as it was told, in its order’s currency"),
    reason: parkedFault,
  }),
  /** An order that counted counts no more. */
  "order.cancelled": z.object({
    orderId: outsideId,
    amountMinor: moneyFigure.describe("what was paid, refunded or not"),
    paidAt: instant,
    tierCode,
    original: inItsCurrency,
  }),
};

export const orderEvent = eventsOf(orderEvents);
