import { type Reader, reader, type Tx } from "@/platform/db";
import { insertInto } from "@/platform/insert";
import type { Channel, MessageKind, MessageStatus } from "./schema";

export interface NewMessage {
  reference: string;
  channel: Channel;
  address: string;
  kind: MessageKind;
  isNews: boolean;
  locale: string;
  memberId: number | null;
  sealed: string | null;
  createdAt: Date;
  expiresAt: Date;
}

export function insertMessage(tx: Tx, message: NewMessage): void {
  tx.send(
    ...insertInto(
      "outgoing_message",
      [
        "reference",
        "channel",
        "address",
        "kind",
        "isNews",
        "locale",
        "memberId",
        "sealed",
        "status",
        "nextAttemptAt",
        "createdAt",
        "expiresAt",
      ],
      { ...message, status: "WAITING", nextAttemptAt: message.createdAt },
    ),
  );
}

export interface MessageRow extends NewMessage {
  id: number;
  status: MessageStatus;
  attempts: number;
}

const COLUMNS =
  "id, reference, channel, address, kind, isNews, locale, memberId, sealed, status, attempts, createdAt, expiresAt";

/** How many of a kind were written to a member since then, up to a number. */
export async function countOfKind(
  db: Reader,
  { memberId, kind, since }: { memberId: number; kind: MessageKind; since: Date },
  most: number,
): Promise<number> {
  const rows = await db.rows(
    "SELECT id FROM outgoing_message WHERE memberId = ? AND kind = ? AND createdAt >= ? LIMIT ?",
    [memberId, kind, since, most],
  );
  return rows.length;
}

/** By which of these something is to leave. */
export async function channelsDue(
  db: Reader,
  channels: readonly Channel[],
  now: Date,
): Promise<Channel[]> {
  const due = `SELECT ? AS channel FROM DUAL WHERE EXISTS (SELECT 1 FROM outgoing_message
    WHERE status = 'WAITING' AND channel = ? AND isNews IN (FALSE, TRUE) AND nextAttemptAt <= ?)`;
  const sql = channels.map(() => due).join(" UNION ALL ");
  const values = channels.flatMap((channel) => [channel, channel, now]);
  const rows = await db.rows<{ channel: Channel }>(sql, values);
  return rows.map(({ channel }) => channel);
}

/** The next that are due; those that another process is choosing right now are left to it. */
export function lockDue(
  tx: Tx,
  { channel, isNews }: Pick<MessageRow, "channel" | "isNews">,
  now: Date,
  limit: number,
): Promise<MessageRow[]> {
  return tx.rows<MessageRow>(
    `SELECT ${COLUMNS} FROM outgoing_message
      WHERE status = 'WAITING' AND channel = ? AND isNews = ? AND nextAttemptAt <= ?
      ORDER BY nextAttemptAt, id LIMIT ? FOR UPDATE SKIP LOCKED`,
    [channel, isNews, now, limit],
  );
}

/** Counted before it is tried, so that one that ends its process is not tried for ever. */
export function claimMessage(tx: Tx, id: number, claim: string, lostAt: Date): void {
  tx.send(
    "UPDATE outgoing_message SET claim = ?, nextAttemptAt = ?, attempts = attempts + 1 WHERE id = ?",
    [claim, lostAt, id],
  );
}

export interface Ending {
  status: Exclude<MessageStatus, "WAITING">;
  error: string | null;
  /** Whether what it says stays readable. */
  keepsText: boolean;
}

/** Says nothing where the claim was lost: somebody else has taken it over. */
export async function finishMessage(
  id: number,
  claim: string,
  { status, error, keepsText }: Ending,
  now: Date,
): Promise<void> {
  await reader.write(
    `UPDATE outgoing_message SET status = ?, error = ?, finishedAt = ?, claim = NULL,
       sealed = IF(?, sealed, NULL) WHERE id = ? AND claim = ?`,
    [status, error, now, keepsText, id, claim],
  );
}

/** What is not worth sending any more. */
export function expireMessage(tx: Tx, id: number, now: Date): void {
  tx.send(
    `UPDATE outgoing_message SET status = 'EXPIRED', finishedAt = ?, claim = NULL, sealed = NULL
      WHERE id = ?`,
    [now, id],
  );
}

/** One that is on its way this very moment can't be called back; it is not tried again. */
export function stopMessages(
  tx: Tx,
  { memberId, channel, kinds }: { memberId: number; channel: Channel; kinds: readonly string[] },
  now: Date,
): void {
  tx.send(
    `UPDATE outgoing_message SET status = 'EXPIRED', error = 'CONSENT_WITHDRAWN', finishedAt = ?,
       claim = NULL, sealed = NULL
      WHERE memberId = ? AND channel = ? AND status = 'WAITING'
        AND kind IN (${kinds.map(() => "?").join(",")})`,
    [now, memberId, channel, ...kinds],
  );
}

export async function postponeMessage(
  id: number,
  claim: string,
  nextAttemptAt: Date,
  error: string,
): Promise<void> {
  await reader.write(
    "UPDATE outgoing_message SET claim = NULL, nextAttemptAt = ?, error = ? WHERE id = ? AND claim = ?",
    [nextAttemptAt, error, id, claim],
  );
}

export function newestMessages(db: Reader, limit: number): Promise<MessageRow[]> {
  return db.rows<MessageRow>(`SELECT ${COLUMNS} FROM outgoing_message ORDER BY id DESC LIMIT ?`, [
    limit,
  ]);
}

/** Whatever was sent to a member, or waits to be, also before they were one. */
export function eraseMessagesOf(tx: Tx, memberId: number, addresses: readonly string[]): void {
  tx.send("DELETE FROM outgoing_message WHERE memberId = ?", [memberId]);
  for (const address of addresses) {
    tx.send("DELETE FROM outgoing_message WHERE address = ?", [address]);
  }
}

export function moveMessagesOf(tx: Tx, fromId: number, intoId: number): void {
  tx.send("UPDATE outgoing_message SET memberId = ? WHERE memberId = ?", [intoId, fromId]);
}

/** One page of the oldest; how many rows it was. */
export async function pruneMessages(before: Date, limit: number): Promise<number> {
  const sql = "DELETE FROM outgoing_message WHERE createdAt < ? ORDER BY createdAt LIMIT ?";
  return (await reader.write(sql, [before, limit])).affectedRows;
}
