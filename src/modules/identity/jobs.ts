import type { Job } from "@/platform/jobs";
import { pruneHandoffs } from "./service/handoff";

export const identityJobs: readonly Job[] = [
  { name: "identity.pruneHandoffs", everySeconds: 3600, run: pruneHandoffs },
];
