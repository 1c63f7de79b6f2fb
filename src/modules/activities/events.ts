import { z } from "zod";
import { eventsOf } from "@/platform/events";
import { insideId, outsideId, pointsFigure } from "@/platform/scalars";
import { tierCode } from "../tiers/schema";
import { activityKind } from "./schema/activity";

const activity = { activityId: insideId, kind: activityKind, tierCode };

export const activityEvents = {
  "activity.joined": z.object({
    ...activity,
    participationId: insideId,
    pointsAwarded: pointsFigure,
  }),
  /** An activity gave points or a coupon: a bonus, a challenge's, or the extra ones of a multiplied order. */
  "activity.awarded": z.object({
    ...activity,
    points: pointsFigure.describe("0 for a coupon alone"),
    couponIds: z.array(insideId).optional().describe("that it issued"),
    orderId: outsideId.nullable(),
  }),
  /** So much of an activity's budget is given: each step is told once. */
  "activity.budget_reached": z.object({
    activityId: insideId,
    kind: activityKind,
    reachedPct: z.int().describe("50, 80 or 100"),
    pointsGiven: pointsFigure,
    pointsBudget: z.int(),
  }),
};

export const activityEvent = eventsOf(activityEvents);
