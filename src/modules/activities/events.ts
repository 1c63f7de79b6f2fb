import { z } from "zod";
import { eventsOf } from "@/platform/events";
import { insideId, outsideId, pointsFigure, pointsPositive } from "@/platform/scalars";
import { tierCode } from "../tiers/schema";
import { activityKind } from "./schema/activity";

const activity = { activityId: insideId, kind: activityKind, tierCode };

export const activityEvents = {
  "activity.joined": z.object({
    ...activity,
    participationId: insideId,
    pointsAwarded: pointsFigure,
  }),
  /** An activity gave points: a bonus, a challenge's, or the extra ones of a multiplied order. */
  "activity.awarded": z.object({
    ...activity,
    points: pointsPositive,
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
