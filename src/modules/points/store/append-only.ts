import type { AppendOnly } from "@/platform/ledger-guard";

const NOW = "UTC_TIMESTAMP(3)";

/** The ledger: nobody changes a row of it. */
export const pointsAppendOnly: readonly AppendOnly[] = [
  {
    table: "points_entry",
    row: `INSERT INTO points_entry (memberId, type, availableDelta, pendingDelta, frozenDelta,
        owedDelta, availableAfter, pendingAfter, frozenAfter, owedAfter, referenceType, referenceId,
        actor, programVersionId, effectiveAt, createdAt)
      VALUES (0, 'PROBE', 0, 0, 0, 0, 0, 0, 0, 0, 'PROBE', UUID(), 'system', 0, ${NOW}, ${NOW})`,
    change: "memberId = 0",
    which: "id = LAST_INSERT_ID()",
  },
  {
    table: "points_allocation",
    row: `INSERT INTO points_allocation (entryId, lotId, position, points, frozen)
      VALUES (LAST_INSERT_ID(), 0, 0, 0, 0)`,
    change: "points = 0",
    which: "entryId = LAST_INSERT_ID()",
  },
];
