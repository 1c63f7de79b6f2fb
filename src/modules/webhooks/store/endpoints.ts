import type { Reader, Tx } from "@/platform/db";
import { insertInto } from "@/platform/insert";
import type { PauseReason } from "../schema";

export interface EndpointRow {
  id: number;
  url: string;
  description: string | null;
  types: string;
  status: "ACTIVE" | "PAUSED";
  pauseReason: PauseReason | null;
  pausedAt: Date | null;
  secret: string;
  previousSecret: string | null;
  previousUntil: Date | null;
  position: number;
  failures: number;
  failingSince: Date | null;
  createdAt: Date;
}

const SELECT = `SELECT id, url, description, types, status, pauseReason, pausedAt, secret,
  previousSecret, previousUntil, position, failures, failingSince, createdAt FROM webhook_endpoint`;

export function endpointById(db: Reader, id: number): Promise<EndpointRow | undefined> {
  return db.row<EndpointRow>(`${SELECT} WHERE id = ? AND deletedAt IS NULL`, [id]);
}

export function lockEndpoint(tx: Tx, id: number): Promise<EndpointRow | undefined> {
  return tx.row<EndpointRow>(`${SELECT} WHERE id = ? AND deletedAt IS NULL FOR UPDATE`, [id]);
}

/** Undefined also where somebody else has it just now. */
export function takeActive(tx: Tx, id: number): Promise<EndpointRow | undefined> {
  return tx.row<EndpointRow>(
    `${SELECT} WHERE id = ? AND deletedAt IS NULL AND status = 'ACTIVE' FOR UPDATE SKIP LOCKED`,
    [id],
  );
}

export function endpointsBefore(
  db: Reader,
  beforeId: number | null,
  limit: number,
): Promise<EndpointRow[]> {
  return db.rows<EndpointRow>(
    `${SELECT} WHERE deletedAt IS NULL AND id < ? ORDER BY id DESC LIMIT ?`,
    [beforeId ?? Number.MAX_SAFE_INTEGER, limit],
  );
}

/** Active endpoints that have events to look at or deliveries that are due; how many are active. */
export async function endpointsWithWork(
  db: Reader,
  now: Date,
): Promise<{ ids: number[]; active: number }> {
  const rows = await db.rows<{ id: number; active: number }>(
    `SELECT e.id, (SELECT COUNT(*) FROM webhook_endpoint a
                    WHERE a.deletedAt IS NULL AND a.status = 'ACTIVE') AS active
       FROM webhook_endpoint e
      WHERE e.deletedAt IS NULL AND e.status = 'ACTIVE'
        AND (e.position < (SELECT p.sequence FROM outbox_publisher p WHERE p.id = 1)
             OR EXISTS (SELECT 1 FROM webhook_delivery d
                         WHERE d.endpointId = e.id AND d.status = 'WAITING'
                           AND d.nextAttemptAt <= ?))
      ORDER BY e.id`,
    [now],
  );
  return { ids: rows.map(({ id }) => id), active: rows[0]?.active ?? 0 };
}

export type NewEndpointRow = Pick<
  EndpointRow,
  "url" | "description" | "types" | "secret" | "position" | "createdAt"
> & { createdBy: string };

export async function insertEndpoint(tx: Tx, row: NewEndpointRow): Promise<number> {
  const { insertId } = await tx.write(
    ...insertInto(
      "webhook_endpoint",
      ["url", "description", "types", "status", "secret", "position", "createdBy", "createdAt"],
      { ...row, status: "ACTIVE" },
    ),
  );
  return insertId;
}

export function saveEndpoint(tx: Tx, row: EndpointRow): void {
  tx.send(
    `UPDATE webhook_endpoint SET url = ?, description = ?, types = ?, status = ?, pauseReason = ?,
       pausedAt = ?, secret = ?, previousSecret = ?, previousUntil = ?, position = ?, failures = ?,
       failingSince = ? WHERE id = ?`,
    [
      row.url,
      row.description,
      row.types,
      row.status,
      row.pauseReason,
      row.pausedAt,
      row.secret,
      row.previousSecret,
      row.previousUntil,
      row.position,
      row.failures,
      row.failingSince,
      row.id,
    ],
  );
}

/** The row stays for what its deliveries say; its secrets go. */
export function removeEndpoint(tx: Tx, id: number, now: Date): void {
  tx.send(
    "UPDATE webhook_endpoint SET deletedAt = ?, secret = '', previousSecret = NULL WHERE id = ?",
    [now, id],
  );
  tx.send("DELETE FROM webhook_delivery WHERE endpointId = ? AND status = 'WAITING'", [id]);
}

/** The first event written at or after a moment; null when there is none. */
export async function firstSequenceSince(db: Reader, since: Date): Promise<number | null> {
  const row = await db.row<{ sequence: number | null }>(
    "SELECT MIN(sequence) AS sequence FROM outbox_event WHERE createdAt >= ?",
    [since],
  );
  return row?.sequence ?? null;
}

export interface ExternalIdRow {
  id: number;
  externalId: string | null;
}

/** What the shop calls members; those who closed their account have no name any more. */
export function externalIdsOf(db: Reader, memberIds: readonly number[]): Promise<ExternalIdRow[]> {
  const marks = memberIds.map(() => "?").join(",");
  return db.rows<ExternalIdRow>(
    `SELECT id, CASE WHEN status = 'CLOSED' THEN NULL ELSE externalId END AS externalId
       FROM member WHERE id IN (${marks})`,
    memberIds,
  );
}

/** The last event that no endpoint needs any more: passed by all, and no delivery of it waits. */
export async function neededFrom(db: Reader): Promise<number> {
  const row = await db.row<{ position: number | null; waiting: number | null }>(
    `SELECT MIN(e.position) AS position,
        (SELECT MIN(d.sequence) FROM webhook_delivery d
          WHERE d.status = 'WAITING' AND d.endpointId IN
            (SELECT n.id FROM webhook_endpoint n WHERE n.deletedAt IS NULL)) AS waiting
       FROM webhook_endpoint e WHERE e.deletedAt IS NULL`,
  );
  const passed = row?.position ?? Number.MAX_SAFE_INTEGER;
  return row?.waiting == null ? passed : Math.min(passed, row.waiting - 1);
}
