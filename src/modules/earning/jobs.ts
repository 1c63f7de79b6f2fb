import type { Job } from "@/platform/jobs";
import { grantBirthdays } from "./service/birthdays";
import { keyInvited } from "./service/invitation";
import { settleReferrals } from "./service/referral";

/** Their names stand in the database, and so outlive the rooms that they were written in. */
export const earningJobs: readonly Job[] = [
  { name: "points.birthdays", everySeconds: 3600, run: grantBirthdays },
  { name: "activities.referrals", everySeconds: 5, run: settleReferrals },
  { name: "activities.keyInvited", everySeconds: 3600, run: keyInvited },
];
