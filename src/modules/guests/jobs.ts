import type { Job } from "@/platform/jobs";
import { pruneGuests } from "./service/retention";

export const guestsJobs: readonly Job[] = [
  { name: "guests.prune", everySeconds: 3600, run: pruneGuests },
];
