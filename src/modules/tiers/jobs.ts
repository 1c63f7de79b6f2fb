import type { Job } from "@/platform/jobs";
import { followPublished, reviewTiers } from "./service/review";

export const tiersJobs: readonly Job[] = [
  { name: "tiers.follow", everySeconds: 5, run: followPublished },
  { name: "tiers.review", everySeconds: 3600, run: reviewTiers },
];
