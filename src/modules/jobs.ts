import { pruneKeys } from "@/platform/idempotency";
import type { Job } from "@/platform/jobs";
import { pointsJobs } from "./points/jobs";

/** Every kind of scheduled work, in the order a runner looks at them. */
export const jobs: readonly Job[] = [
  ...pointsJobs,
  { name: "platform.pruneKeys", everySeconds: 3600, run: pruneKeys },
];
