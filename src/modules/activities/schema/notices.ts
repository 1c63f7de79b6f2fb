import { z } from "zod";
import { insideId, instant, listOf, page, pointsFigure } from "@/platform/scalars";
import { activityKind } from "./activity";

/** What operators are told of activities. */

export const noticesInput = z.strictObject({
  unread: z.boolean().default(false).describe("true leaves out what the reader has read"),
  ...page,
});

export const noticeList = listOf(
  z.object({
    noticeId: insideId,
    activityId: insideId,
    kind: activityKind,
    title: z.string(),
    reachedPct: z.int().describe("of the budget: 50, 80 or 100"),
    pointsGiven: pointsFigure,
    pointsBudget: z.int(),
    read: z.boolean(),
    createdAt: instant,
  }),
);

const NOTICES_AT_ONCE = 100;

export const readNoticesInput = z.strictObject({
  noticeIds: z.array(insideId).min(1).max(NOTICES_AT_ONCE),
});
export const noticesRead = z.object({ read: z.int().describe("that were unread until now") });
