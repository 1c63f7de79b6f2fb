import { z } from "zod";
import { eventsOf } from "@/platform/events";
import { calendarDate, insideId, instant, moneyFigure, outsideId } from "@/platform/scalars";
import { textFields } from "@/platform/texts";
import { couponSource } from "./schema/coupons";

const coupon = {
  couponId: insideId,
  definitionId: insideId,
  ...textFields("couponName", z.string()),
};

const use = z.object({
  ...coupon,
  useId: insideId,
  orderId: outsideId,
  discountMinor: moneyFigure,
  usedOn: calendarDate.describe("the business date that it counts on"),
});

export const couponEvents = {
  /** One for each coupon of a member; one for all codes that are printed or uploaded together. */
  "coupon.issued": z.object({
    ...coupon,
    couponId: insideId.nullable().describe("null for codes of nobody’s"),
    issueId: insideId,
    source: couponSource,
    activityId: insideId.optional().describe("that gave it"),
    count: z.int(),
    validFrom: instant.nullable(),
    validUntil: instant,
  }),
  "coupon.used": use,
  /** A use that was counted was taken back, by its order or by whoever made it. */
  "coupon.returned": use,
  "coupon.voided": z.object({
    ...coupon,
    couponId: insideId.nullable().describe("null where all of an issue were"),
    issueId: insideId,
    count: z.int(),
  }),
  "coupon.expiring": z.object({ ...coupon, validUntil: instant, usesLeft: z.int() }),
};

export const couponEvent = eventsOf(couponEvents);
