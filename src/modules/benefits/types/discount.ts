import { z } from "zod";
import { floorShare } from "@/platform/arithmetic";
import { benefitType, worth } from "../schema/benefit-type";

/**
 * Pays a share of the order: the tier's own rate, or one of the benefit's.
 * Example: ¥399.99 at 8500 → pays ¥339.99, worth ¥60.00.
 */
export const discount = benefitType(
  z.strictObject({
    rateBps: z.int().min(1).max(9999).nullable().default(null).describe("null: the tier’s own"),
  }),
  ({ rateBps }) => ({
    isTierPrice: rateBps === null,
    ...(rateBps === null ? {} : { gives: { rateBps }, takesOffMinor: null }),
    judge: ({ order, tierRateBps }) => {
      if (order === null) return worth(0);
      const payable = floorShare(order.amountMinor, rateBps ?? tierRateBps, 10_000);
      return worth(order.amountMinor - payable);
    },
    words: (tierRateBps) => ({ paysRateBps: rateBps ?? tierRateBps }),
  }),
);
