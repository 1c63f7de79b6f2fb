import { type Reader, reader, type Tx } from "@/platform/db";
import { isDuplicate } from "@/platform/db-errors";
import { insertInto } from "@/platform/insert";
import type { EventKind } from "../rules";

export interface GuestEventRow {
  id: number;
  keyHash: string;
  memberId: number | null;
  orderId: string;
  kind: EventKind;
  reference: string;
  position: number;
  occurredAt: Date;
  orderedAt: Date;
  /** JSON: the event without whom it names. */
  told: string;
}

const SELECT = `SELECT id, keyHash, memberId, orderId, kind, reference, position, occurredAt, orderedAt, told
  FROM guest_event`;

/** Null where it is kept already. */
export async function insertEvent(
  tx: Tx,
  event: Omit<GuestEventRow, "id">,
  createdAt: Date,
): Promise<number | null> {
  try {
    const insertId = await tx.insertNamed(
      "guest event",
      insertInto(
        "guest_event",
        [
          "keyHash",
          "memberId",
          "orderId",
          "kind",
          "reference",
          "position",
          "occurredAt",
          "orderedAt",
          "told",
          "createdAt",
        ],
        { ...event, createdAt },
      ),
    );
    return insertId;
  } catch (error) {
    if (isDuplicate(error)) return null;
    throw error;
  }
}

export function eventByReference(
  db: Reader,
  kind: EventKind,
  reference: string,
): Promise<GuestEventRow | undefined> {
  return db.row<GuestEventRow>(`${SELECT} WHERE kind = ? AND reference = ?`, [kind, reference]);
}

/** What is kept of an order: its key, and when it was paid as far as that is known. */
export function keptOrder(
  db: Reader,
  orderId: string,
): Promise<Pick<GuestEventRow, "keyHash" | "orderedAt" | "kind"> | undefined> {
  return db.row(
    `SELECT keyHash, orderedAt, kind FROM guest_event WHERE orderId = ? ORDER BY position, id LIMIT 1`,
    [orderId],
  );
}

/** The order’s moment became known. */
export function saveOrderedAt(tx: Tx, orderId: string, orderedAt: Date): void {
  tx.send("UPDATE guest_event SET orderedAt = ? WHERE orderId = ?", [orderedAt, orderId]);
}

/**
 * An event of the shop says whose the order is. Waits for whoever keeps an event of it right now. What the
 * member claims by their own key stays in its place among the rest.
 */
export function giveOrder(tx: Tx, orderId: string, memberId: number): void {
  tx.send(
    `UPDATE guest_event SET memberId = ? WHERE orderId = ? AND memberId IS NULL
        AND keyHash NOT IN (SELECT keyHash FROM guest_key WHERE memberId = ?)`,
    [memberId, orderId, memberId],
  );
}

export function giveEvent(tx: Tx, id: number, memberId: number): void {
  tx.send("UPDATE guest_event SET memberId = ? WHERE id = ?", [memberId, id]);
}

interface Id {
  id: number;
}

/** The first of a claim that are still to be carried out. */
export function nextOfKey(db: Reader, keyHash: string, since: Date, limit: number): Promise<Id[]> {
  return db.rows<Id>(
    `SELECT id FROM guest_event WHERE keyHash = ? AND orderedAt >= ? AND memberId IS NULL
      ORDER BY occurredAt, position, id LIMIT ?`,
    [keyHash, since, limit],
  );
}

/**
 * The first of what other events of the shop gave to members; nothing of a member of whom something waits for
 * another try, for what happened later comes after it.
 */
export function nextGiven(
  db: Reader,
  now: Date,
  limit: number,
): Promise<{ id: number; memberId: number }[]> {
  return db.rows(
    `SELECT e.id, e.memberId FROM guest_event e WHERE e.memberId IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM guest_event w WHERE w.memberId = e.memberId AND w.retryAt > ?)
      ORDER BY e.memberId, e.occurredAt, e.position, e.id LIMIT ?`,
    [now, limit],
  );
}

export async function putOffEvent(id: number, retryAt: Date): Promise<void> {
  await reader.write("UPDATE guest_event SET retryAt = ? WHERE id = ?", [retryAt, id]);
}

export function lockEvent(tx: Tx, id: number): Promise<GuestEventRow | undefined> {
  return tx.row<GuestEventRow>(`${SELECT} WHERE id = ? FOR UPDATE`, [id]);
}

export function deleteEvent(tx: Tx, id: number): void {
  tx.send("DELETE FROM guest_event WHERE id = ?", [id]);
}

/** Nobody's, of orders before then. @returns how many are gone */
export async function forgetEvents(tx: Tx, before: Date, limit: number): Promise<number> {
  const { affectedRows } = await tx.write(
    `DELETE FROM guest_event WHERE orderedAt < ? AND memberId IS NULL ORDER BY orderedAt LIMIT ?`,
    [before, limit],
  );
  return affectedRows;
}

/** Which of some keys still have something kept. */
export async function keysWithEvents(db: Reader, keys: readonly string[]): Promise<string[]> {
  if (keys.length === 0) return [];
  const rows = await db.rows<{ keyHash: string }>(
    `SELECT DISTINCT keyHash FROM guest_event WHERE keyHash IN (${keys.map(() => "?").join(",")})`,
    keys,
  );
  return rows.map(({ keyHash }) => keyHash);
}

/** All that is kept of somebody who goes. */
export async function deleteEventsOf(
  tx: Tx,
  memberId: number,
  keys: readonly string[],
): Promise<void> {
  await tx.write("DELETE FROM guest_event WHERE memberId = ?", [memberId]);
  if (keys.length === 0) return;
  const marks = keys.map(() => "?").join(",");
  await tx.write(`DELETE FROM guest_event WHERE keyHash IN (${marks})`, keys);
}

export function moveEvents(tx: Tx, fromId: number, intoId: number): void {
  tx.send("UPDATE guest_event SET memberId = ? WHERE memberId = ?", [intoId, fromId]);
}
