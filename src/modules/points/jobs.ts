import type { Job } from "@/platform/jobs";
import { giveNotices, settleDueMembers } from "./service/sweeps";
import { checkLedger, measureLedger } from "./service/verify";

export const pointsJobs: readonly Job[] = [
  { name: "points.settle", everySeconds: 60, run: settleDueMembers },
  { name: "points.notices", everySeconds: 6 * 3600, run: giveNotices },
  { name: "points.verify", everySeconds: 24 * 3600, run: checkLedger, measure: measureLedger },
];
