import type { Reader, Tx } from "@/platform/db";

export interface FactState {
  sequence: number;
  day: string | null;
  passDay: string | null;
  passId: number;
  fifths: string | null;
}

const SELECT = `SELECT sequence, DATE_FORMAT(day, '%Y-%m-%d') AS day,
  DATE_FORMAT(passDay, '%Y-%m-%d') AS passDay, passId, fifths FROM fact_state WHERE id = 1`;

export function factState(db: Reader): Promise<FactState | undefined> {
  return db.row<FactState>(SELECT);
}

/** Undefined while somebody else adds to the facts. */
export function lockFactState(tx: Tx): Promise<FactState | undefined> {
  return tx.row<FactState>(`${SELECT} FOR UPDATE SKIP LOCKED`);
}

export function saveFactState(tx: Tx, state: FactState): void {
  const { sequence, day, passDay, passId, fifths } = state;
  tx.send(
    "UPDATE fact_state SET sequence = ?, day = ?, passDay = ?, passId = ?, fifths = ? WHERE id = 1",
    [sequence, day, passDay, passId, fifths],
  );
}
