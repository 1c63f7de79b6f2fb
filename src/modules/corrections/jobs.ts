import type { Job } from "@/platform/jobs";
import { runBatches } from "./service/sweep";

export const correctionsJobs: readonly Job[] = [
  { name: "points.batches", everySeconds: 3, run: runBatches, inTurns: true },
];
