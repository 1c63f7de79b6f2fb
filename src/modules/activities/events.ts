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
};

export const activityEvent = eventsOf(activityEvents);
