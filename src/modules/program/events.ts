import { z } from "zod";
import { eventsOf } from "@/platform/events";
import { insideId } from "@/platform/scalars";

export const programEvents = {
  "program.published": z.object({ versionId: insideId, reason: z.string() }),
};

export const programEvent = eventsOf(programEvents);
