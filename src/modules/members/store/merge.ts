import type { Reader, Tx } from "@/platform/db";
import type { RecordField } from "../schema";
import type { MemberRow } from "./members";

/** What of a member's own rows goes to another one, and where it is written who stays. */

export interface MergedRow {
  id: number;
  memberCode: string;
  closedAt: Date;
}

/** More than anybody looks at. */
const MERGED_MAX = 100;

export function mergedInto(db: Reader, memberId: number): Promise<MergedRow[]> {
  return db.rows<MergedRow>(
    `SELECT id, memberCode, closedAt FROM member WHERE mergedIntoId = ?
      ORDER BY closedAt DESC, id DESC LIMIT ?`,
    [memberId, MERGED_MAX],
  );
}

/** All of them: what is asked of every one of them must not forget the first. */
export async function mergedIds(db: Reader, memberId: number): Promise<number[]> {
  const sql = "SELECT id FROM member WHERE mergedIntoId = ? ORDER BY closedAt DESC, id DESC";
  return (await db.rows<{ id: number }>(sql, [memberId])).map(({ id }) => id);
}

/** Whoever was merged into the one who goes is merged into the one who stays: nobody is asked for twice. */
export function savePointer(tx: Tx, fromId: number, intoId: number): void {
  tx.send("UPDATE member SET mergedIntoId = ? WHERE id = ? OR mergedIntoId = ?", [
    intoId,
    fromId,
    fromId,
  ]);
}

export interface MemberRows {
  notes: number;
}

export async function countRows(db: Reader, memberId: number): Promise<MemberRows> {
  const row = await db.row<MemberRows>(
    "SELECT COUNT(*) AS notes FROM member_note WHERE memberId = ?",
    [memberId],
  );
  return row ?? { notes: 0 };
}

/** Late events by the ids that go still mean the person. */
export function moveFormerIds(
  tx: Tx,
  from: Pick<MemberRow, "id" | "externalId">,
  intoId: number,
  now: Date,
): void {
  tx.send(
    `UPDATE former_external_id SET memberId = ?, mergedFromId = COALESCE(mergedFromId, ?)
      WHERE memberId = ?`,
    [intoId, from.id, from.id],
  );
  if (from.externalId === null) return;
  tx.send(
    `INSERT INTO former_external_id (externalId, memberId, mergedFromId, changedAt)
     VALUES (?, ?, ?, ?)`,
    [from.externalId, intoId, from.id, now],
  );
}

/** Whose an id of the shop's was that came to its member by merging; null for every other. */
export async function mergedFrom(db: Reader, externalId: string): Promise<number | null> {
  const sql = "SELECT mergedFromId FROM former_external_id WHERE externalId = ?";
  return (await db.row<{ mergedFromId: number | null }>(sql, [externalId]))?.mergedFromId ?? null;
}

/** What the two said is one history; the same said twice at one moment is one saying. */
export function moveConsents(tx: Tx, fromId: number, intoId: number): void {
  const columns = "consent, given, saidAt, via, source, textVersion, actor, recordedAt";
  tx.send(
    `INSERT IGNORE INTO consent_change (memberId, ${columns})
     SELECT ?, ${columns} FROM consent_change WHERE memberId = ? ORDER BY id`,
    [intoId, fromId],
  );
  tx.send("DELETE FROM consent_change WHERE memberId = ?", [fromId]);
}

/** As of when it was said goes with what is taken over. */
export function moveSaid(
  tx: Tx,
  fromId: number,
  intoId: number,
  fields: readonly RecordField[],
): void {
  for (const field of fields) {
    tx.send("DELETE FROM member_field WHERE memberId = ? AND field = ?", [intoId, field]);
    tx.send("UPDATE member_field SET memberId = ? WHERE memberId = ? AND field = ?", [
      intoId,
      fromId,
      field,
    ]);
  }
  tx.send("DELETE FROM member_field WHERE memberId = ?", [fromId]);
}

export function moveNotes(tx: Tx, fromId: number, intoId: number): void {
  tx.send("UPDATE member_note SET memberId = ? WHERE memberId = ?", [intoId, fromId]);
}

/** A code that identified the one who goes identifies nobody again. */
export function moveCardUses(tx: Tx, fromId: number, intoId: number): void {
  tx.send(
    `INSERT IGNORE INTO card_code_use (memberId, slot, usedBy, usedAt)
     SELECT ?, slot, usedBy, usedAt FROM card_code_use WHERE memberId = ?`,
    [intoId, fromId],
  );
}

/** Whether somebody else, who is a member still, has a phone or a proven e-mail. */
export async function hasAddress(db: Reader, memberId: number, address: string): Promise<boolean> {
  const where = address.includes("@") ? "email = ? AND emailVerifiedAt IS NOT NULL" : "phone = ?";
  const sql = `SELECT id FROM member WHERE ${where} AND id <> ? AND status <> 'CLOSED' LIMIT 1`;
  return (await db.row(sql, [address, memberId])) !== undefined;
}
