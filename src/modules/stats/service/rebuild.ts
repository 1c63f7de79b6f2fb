import { DomainError, invariant } from "@/platform/errors";
import { forgottenUpTo } from "@/platform/outbox";
import type { Work } from "@/platform/work";
import { lockPosition, moveTo } from "../store/position";

/**
 * Throws every figure away and counts all events again from the first. The follower does it page by
 * page; until it is through, answers say that they are not up to date.
 *
 * @throws DomainError PERMISSION_DENIED where events are forgotten: what they counted would be lost
 */
export async function rebuildStatistics(work: Work): Promise<{ started: boolean }> {
  if ((await forgottenUpTo(work.tx)) > 0) {
    throw new DomainError("PERMISSION_DENIED", { reason: "EVENTS_FORGOTTEN" });
  }
  let sequence = 0;
  for (const set of ["program", "sales", "savings"] as const) {
    const at = await lockPosition(work.tx, set, true);
    invariant(at, "the position's row is there");
    moveTo(work.tx, set, at.sequence, true);
    sequence = Math.max(sequence, at.sequence);
  }
  work.audit({ action: "stats.rebuild", before: { sequence } });
  return { started: true };
}
