import type { Job } from "@/platform/jobs";
import { pruneSessions } from "./service/sessions";

export const accessJobs: readonly Job[] = [
  { name: "access.pruneSessions", everySeconds: 3600, run: pruneSessions },
];
