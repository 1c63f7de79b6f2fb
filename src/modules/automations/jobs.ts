import type { Job } from "@/platform/jobs";
import { FOLLOW, followEvents } from "./service/follow";
import { sweepDue } from "./service/sweep";

export { followedUpTo } from "./service/follow";

export const automationsJobs: readonly Job[] = [
  { name: FOLLOW, everySeconds: 2, run: followEvents },
  { name: "automations.sweep", everySeconds: 300, run: sweepDue },
];
