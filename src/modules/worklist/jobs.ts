import type { Job } from "@/platform/jobs";
import { tellStaff } from "./service/notices";

export const worklistJobs: readonly Job[] = [
  { name: "worklist.tell", everySeconds: 60, run: tellStaff },
];
