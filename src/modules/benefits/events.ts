import { z } from "zod";
import { insideId, moneyFigure, outsideId, pointsFigure } from "@/platform/scalars";
import { benefitId } from "../program/schema";
import { tierCode } from "../tiers/schema";

const usage = z.object({
  usageId: insideId,
  benefitId,
  type: z.string(),
  orderId: outsideId,
  tierCode,
  valueMinor: moneyFigure,
  points: pointsFigure,
});

export const benefitEvents = {
  "benefit.used": usage,
  /** A use that was counted was taken back. */
  "benefit.cancelled": usage,
};
