import { z } from "zod";
import { benefitType, worth } from "../schema/benefit-type";

/** Multiplies the points of a purchase; the highest that applies counts, never two of them. */
export const pointsMultiplier = benefitType(
  z.strictObject({ multiplierPct: z.int().min(101).max(1000).describe("150 = ×1.5") }),
  ({ multiplierPct }) => ({
    multiplierPct,
    judge: () => worth(0),
    words: () => ({ multiplierPct }),
  }),
);
