import type { Job } from "@/platform/jobs";
import { settleReferrals } from "./service/referral";
import { writeStatuses } from "./service/sweep";

export const activitiesJobs: readonly Job[] = [
  { name: "activities.status", everySeconds: 60, run: writeStatuses },
  { name: "activities.referrals", everySeconds: 5, run: settleReferrals },
];
