import type { Tx } from "@/platform/db";
import { eraseNotes } from "../store";

/** What people wrote about a member in batches, and whom they named there. */
export function eraseBatchNotes(tx: Tx, memberId: number): void {
  eraseNotes(tx, memberId);
}
