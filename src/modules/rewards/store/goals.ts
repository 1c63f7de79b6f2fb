import type { Reader, Tx } from "@/platform/db";

/** The reward that each member saves for. */

export async function goalOf(db: Reader, memberId: number): Promise<number | null> {
  const sql = "SELECT rewardId FROM reward_goal WHERE memberId = ?";
  return (await db.row<{ rewardId: number }>(sql, [memberId]))?.rewardId ?? null;
}

export function saveGoal(tx: Tx, memberId: number, rewardId: number, createdAt: Date): void {
  tx.send(
    `INSERT INTO reward_goal (memberId, rewardId, createdAt) VALUES (?, ?, ?)
      ON DUPLICATE KEY UPDATE rewardId = VALUES(rewardId), createdAt = VALUES(createdAt)`,
    [memberId, rewardId, createdAt],
  );
}

export function removeGoal(tx: Tx, memberId: number): void {
  tx.send("DELETE FROM reward_goal WHERE memberId = ?", [memberId]);
}

/** Whoever got it saves for it no more; another goal stays. */
export function reachGoal(tx: Tx, memberId: number, rewardId: number): void {
  tx.send("DELETE FROM reward_goal WHERE memberId = ? AND rewardId = ?", [memberId, rewardId]);
}

/** The one who stays keeps a goal of their own. */
export function moveGoal(tx: Tx, fromId: number, intoId: number): void {
  tx.send("UPDATE IGNORE reward_goal SET memberId = ? WHERE memberId = ?", [intoId, fromId]);
  removeGoal(tx, fromId);
}
