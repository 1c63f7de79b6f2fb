import { z } from "zod";
import { eventsOf } from "@/platform/events";
import { insideId, instant } from "@/platform/scalars";

export const draftEvents = {
  "program.scheduled": z.object({ draftId: insideId, name: z.string(), publishAt: instant }),
  "program.scheduleEnded": z
    .object({
      draftId: insideId,
      name: z.string(),
      outcome: z.enum(["CANCELLED", "PARKED"]),
      code: z.string().nullable(),
    })
    .describe("outcome PARKED: not published at its time, for the reason that code says"),
};

export const draftEvent = eventsOf(draftEvents);
