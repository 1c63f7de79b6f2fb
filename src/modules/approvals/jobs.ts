import type { Job } from "@/platform/jobs";
import { expireDue } from "./service/expire";

export const approvalsJobs: readonly Job[] = [
  { name: "approvals.expire", everySeconds: 60, run: expireDue },
];
