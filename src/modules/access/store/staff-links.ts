import type { Reader, Tx } from "@/platform/db";
import { insertInto } from "@/platform/insert";
import type { LinkKind } from "../rules/staff-links";
import type { StaffRole } from "../schema/access";

export interface StaffLinkRow {
  id: number;
  kind: LinkKind;
  tokenHash: string;
  email: string;
  name: string;
  role: StaffRole;
  /** Whose password it sets; of an invitation the account that was made of it. */
  userId: number | null;
  madeBy: string;
  makerId: number | null;
  createdAt: Date;
  expiresAt: Date;
  usedAt: Date | null;
  revokedAt: Date | null;
}

const COLUMNS = [
  "kind",
  "tokenHash",
  "email",
  "name",
  "role",
  "userId",
  "madeBy",
  "makerId",
  "createdAt",
  "expiresAt",
] as const;
const SELECT = `SELECT id, ${COLUMNS.join(", ")}, usedAt, revokedAt FROM staff_link`;

export async function insertLink(
  tx: Tx,
  link: Omit<StaffLinkRow, "id" | "usedAt" | "revokedAt">,
): Promise<number> {
  return (await tx.write(...insertInto("staff_link", COLUMNS, link))).insertId;
}

export function findLink(db: Reader, tokenHash: string): Promise<StaffLinkRow | undefined> {
  return db.row<StaffLinkRow>(`${SELECT} WHERE tokenHash = ?`, [tokenHash]);
}

export function lockLink(tx: Tx, id: number): Promise<StaffLinkRow | undefined> {
  return tx.row<StaffLinkRow>(`${SELECT} WHERE id = ? FOR UPDATE`, [id]);
}

export function invitationsBefore(
  db: Reader,
  beforeId: number | null,
  limit: number,
): Promise<StaffLinkRow[]> {
  return db.rows<StaffLinkRow>(
    `${SELECT} WHERE kind = 'INVITATION' AND id < ? ORDER BY id DESC LIMIT ?`,
    [beforeId ?? Number.MAX_SAFE_INTEGER, limit],
  );
}

export function markLinkUsed(tx: Tx, id: number, userId: number, now: Date): void {
  tx.send("UPDATE staff_link SET usedAt = ?, userId = ? WHERE id = ?", [now, userId, id]);
}

const OPEN = "usedAt IS NULL AND revokedAt IS NULL";

/** False where it is not open any more. */
export async function revokeLink(tx: Tx, id: number, now: Date): Promise<boolean> {
  const sql = `UPDATE staff_link SET revokedAt = ? WHERE id = ? AND ${OPEN}`;
  return (await tx.write(sql, [now, id])).affectedRows === 1;
}

/** Invitations to an address: the newest alone works. */
export function revokeInvitationsTo(tx: Tx, email: string, now: Date): void {
  tx.send(
    `UPDATE staff_link SET revokedAt = ? WHERE email = ? AND kind = 'INVITATION' AND ${OPEN}`,
    [now, email],
  );
}

/** Links that set somebody's password. */
export function revokeResetsOf(tx: Tx, userId: number, now: Date): void {
  tx.send(`UPDATE staff_link SET revokedAt = ? WHERE userId = ? AND kind = 'RESET' AND ${OPEN}`, [
    now,
    userId,
  ]);
}

/** What somebody had sent, who may not any more. */
export function revokeLinksBy(tx: Tx, makerId: number, now: Date): void {
  tx.send(`UPDATE staff_link SET revokedAt = ? WHERE makerId = ? AND ${OPEN}`, [now, makerId]);
}
