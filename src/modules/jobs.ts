import type { Loop } from "@/platform/background";
import { pruneKeys } from "@/platform/idempotency";
import type { Job } from "@/platform/jobs";
import { Publisher } from "@/platform/outbox";
import { accessJobs } from "./access/jobs";
import { activitiesJobs } from "./activities/jobs";
import { benefitsJobs } from "./benefits/jobs";
import { pointsJobs } from "./points/jobs";
import { statsLoops } from "./stats/jobs";
import { tiersJobs } from "./tiers/jobs";
import { webhookJobs, webhookLoops } from "./webhooks/jobs";

/** Every kind of scheduled work, in the order a runner looks at them. */
export const jobs: readonly Job[] = [
  ...pointsJobs,
  ...tiersJobs,
  ...benefitsJobs,
  ...activitiesJobs,
  ...webhookJobs,
  ...accessJobs,
  { name: "platform.pruneKeys", everySeconds: 3600, run: pruneKeys },
];

/** What goes on beside the jobs, made anew for each process that turns it. */
export const loops = (): readonly Loop[] => [new Publisher(), ...webhookLoops(), ...statsLoops()];
