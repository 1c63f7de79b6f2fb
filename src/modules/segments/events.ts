import { z } from "zod";
import { eventsOf } from "@/platform/events";
import { insideId } from "@/platform/scalars";

export const segmentEvents = {
  "member.labelled": z.object({
    tagsAdded: z.array(z.string()),
    tagsRemoved: z.array(z.string()),
    attributes: z.array(z.string()).describe("the keys of those that are others by now"),
  }),
  /** Somebody matches the rule of a segment who did not before, or was put on its list. */
  "segment.entered": z.object({ segmentId: insideId }),
  "segment.left": z.object({ segmentId: insideId }),
};

export const segmentEvent = eventsOf(segmentEvents);
