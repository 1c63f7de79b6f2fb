import type { Job } from "@/platform/jobs";
import { keyIdentities } from "./service";

export const membersJobs: readonly Job[] = [
  { name: "members.keyIdentities", everySeconds: 3600, run: keyIdentities },
];
