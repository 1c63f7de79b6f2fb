import type { Job } from "@/platform/jobs";
import { writeStatuses } from "./service/sweep";

export const activitiesJobs: readonly Job[] = [
  { name: "activities.status", everySeconds: 60, run: writeStatuses },
];
