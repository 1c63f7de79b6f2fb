import { z } from "zod";
import { eventsOf } from "@/platform/events";
import { insideId, pointsFigure, pointsPositive } from "@/platform/scalars";
import { textFields } from "@/platform/texts";
import { returnOutcome } from "./schema/fulfilment";
import { redemptionStatus, rewardKind } from "./schema/rewards";

const redemption = z.object({
  redemptionId: insideId,
  rewardId: insideId,
  ...textFields("rewardName", z.string()),
  quantity: z.int(),
});

const label = {
  carrier: z.string(),
  carrierCode: z.string().nullable().describe("null of one in no list"),
  trackingCode: z.string(),
};

export const rewardEvents = {
  "reward.redeemed": redemption.extend({
    kind: rewardKind,
    points: pointsPositive,
    status: redemptionStatus,
  }),
  "reward.shipped": redemption.extend(label),
  "reward.tracking_corrected": redemption.extend({
    ...label,
    formerTrackingCode: z.string().describe("that was wrong"),
  }),
  "reward.shipment_undone": redemption.extend({ trackingCode: z.string() }),
  "reward.address_changed": redemption.extend({
    addressRevision: z.int().describe("where it goes is told by the list of parcels alone"),
    byShop: z.boolean(),
  }),
  "reward.returned": redemption.extend({
    trackingCode: z.string(),
    outcome: returnOutcome,
    restocked: z.boolean(),
    points: pointsFigure.describe("that went back; 0 where none did"),
  }),
  "reward.cancelled": redemption.extend({
    points: pointsPositive,
    byShop: z.boolean().describe("by an operator, not by the member"),
  }),
};

export const rewardEvent = eventsOf(rewardEvents);
