import type { Reader, Tx } from "@/platform/db";
import { insertInto, insertOrIgnore } from "@/platform/insert";

/** What the points jobs page through. */

export interface DueMember {
  id: number;
  dueAt: Date;
}

/**
 * Members to whom something of time's own is due, whose moment came first comes first, by keyset on
 * (nextPointsEventAt, id): the order of the index, so that a page costs the same however many wait.
 */
export function membersDue(
  db: Reader,
  now: Date,
  after: DueMember | undefined,
  limit: number,
): Promise<DueMember[]> {
  const { id, dueAt } = after ?? { id: 0, dueAt: BEGINNING };
  return db.rows<DueMember>(
    `SELECT id, nextPointsEventAt AS dueAt FROM member FORCE INDEX (member_nextPointsEventAt_idx)
      WHERE nextPointsEventAt <= ? AND nextPointsEventAt >= ? AND (nextPointsEventAt > ? OR id > ?)
      ORDER BY nextPointsEventAt, id LIMIT ?`,
    [now, dueAt, dueAt, id, limit],
  );
}

const BEGINNING = new Date("1970-01-02T00:00:00Z");

export interface ExpiringSoon {
  memberId: number;
  points: number;
  expiresAt: Date;
}

/** Points of a span of members that end within a span of moments. */
export function expiringBetween(
  db: Reader,
  ids: { from: number; to: number },
  moments: { from: Date; to: Date },
): Promise<ExpiringSoon[]> {
  return db.rows<ExpiringSoon>(
    `SELECT memberId, CAST(SUM(remaining) AS SIGNED) AS points, expiresAt FROM points_lot
      WHERE memberId >= ? AND memberId < ? AND live = 1 AND matured = 1 AND remaining > 0
        AND expiresAt >= ? AND expiresAt < ?
      GROUP BY memberId, expiresAt ORDER BY memberId, expiresAt`,
    [ids.from, ids.to, moments.from, moments.to],
  );
}

export interface Notice extends ExpiringSoon {
  daysAhead: number;
  createdAt: Date;
}

/** False where the notice was given before, of as many points or more. */
export async function insertNotice(tx: Tx, notice: Notice): Promise<boolean> {
  const { memberId, expiresAt, daysAhead, points, createdAt } = notice;
  const inserted = await tx.write(
    ...insertOrIgnore(
      "points_notice",
      ["memberId", "expiresAt", "daysAhead", "points", "createdAt"],
      { memberId, expiresAt, daysAhead, points, createdAt },
    ),
  );
  if (inserted.affectedRows === 1) return true;
  const { affectedRows } = await tx.write(
    `UPDATE points_notice SET points = ?, createdAt = ?
      WHERE memberId = ? AND expiresAt = ? AND daysAhead = ? AND points < ?`,
    [points, createdAt, memberId, expiresAt, daysAhead, points],
  );
  return affectedRows === 1;
}

export interface CheckRow {
  ok: boolean;
  members: number;
  entries: number;
  /** Up to whom it looked; null where that was not kept. */
  lastMemberId: number | null;
  findings: string;
  startedAt: Date;
  finishedAt: Date;
}

export function insertCheck(tx: Tx, check: CheckRow): void {
  tx.send(
    ...insertInto(
      "ledger_check",
      ["ok", "members", "entries", "lastMemberId", "findings", "startedAt", "finishedAt"],
      check,
    ),
  );
}

export function lastCheck(db: Reader): Promise<CheckRow | undefined> {
  return db.row<CheckRow>(
    "SELECT ok, members, entries, lastMemberId, findings, startedAt, finishedAt FROM ledger_check ORDER BY id DESC LIMIT 1",
  );
}
