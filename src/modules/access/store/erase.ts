import type { Reader, Tx } from "@/platform/db";

export function passwordOfMember(
  db: Reader,
  memberId: number,
): Promise<{ passwordHash: string | null } | undefined> {
  return db.row("SELECT passwordHash FROM user WHERE memberId = ?", [memberId]);
}

export async function addressesOfMember(db: Reader, memberId: number): Promise<string[]> {
  const sql = "SELECT email, phone FROM user WHERE memberId = ?";
  const user = await db.row<{ email: string; phone: string | null }>(sql, [memberId]);
  return user ? [user.email, ...(user.phone === null ? [] : [user.phone])] : [];
}

/** The sign-in of a member and every session of it, gone at once. */
export function eraseUser(tx: Tx, memberId: number): void {
  // First the account itself, as whoever opens a session of it does: none is opened meanwhile.
  tx.send("SELECT id FROM user WHERE memberId = ? FOR UPDATE", [memberId]);
  tx.send("DELETE s FROM session s JOIN user u ON u.id = s.userId WHERE u.memberId = ?", [
    memberId,
  ]);
  tx.send("DELETE c FROM one_time_code c JOIN user u ON u.id = c.userId WHERE u.memberId = ?", [
    memberId,
  ]);
  tx.send("DELETE p FROM sign_in_pass p JOIN user u ON u.id = p.userId WHERE u.memberId = ?", [
    memberId,
  ]);
  tx.send("DELETE f FROM second_factor f JOIN user u ON u.id = f.userId WHERE u.memberId = ?", [
    memberId,
  ]);
  tx.send("DELETE r FROM recovery_code r JOIN user u ON u.id = r.userId WHERE u.memberId = ?", [
    memberId,
  ]);
  tx.send("DELETE k FROM passkey k JOIN user u ON u.id = k.userId WHERE u.memberId = ?", [
    memberId,
  ]);
  tx.send("DELETE FROM user WHERE memberId = ?", [memberId]);
}

export async function hasUser(db: Reader, memberId: number): Promise<boolean> {
  return (await db.row("SELECT id FROM user WHERE memberId = ?", [memberId])) !== undefined;
}

/** With its sessions, passkeys and all else. */
export function moveUser(tx: Tx, fromId: number, intoId: number): void {
  tx.send("UPDATE user SET memberId = ? WHERE memberId = ?", [intoId, fromId]);
}
