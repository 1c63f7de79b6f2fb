import type { BatchFile } from "../batch-file";

/** What a person chose to have judged. */
export interface Upload {
  file: BatchFile;
  reason: string;
}
