import type { Job } from "@/platform/jobs";
import { FOLLOW, followFacts } from "./service/follow";

export { factsUpTo } from "./service/follow";

export const segmentsJobs: readonly Job[] = [
  { name: FOLLOW, everySeconds: 2, run: followFacts, inTurns: true },
];
