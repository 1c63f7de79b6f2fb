import type { Reader, Tx } from "@/platform/db";

/** Invitations of two members who become one. */

export interface InvitedRow {
  invitedId: number;
  createdAt: Date;
  /** Somebody was rewarded for it, taken back or not. */
  isRewarded: boolean;
}

export async function invitedRows(db: Reader, memberIds: readonly number[]): Promise<InvitedRow[]> {
  const rows = await db.rows<InvitedRow>(
    `SELECT invitedId, createdAt, (orderId IS NOT NULL OR referrerRewardedAt IS NOT NULL) AS isRewarded
       FROM referral WHERE invitedId IN (${memberIds.map(() => "?").join(",")})`,
    memberIds,
  );
  return rows.map((row) => ({ ...row, isRewarded: Boolean(row.isRewarded) }));
}

export async function countInvited(db: Reader, referrerId: number): Promise<number> {
  const sql = "SELECT COUNT(*) AS invited FROM referral WHERE referrerId = ?";
  return (await db.row<{ invited: number }>(sql, [referrerId]))?.invited ?? 0;
}

export function moveReferrers(tx: Tx, fromId: number, intoId: number): void {
  tx.send("UPDATE referral SET referrerId = ? WHERE referrerId = ?", [intoId, fromId]);
}

/** The invitation of one who goes is another's, whose own one goes the other way, to say no more than that they were invited. */
export function swapInvited(tx: Tx, fromId: number, intoId: number): void {
  const move = "UPDATE referral SET invitedId = ? WHERE invitedId = ?";
  tx.send(move, [-fromId, intoId]);
  tx.send(move, [intoId, fromId]);
  tx.send(move, [fromId, -fromId]);
}

/** It stays, so that nobody is invited twice under that name, and brings nobody anything. */
export function endInvitation(tx: Tx, invitedId: number): void {
  tx.send("UPDATE referral SET settled = 1, dueAt = NULL, refusal = 'MERGED' WHERE invitedId = ?", [
    invitedId,
  ]);
}

/** The code of the one who goes, where the other has none yet; else it goes on to mean the other. */
export function moveCode(tx: Tx, fromId: number, intoId: number): void {
  tx.send("UPDATE IGNORE member_invite SET memberId = ? WHERE memberId = ?", [intoId, fromId]);
}

/** What named the one who goes names the other. */
export function movePersons(tx: Tx, fromId: number, intoId: number): void {
  tx.send("UPDATE referral_person SET memberId = ? WHERE memberId = ?", [intoId, fromId]);
}
