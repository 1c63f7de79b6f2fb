import { type Reader, reader, type Tx } from "@/platform/db";
import { insertInto } from "@/platform/insert";
import type { DeliveryStatus } from "../schema";

/** A delivery with the event that it carries. */
export interface DueRow {
  id: number;
  endpointId: number;
  sequence: number;
  lane: number;
  attempts: number;
  type: string;
  memberId: number | null;
  externalId: string | null;
  data: string;
  occurredAt: Date;
}

const WITH_EVENT = `SELECT d.id, d.endpointId, d.sequence, d.lane, d.attempts, d.type, o.memberId,
    CASE WHEN m.status = 'CLOSED' THEN NULL ELSE m.externalId END AS externalId,
    o.data, o.occurredAt
  FROM webhook_delivery d
  JOIN outbox_event o ON o.sequence = d.sequence
  LEFT JOIN member m ON m.id = o.memberId`;

/** The first delivery of each lane that is not through, where it is due. */
export function dueHeads(tx: Tx, endpointId: number, now: Date, limit: number): Promise<DueRow[]> {
  return tx.rows<DueRow>(
    `${WITH_EVENT}
      WHERE d.endpointId = ? AND d.status = 'WAITING' AND d.nextAttemptAt <= ?
        AND NOT EXISTS (SELECT 1 FROM webhook_delivery earlier
              WHERE earlier.endpointId = d.endpointId AND earlier.lane = d.lane
                AND earlier.status = 'WAITING' AND earlier.sequence < d.sequence)
      ORDER BY d.nextAttemptAt, d.id LIMIT ?`,
    [endpointId, now, limit],
  );
}

export function claimDelivery(tx: Tx, id: number, claim: string, until: Date): void {
  tx.send("UPDATE webhook_delivery SET claim = ?, nextAttemptAt = ? WHERE id = ?", [
    claim,
    until,
    id,
  ]);
}

/**
 * Makes deliveries of a span of published events. A lane that waits for its next attempt keeps what
 * follows waiting too, so that nothing behind it is looked at in vain. Events that have a delivery
 * already are delivered once more: a span comes again only when somebody asked for it.
 */
export function insertDeliveries(
  tx: Tx,
  endpoint: { id: number; types: string },
  span: { after: number; upTo: number },
  now: Date,
): void {
  tx.send(
    `INSERT INTO webhook_delivery (endpointId, sequence, lane, type, status, nextAttemptAt, createdAt)
     SELECT ?, o.sequence, COALESCE(o.memberId, 0), o.type, 'WAITING',
            COALESCE((SELECT MAX(w.nextAttemptAt) FROM webhook_delivery w
              WHERE w.endpointId = ? AND w.lane = COALESCE(o.memberId, 0)
                AND w.status = 'WAITING' AND w.claim IS NULL AND w.nextAttemptAt > ?), ?), ?
       FROM outbox_event o
      WHERE o.sequence > ? AND o.sequence <= ? AND (? = '*' OR FIND_IN_SET(o.type, ?) > 0)
      ORDER BY o.sequence
     ON DUPLICATE KEY UPDATE status = 'WAITING', attempts = 0, claim = NULL, finishedAt = NULL,
       nextAttemptAt = VALUES(nextAttemptAt)`,
    [
      endpoint.id,
      endpoint.id,
      now,
      now,
      now,
      span.after,
      span.upTo,
      endpoint.types,
      endpoint.types,
    ],
  );
}

/** How many deliveries have a status, counted up to a limit. */
export async function countDeliveries(
  db: Reader,
  endpointId: number,
  status: DeliveryStatus,
  limit: number,
): Promise<number> {
  const row = await db.row<{ count: number }>(
    `SELECT COUNT(*) AS count FROM
       (SELECT 1 FROM webhook_delivery WHERE endpointId = ? AND status = ? LIMIT ?) counted`,
    [endpointId, status, limit],
  );
  return row?.count ?? 0;
}

interface Claimed {
  id: number;
  claim: string;
}

/** False where the claim was lost: somebody else has taken it over. */
export async function finishDelivery(
  tx: Tx,
  { id, claim }: Claimed,
  status: "DELIVERED" | "FAILED",
  now: Date,
): Promise<boolean> {
  const { affectedRows } = await tx.write(
    `UPDATE webhook_delivery SET status = ?, attempts = attempts + 1, claim = NULL, finishedAt = ?
      WHERE id = ? AND claim = ?`,
    [status, now, id, claim],
  );
  return affectedRows === 1;
}

/** False where the claim was lost. */
export async function postponeDelivery(
  tx: Tx,
  { id, claim }: Claimed,
  nextAttemptAt: Date,
): Promise<boolean> {
  const { affectedRows } = await tx.write(
    `UPDATE webhook_delivery SET attempts = attempts + 1, claim = NULL, nextAttemptAt = ?
      WHERE id = ? AND claim = ?`,
    [nextAttemptAt, id, claim],
  );
  return affectedRows === 1;
}

/** Gives back what was not sent. */
export function unclaimDelivery(tx: Tx, { id, claim }: Claimed, now: Date): void {
  tx.send(
    "UPDATE webhook_delivery SET claim = NULL, nextAttemptAt = ? WHERE id = ? AND claim = ?",
    [now, id, claim],
  );
}

/** What waits in a lane has the time of its first. */
export function moveLane(tx: Tx, endpointId: number, lane: number, nextAttemptAt: Date): void {
  tx.send(
    `UPDATE webhook_delivery SET nextAttemptAt = ?
      WHERE endpointId = ? AND lane = ? AND status = 'WAITING' AND claim IS NULL`,
    [nextAttemptAt, endpointId, lane],
  );
}

/** All that waits is due now. */
export function hurryDeliveries(tx: Tx, endpointId: number, now: Date): void {
  tx.send(
    `UPDATE webhook_delivery SET nextAttemptAt = ?
      WHERE endpointId = ? AND status = 'WAITING' AND claim IS NULL`,
    [now, endpointId],
  );
}

/** What waits behind a position comes again when the position has come to it. */
export function dropWaitingAfter(tx: Tx, endpointId: number, position: number): void {
  tx.send(
    "DELETE FROM webhook_delivery WHERE endpointId = ? AND status = 'WAITING' AND sequence > ?",
    [endpointId, position],
  );
}

export function resendDelivery(tx: Tx, id: number, now: Date): void {
  tx.send(
    `UPDATE webhook_delivery SET status = 'WAITING', attempts = 0, claim = NULL, finishedAt = NULL,
       nextAttemptAt = ? WHERE id = ?`,
    [now, id],
  );
}

export interface AttemptRow {
  startedAt: Date;
  durationMs: number;
  statusCode: number | null;
  error: string | null;
  answer: string | null;
}

export function insertAttempt(tx: Tx, deliveryId: number, attempt: AttemptRow): void {
  tx.send(
    ...insertInto(
      "webhook_attempt",
      ["deliveryId", "startedAt", "durationMs", "statusCode", "error", "answer"],
      { ...attempt, deliveryId },
    ),
  );
}

/** Whether a member has closed; who is just closing is waited for, and waits. */
export async function isClosed(tx: Tx, memberId: number): Promise<boolean> {
  const sql = "SELECT status FROM member WHERE id = ? LOCK IN SHARE MODE";
  return (await tx.row<{ status: string }>(sql, [memberId]))?.status === "CLOSED";
}

export function attemptsOf(db: Reader, deliveryId: number, limit: number): Promise<AttemptRow[]> {
  return db.rows<AttemptRow>(
    `SELECT startedAt, durationMs, statusCode, error, answer FROM webhook_attempt
      WHERE deliveryId = ? ORDER BY id DESC LIMIT ?`,
    [deliveryId, limit],
  );
}

export interface DeliveryRow {
  id: number;
  endpointId: number;
  sequence: number;
  lane: number;
  type: string;
  status: DeliveryStatus;
  attempts: number;
  nextAttemptAt: Date;
  claim: string | null;
  createdAt: Date;
  finishedAt: Date | null;
  statusCode: number | null;
  error: string | null;
}

const VIEW = `SELECT d.id, d.endpointId, d.sequence, d.lane, d.type, d.status, d.attempts,
    d.nextAttemptAt, d.claim, d.createdAt, d.finishedAt, a.statusCode, a.error
  FROM webhook_delivery d
  LEFT JOIN webhook_attempt a
    ON a.id = (SELECT MAX(n.id) FROM webhook_attempt n WHERE n.deliveryId = d.id)`;

/** Newest event first. */
export function deliveriesBefore(
  db: Reader,
  criteria: { endpointId: number; status: DeliveryStatus | null; before: number | null },
  limit: number,
): Promise<DeliveryRow[]> {
  const { endpointId, status, before } = criteria;
  const only = status === null ? "" : "AND d.status = ?";
  return db.rows<DeliveryRow>(
    `${VIEW} WHERE d.endpointId = ? ${only} AND d.sequence < ? ORDER BY d.sequence DESC LIMIT ?`,
    [endpointId, ...(status === null ? [] : [status]), before ?? Number.MAX_SAFE_INTEGER, limit],
  );
}

export function deliveryWithEvent(db: Reader, id: number): Promise<DueRow | undefined> {
  return db.row<DueRow>(`${WITH_EVENT} WHERE d.id = ?`, [id]);
}

export function lockDelivery(tx: Tx, id: number): Promise<DeliveryRow | undefined> {
  return tx.row<DeliveryRow>(
    `SELECT id, endpointId, sequence, lane, type, status, attempts, nextAttemptAt, claim, createdAt,
       finishedAt, NULL AS statusCode, NULL AS error FROM webhook_delivery WHERE id = ? FOR UPDATE`,
    [id],
  );
}

/** One page of what is older than it has to be kept; how many rows it was. */
export async function pruneAttempts(tx: Tx, before: Date, limit: number): Promise<number> {
  const { affectedRows } = await tx.write(
    "DELETE FROM webhook_attempt WHERE startedAt < ? LIMIT ?",
    [before, limit],
  );
  return affectedRows;
}

export async function pruneDeliveries(tx: Tx, before: Date, limit: number): Promise<number> {
  const { affectedRows } = await tx.write(
    "DELETE FROM webhook_delivery WHERE finishedAt < ? LIMIT ?",
    [before, limit],
  );
  return affectedRows;
}

export async function eraseAnswers(memberId: number): Promise<void> {
  await reader.write(
    `UPDATE webhook_attempt a JOIN webhook_delivery d ON d.id = a.deliveryId SET a.answer = NULL
      WHERE d.lane = ? AND a.answer IS NOT NULL`,
    [memberId],
  );
}
