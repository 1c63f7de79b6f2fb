import type { Job } from "@/platform/jobs";
import { runIssues } from "./service/issues";
import { expireDue, giveNotices } from "./service/sweep";

export const couponsJobs: readonly Job[] = [
  { name: "coupons.issue", everySeconds: 3, run: runIssues, inTurns: true },
  { name: "coupons.expire", everySeconds: 60, run: expireDue },
  { name: "coupons.notices", everySeconds: 3600, run: giveNotices },
];
