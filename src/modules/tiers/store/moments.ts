import type { Reader, Tx } from "@/platform/db";
import type { Step } from "../rules/moment";

/** Up to which change a member was shown what they rose to; undefined for who was never shown anything. */
export async function shownUpTo(db: Reader, memberId: number): Promise<number | undefined> {
  const sql = "SELECT changeId FROM moment_shown WHERE memberId = ?";
  return (await db.row<{ changeId: number }>(sql, [memberId]))?.changeId;
}

/** More steps than any ladder has. */
const STEPS_MAX = 50;

/** The newest first. */
export function stepsAfter(
  db: Reader,
  memberId: number,
  changeId: number,
): Promise<(Step & { id: number })[]> {
  return db.rows(
    `SELECT id, fromCode, toCode, cause FROM tier_change
      WHERE memberId = ? AND id > ? ORDER BY id DESC LIMIT ?`,
    [memberId, changeId, STEPS_MAX],
  );
}

export function rememberShown(tx: Tx, memberId: number, changeId: number, shownAt: Date): void {
  tx.send(
    `INSERT INTO moment_shown (memberId, changeId, shownAt) VALUES (?, ?, ?)
      ON DUPLICATE KEY UPDATE changeId = VALUES(changeId), shownAt = VALUES(shownAt)`,
    [memberId, changeId, shownAt],
  );
}

export function forgetShown(tx: Tx, memberId: number): void {
  tx.send("DELETE FROM moment_shown WHERE memberId = ?", [memberId]);
}
