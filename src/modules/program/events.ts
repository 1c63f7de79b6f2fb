import { z } from "zod";
import { insideId } from "@/platform/scalars";

export const programEvents = {
  "program.published": z.object({ versionId: insideId, reason: z.string() }),
};
