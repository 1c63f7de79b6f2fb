import type { Job } from "@/platform/jobs";
import { pruneOrderPreviews, runOrderPreviews } from "./service/preview-run";

export const purchasesJobs: readonly Job[] = [
  { name: "purchases.preview", everySeconds: 2, run: runOrderPreviews },
  { name: "purchases.prunePreviews", everySeconds: 600, run: pruneOrderPreviews },
];
