import { z } from "zod";
import { insideId, instant, pointsFigure, who } from "@/platform/scalars";

export const joinInput = z.strictObject({ activityId: insideId, ...who });

export const joinOutput = z.object({
  participationId: insideId,
  joinedAt: instant,
  pointsAwarded: pointsFigure,
  couponIds: z.array(insideId).describe("what it gave; their codes are in the wallet"),
  available: pointsFigure,
});
