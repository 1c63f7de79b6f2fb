import type { Job } from "@/platform/jobs";
import { publishDue } from "./service/due";

export const draftsJobs: readonly Job[] = [
  { name: "drafts.publish", everySeconds: 2, run: publishDue },
];
