import { z } from "zod";
import { eventsOf } from "@/platform/events";
import { tierCause, tierCode } from "./schema";

export const tierEvents = {
  "tier.changed": z.object({
    from: tierCode,
    to: tierCode,
    cause: tierCause,
    closed: z.boolean().optional().describe("true where the member has closed their account"),
  }),
};

export const tierEvent = eventsOf(tierEvents);
