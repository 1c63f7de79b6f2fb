import type { Job } from "@/platform/jobs";
import { keyInvited } from "../earning/service/invite";
import { settleReferrals } from "../earning/service/referral";
import { writeStatuses } from "./service/sweep";

export const activitiesJobs: readonly Job[] = [
  { name: "activities.status", everySeconds: 60, run: writeStatuses },
  { name: "activities.referrals", everySeconds: 5, run: settleReferrals },
  { name: "activities.keyInvited", everySeconds: 3600, run: keyInvited },
];
