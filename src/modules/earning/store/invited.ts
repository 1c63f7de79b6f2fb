import type { Reader } from "@/platform/db";

/** What became of invitations, by who invited. */

export interface InvitedRow {
  nickname: string | null;
  isClosed: boolean;
  createdAt: Date;
  orderId: string | null;
  dueAt: Date | null;
  referrerOrderId: string | null;
  referrerPoints: number;
  referrerRewardedAt: Date | null;
  refusal: string | null;
}

/** The last who came first; from a moment on, without so many of those who came at it. */
export async function invitedBy(
  db: Reader,
  referrerId: number,
  { after, limit }: { after: { at: Date; skip: number } | null; limit: number },
): Promise<InvitedRow[]> {
  const from = after === null ? "" : "AND r.createdAt <= ?";
  const rows = await db.rows<InvitedRow>(
    `SELECT m.nickname, m.status = 'CLOSED' AS isClosed, r.createdAt, r.orderId, r.dueAt,
        r.referrerOrderId, r.referrerPoints, r.referrerRewardedAt, r.refusal
       FROM referral r JOIN member m ON m.id = r.invitedId
      WHERE r.referrerId = ? ${from}
      ORDER BY r.createdAt DESC, r.invitedId DESC LIMIT ? OFFSET ?`,
    [referrerId, ...(after === null ? [] : [after.at]), limit, after?.skip ?? 0],
  );
  return rows.map((row) => ({ ...row, isClosed: Boolean(row.isClosed) }));
}

interface OwnRow {
  orderId: string | null;
  dueAt: Date | null;
  refusal: string | null;
}

export function invitedMember(db: Reader, memberId: number): Promise<OwnRow | undefined> {
  const sql = "SELECT orderId, dueAt, refusal FROM referral WHERE invitedId = ?";
  return db.row<OwnRow>(sql, [memberId]);
}
