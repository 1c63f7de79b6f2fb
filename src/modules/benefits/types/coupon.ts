import { z } from "zod";
import { moneyMinor, moneyMinorPositive } from "@/platform/scalars";
import { belowMinimum, benefitType, worth } from "../schema/benefit-type";

/**
 * An amount off an order above a minimum, never more than the order.
 * Example: ¥30 off from ¥200 → ¥199.99 gets nothing, ¥200 gets ¥30.
 */
export const coupon = benefitType(
  z.strictObject({ amountMinor: moneyMinorPositive, minimumMinor: moneyMinor.default(0) }),
  ({ amountMinor, minimumMinor }) => ({
    judge: (facts) => {
      const valueMinor = Math.min(amountMinor, facts.order?.amountMinor ?? amountMinor);
      return belowMinimum(facts, minimumMinor) ?? worth(valueMinor);
    },
    gives: { amountMinor },
    words: () => ({ from: minimumMinor > 0 ? "minimum" : "any", minimumMinor, amountMinor }),
  }),
);
