import { pruneKeys } from "@/platform/idempotency";
import type { Job } from "@/platform/jobs";
import { pointsJobs } from "./points/jobs";
import { tiersJobs } from "./tiers/jobs";

/** Every kind of scheduled work, in the order a runner looks at them. */
export const jobs: readonly Job[] = [
  ...pointsJobs,
  ...tiersJobs,
  { name: "platform.pruneKeys", everySeconds: 3600, run: pruneKeys },
];
