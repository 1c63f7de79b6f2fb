import { type Reader, reader, type Tx } from "@/platform/db";
import { insertAllInto } from "@/platform/insert";
import type { Message } from "./rules";
import type { MessageKind } from "./schema";

export function insertMessages(
  tx: Tx,
  memberId: number,
  messages: readonly Message[],
  createdAt: Date,
): void {
  tx.send(
    ...insertAllInto(
      "inbox_message",
      ["memberId", "kind", "params", "createdAt"],
      messages.map(({ kind, params }) => ({
        memberId,
        kind,
        params: JSON.stringify(params),
        createdAt,
      })),
    ),
  );
}

export interface MessageRow {
  id: number;
  kind: MessageKind;
  params: string;
  createdAt: Date;
  readAt: Date | null;
}

/** A member's messages, the last first. */
export function messagesOf(
  db: Reader,
  memberId: number,
  beforeId: number | null,
  limit: number,
): Promise<MessageRow[]> {
  return db.rows<MessageRow>(
    `SELECT id, kind, params, createdAt, readAt FROM inbox_message
      WHERE memberId = ? AND id < ? ORDER BY id DESC LIMIT ?`,
    [memberId, beforeId ?? Number.MAX_SAFE_INTEGER, limit],
  );
}

export async function countUnread(db: Reader, memberId: number, max: number): Promise<number> {
  const row = await db.row<{ count: number }>(
    `SELECT COUNT(*) AS count FROM (
       SELECT 1 FROM inbox_message WHERE memberId = ? AND readAt IS NULL LIMIT ${max}) u`,
    [memberId],
  );
  return row?.count ?? 0;
}

/** One message or all of the member's; reading one twice changes nothing. */
export async function markRead(
  tx: Tx,
  memberId: number,
  messageId: number | null,
  readAt: Date,
): Promise<void> {
  const one = messageId === null ? "" : "AND id = ?";
  const values = messageId === null ? [] : [messageId];
  await tx.write(
    `UPDATE inbox_message SET readAt = ? WHERE memberId = ? AND readAt IS NULL ${one}`,
    [readAt, memberId, ...values],
  );
}

export async function isThere(db: Reader, memberId: number, messageId: number): Promise<boolean> {
  const found = await db.row("SELECT 1 AS one FROM inbox_message WHERE id = ? AND memberId = ?", [
    messageId,
    memberId,
  ]);
  return found !== undefined;
}

export function eraseMessages(tx: Tx, memberId: number): void {
  tx.send("DELETE FROM inbox_message WHERE memberId = ?", [memberId]);
}

export function moveMessages(tx: Tx, fromId: number, intoId: number): void {
  tx.send("UPDATE inbox_message SET memberId = ? WHERE memberId = ?", [intoId, fromId]);
}

/** One page of what came long ago, read or not. */
export async function deleteOldMessages(before: Date, limit: number): Promise<number> {
  const sql = "DELETE FROM inbox_message WHERE createdAt < ? ORDER BY createdAt LIMIT ?";
  return (await reader.write(sql, [before, limit])).affectedRows;
}
