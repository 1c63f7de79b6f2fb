import type { Reader, Tx } from "@/platform/db";

export interface PositionRow {
  sequence: number;
  clearing: boolean;
  /** When what is counted begins, where events before it were forgotten. */
  since: Date | null;
}

/** Sets of rollups that follow the events each by itself: one that came later counts from the first. */
export const SETS = { program: 1, sales: 2, savings: 3 } as const;
export type SetName = keyof typeof SETS;

const SELECT = "SELECT sequence, clearing, since FROM stat_position WHERE id = ?";

/** Undefined while somebody else adds to the rollups, unless they are waited for. */
export function lockPosition(
  tx: Tx,
  set: SetName,
  isWaiting = false,
): Promise<PositionRow | undefined> {
  return tx.row<PositionRow>(`${SELECT} FOR UPDATE${isWaiting ? "" : " SKIP LOCKED"}`, [SETS[set]]);
}

export function positionNow(db: Reader, set: SetName): Promise<PositionRow | undefined> {
  return db.row<PositionRow>(SELECT, [SETS[set]]);
}

export function moveTo(tx: Tx, set: SetName, sequence: number, clearing: boolean): void {
  tx.send("UPDATE stat_position SET sequence = ?, clearing = ? WHERE id = ?", [
    sequence,
    clearing,
    SETS[set],
  ]);
}

export function beginAt(tx: Tx, set: SetName, since: Date): void {
  tx.send("UPDATE stat_position SET since = ? WHERE id = ?", [since, SETS[set]]);
}
