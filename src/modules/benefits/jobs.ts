import type { Job } from "@/platform/jobs";
import { expireDue } from "./service/sweep";

export const benefitsJobs: readonly Job[] = [
  { name: "benefits.expire", everySeconds: 60, run: expireDue },
];
