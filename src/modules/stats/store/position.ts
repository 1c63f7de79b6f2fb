import type { Reader, Tx } from "@/platform/db";

export interface PositionRow {
  sequence: number;
  clearing: boolean;
}

const SELECT = "SELECT sequence, clearing FROM stat_position WHERE id = 1";

/** Undefined while somebody else adds to the rollups, unless they are waited for. */
export function lockPosition(tx: Tx, isWaiting = false): Promise<PositionRow | undefined> {
  return tx.row<PositionRow>(`${SELECT} FOR UPDATE${isWaiting ? "" : " SKIP LOCKED"}`);
}

export function positionNow(db: Reader): Promise<PositionRow | undefined> {
  return db.row<PositionRow>(SELECT);
}

export function moveTo(tx: Tx, sequence: number, clearing: boolean): void {
  tx.send("UPDATE stat_position SET sequence = ?, clearing = ? WHERE id = 1", [sequence, clearing]);
}
