import type { Tx } from "@/platform/db";
import * as store from "../store";

/** What people wrote about a member in batches, and whom they named there. */
export function eraseFromBatches(
  tx: Tx,
  { memberId, externalId }: { memberId: number | null; externalId: string | null },
): void {
  if (memberId !== null) store.eraseNotes(tx, memberId);
  if (externalId !== null) store.eraseNames(tx, externalId);
}
