import { z } from "zod";
import { eventsOf } from "@/platform/events";
import { insideId, pointsPositive } from "@/platform/scalars";
import { textFields } from "@/platform/texts";
import { redemptionStatus, rewardKind } from "./schema/rewards";

const redemption = z.object({
  redemptionId: insideId,
  rewardId: insideId,
  ...textFields("rewardName", z.string()),
  quantity: z.int(),
});

export const rewardEvents = {
  "reward.redeemed": redemption.extend({
    kind: rewardKind,
    points: pointsPositive,
    status: redemptionStatus,
  }),
  "reward.shipped": redemption.extend({ carrier: z.string(), trackingCode: z.string() }),
  "reward.cancelled": redemption.extend({
    points: pointsPositive,
    byShop: z.boolean().describe("by an operator, not by the member"),
  }),
};

export const rewardEvent = eventsOf(rewardEvents);
