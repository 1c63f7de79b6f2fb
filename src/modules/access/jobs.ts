import type { Job } from "@/platform/jobs";
import { pruneSignInCounts } from "./service/sign-in-counts";

export const accessJobs: readonly Job[] = [
  { name: "access.pruneSignIns", everySeconds: 600, run: pruneSignInCounts },
];
