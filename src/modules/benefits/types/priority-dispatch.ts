import { z } from "zod";
import { benefitType, worth } from "../schema/benefit-type";

/** The order leaves the warehouse before others. */
export const priorityDispatch = benefitType(
  z.strictObject({ withinHours: z.int().min(1).max(168).nullable().default(null) }),
  ({ withinHours }) => ({
    judge: () => worth(0),
    words: () => ({ when: withinHours === null ? "first" : "hours", hours: withinHours ?? 0 }),
  }),
);
