import { z } from "zod";
import { moneyMinor, moneyMinorPositive } from "@/platform/scalars";
import { belowMinimum, benefitType, worth } from "../schema/benefit-type";

/** Pays the shipping of an order above a minimum, up to a maximum where there is one. */
export const freeShipping = benefitType(
  z.strictObject({
    minimumMinor: moneyMinor.default(0),
    maximumMinor: moneyMinorPositive.nullable().default(null),
  }),
  ({ minimumMinor, maximumMinor }) => ({
    judge: (facts) => {
      const shippingMinor = facts.order?.shippingMinor ?? 0;
      const paidMinor = Math.min(shippingMinor, maximumMinor ?? shippingMinor);
      return belowMinimum(facts, minimumMinor) ?? worth(paidMinor);
    },
    takesOff: "SHIPPING",
    takesOffMinor: maximumMinor,
    words: () => ({
      from: minimumMinor > 0 ? "minimum" : "any",
      minimumMinor,
      upTo: maximumMinor === null ? "all" : "maximum",
      maximumMinor: maximumMinor ?? 0,
    }),
  }),
);
