import { z } from "zod";
import { eventsOf } from "@/platform/events";
import { insideIdText } from "@/platform/scalars";

export const programEvents = {
  "program.published": z.object({ versionId: insideIdText, reason: z.string() }),
};

export const programEvent = eventsOf(programEvents);
