import type { Job } from "@/platform/jobs";
import { pruneMessages } from "./service";

export const inboxJobs: readonly Job[] = [
  { name: "inbox.prune", everySeconds: 3600, run: pruneMessages },
];
