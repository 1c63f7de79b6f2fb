import type { Job } from "@/platform/jobs";
import { prunePreviews, runPreviews } from "./service/preview-run";
import { FOLLOW_JOB, followPublished, reviewTiers } from "./service/review";

export const tiersJobs: readonly Job[] = [
  { name: FOLLOW_JOB, everySeconds: 5, run: followPublished },
  { name: "tiers.review", everySeconds: 3600, run: reviewTiers },
  { name: "tiers.preview", everySeconds: 2, run: runPreviews },
  { name: "tiers.prunePreviews", everySeconds: 600, run: prunePreviews },
];
