import { z } from "zod";
import { instant, moneyFigure, outsideId } from "@/platform/scalars";
import { tierCode } from "../tiers/schema";

export const orderEvents = {
  /** An order counts from now on. */
  "order.completed": z.object({
    orderId: outsideId,
    amountMinor: moneyFigure,
    paidAt: instant,
    tierCode: tierCode.describe("the member's before the order"),
  }),
  "order.refunded": z.object({
    orderId: outsideId,
    refundId: outsideId,
    amountMinor: moneyFigure,
    refundedAt: instant,
    tierCode,
  }),
  /** An order that counted counts no more. */
  "order.cancelled": z.object({
    orderId: outsideId,
    amountMinor: moneyFigure.describe("what was paid, refunded or not"),
    paidAt: instant,
    tierCode,
  }),
};
