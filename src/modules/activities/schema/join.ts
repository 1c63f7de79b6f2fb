import { z } from "zod";
import { insideIdText, instantText, pointsFigure, who } from "@/platform/scalars";

export const joinInput = z.strictObject({ activityId: insideIdText, ...who });

export const joinOutput = z.object({
  participationId: insideIdText,
  joinedAt: instantText,
  pointsAwarded: pointsFigure,
  available: pointsFigure,
});
