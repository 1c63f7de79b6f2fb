import type { Reader, Tx } from "@/platform/db";
import { insertInto } from "@/platform/insert";
import type { RecordField } from "../schema";

/** As of when what is known was said, former ids of the shop's, and what waits for somebody to be enrolled. */

export async function fieldsSaid(db: Reader, memberId: number): Promise<Map<RecordField, Date>> {
  const rows = await db.rows<{ field: RecordField; saidAt: Date }>(
    "SELECT field, saidAt FROM member_field WHERE memberId = ?",
    [memberId],
  );
  return new Map(rows.map(({ field, saidAt }) => [field, saidAt]));
}

export function saveSaid(
  tx: Tx,
  memberId: number,
  fields: readonly RecordField[],
  saidAt: Date,
): void {
  for (const field of fields) {
    tx.send(
      `INSERT INTO member_field (memberId, field, saidAt) VALUES (?, ?, ?)
       ON DUPLICATE KEY UPDATE saidAt = ?`,
      [memberId, field, saidAt, saidAt],
    );
  }
}

/** Whether somebody's reading of a record was written down since then. */
export async function recordReadBy(
  db: Reader,
  actor: string,
  memberId: number,
  since: Date,
): Promise<boolean> {
  const row = await db.row(
    `SELECT id FROM audit_log WHERE memberId = ? AND actor = ? AND action = 'members.readRecord'
        AND createdAt >= ? LIMIT 1`,
    [memberId, actor, since],
  );
  return row !== undefined;
}

/** Awaited, so that who has the phone already is told at once. */
export async function savePhone(
  tx: Tx,
  memberId: number,
  phone: string | null,
  phoneKey: string | null,
): Promise<void> {
  await tx.write("UPDATE member SET phone = ?, phoneKey = ? WHERE id = ?", [
    phone,
    phoneKey,
    memberId,
  ]);
}

/** Whether another member has a phone that means nobody. */
export async function isUnclearElsewhere(
  db: Reader,
  phone: string,
  memberId: number,
): Promise<boolean> {
  const sql = "SELECT id FROM member WHERE phone = ? AND phoneKey IS NULL AND id <> ? LIMIT 1";
  return (await db.row(sql, [phone, memberId])) !== undefined;
}

/** Whoever has a phone, locked: at most two of them. */
export function lockHoldersOf(
  tx: Tx,
  phone: string,
): Promise<{ id: number; phoneKey: string | null }[]> {
  return tx.rows("SELECT id, phoneKey FROM member WHERE phone = ? ORDER BY id LIMIT 2 FOR UPDATE", [
    phone,
  ]);
}

export async function saveExternalId(tx: Tx, memberId: number, externalId: string): Promise<void> {
  await tx.write("UPDATE member SET externalId = ? WHERE id = ?", [externalId, memberId]);
}

export function formerOwner(
  db: Reader,
  externalId: string,
): Promise<{ memberId: number } | undefined> {
  return db.row("SELECT memberId FROM former_external_id WHERE externalId = ?", [externalId]);
}

export async function formerIdsOf(db: Reader, memberId: number): Promise<string[]> {
  const rows = await db.rows<{ externalId: string }>(
    "SELECT externalId FROM former_external_id WHERE memberId = ? ORDER BY externalId",
    [memberId],
  );
  return rows.map(({ externalId }) => externalId);
}

export function insertFormerId(tx: Tx, externalId: string, memberId: number, now: Date): void {
  tx.send(
    ...insertInto("former_external_id", ["externalId", "memberId", "changedAt"], {
      externalId,
      memberId,
      changedAt: now,
    }),
  );
}

export function forgetFormerId(tx: Tx, externalId: string): void {
  tx.send("DELETE FROM former_external_id WHERE externalId = ?", [externalId]);
}

/** What goes with a person: when they said what, and how the shop called them before. */
export function eraseRecord(tx: Tx, memberId: number): void {
  tx.send("DELETE FROM member_field WHERE memberId = ?", [memberId]);
  tx.send("DELETE FROM former_external_id WHERE memberId = ?", [memberId]);
}

/** Waits for whoever is writing it right now. */
export function lockParked(tx: Tx, externalId: string): Promise<{ told: string } | undefined> {
  return tx.row("SELECT told FROM parked_update WHERE externalId = ? FOR UPDATE", [externalId]);
}

export async function saveParked(
  tx: Tx,
  externalId: string,
  told: string,
  updatedAt: Date,
): Promise<void> {
  await tx.write(
    `INSERT INTO parked_update (externalId, told, updatedAt) VALUES (?, ?, ?)
     ON DUPLICATE KEY UPDATE told = ?, updatedAt = ?`,
    [externalId, told, updatedAt, told, updatedAt],
  );
}

export function removeParked(tx: Tx, externalId: string): void {
  tx.send("DELETE FROM parked_update WHERE externalId = ?", [externalId]);
}

/** One page of what waited in vain. */
export async function pruneParked(tx: Tx, before: Date, limit: number): Promise<number> {
  const sql = "DELETE FROM parked_update WHERE updatedAt < ? ORDER BY updatedAt LIMIT ?";
  return (await tx.write(sql, [before, limit])).affectedRows;
}

/** Locked, so that somebody who is being enrolled at this very moment is waited for. */
export async function isEnrolled(tx: Tx, externalId: string): Promise<boolean> {
  const sql = "SELECT id FROM member WHERE externalId = ? FOR UPDATE";
  return (await tx.row(sql, [externalId])) !== undefined;
}
