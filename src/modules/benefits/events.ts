import { z } from "zod";
import { eventsOf } from "@/platform/events";
import { calendarDate, insideId, moneyFigure, outsideId, pointsFigure } from "@/platform/scalars";
import { benefitId } from "../program/schema/rules";
import { tierCode } from "../tiers/schema";
import { usedByWhat } from "./schema/benefits";

const usage = z.object({
  usageId: insideId,
  benefitId,
  type: z.string(),
  orderId: outsideId,
  tierCode,
  valueMinor: moneyFigure,
  points: pointsFigure,
  by: usedByWhat,
  usedOn: calendarDate.describe("the business date that it counts on"),
});

export const benefitEvents = {
  "benefit.used": usage,
  /** A use that was counted was taken back. */
  "benefit.cancelled": usage,
};

export const benefitEvent = eventsOf(benefitEvents);
