import type { Job } from "@/platform/jobs";
import { pruneCodes } from "./service/codes";
import { pruneGrants } from "./service/grants";
import { pruneSessions } from "./service/sessions";
import { pruneSignInCounts } from "./service/sign-in-counts";

export const accessJobs: readonly Job[] = [
  { name: "access.pruneSessions", everySeconds: 3600, run: pruneSessions },
  { name: "access.pruneSignIns", everySeconds: 600, run: pruneSignInCounts },
  { name: "access.pruneCodes", everySeconds: 600, run: pruneCodes },
  { name: "access.pruneGrants", everySeconds: 3600, run: pruneGrants },
];
