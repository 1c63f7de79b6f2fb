import { randomUUID } from "node:crypto";
import type { Loop } from "./background";
import { type Reader, reader, type Tx, transaction } from "./db";
import { invariant } from "./errors";

/**
 * Publishing: committed rows of the outbox get a gap-free `sequence`, which is what every reader
 * follows. Ids are no watermark: a lower one may commit after a higher one was seen.
 */

export interface PublishedEvent {
  sequence: number;
  type: string;
  memberId: number | null;
  data: Record<string, unknown>;
  occurredAt: Date;
}

const PAGE = 500;
const POLL_MS = 250;
const LEASE_MS = 5_000;
const TURN = { kind: "job", caller: "publisher" } as const;

/** One process publishes at a time; the others ask now and then whether it still does. */
export class Publisher implements Loop {
  readonly name = "publisher";
  readonly everyMs = POLL_MS;
  private readonly holder = `${process.pid}-${randomUUID().slice(0, 8)}`;
  private heldUntil = 0;
  private askAgainAt = 0;

  /** True when there may be more to publish at once. */
  async turn(): Promise<boolean> {
    if (!(await this.holds())) return false;
    const waiting = await reader.row("SELECT id FROM outbox_event WHERE sequence IS NULL LIMIT 1");
    if (!waiting) return false;
    const published = await transaction((tx) => publishPage(tx, this.holder, PAGE), TURN);
    if (published === null) this.heldUntil = 0;
    return published === PAGE;
  }

  private async holds(): Promise<boolean> {
    const now = Date.now();
    if (this.heldUntil > now + LEASE_MS / 2) return true;
    if (now < this.askAgainAt) return false;
    const { affectedRows } = await reader.write(
      `UPDATE outbox_publisher SET holder = ?, leaseUntil = ?
        WHERE id = 1 AND (holder = ? OR leaseUntil IS NULL OR leaseUntil < ?)`,
      [this.holder, new Date(now + LEASE_MS), this.holder, new Date(now)],
    );
    if (affectedRows === 1) this.heldUntil = now + LEASE_MS;
    else this.askAgainAt = now + LEASE_MS / 5;
    return affectedRows === 1;
  }

  /** Lets another process go on at once. */
  async stop(): Promise<void> {
    this.heldUntil = 0;
    await reader.write(
      "UPDATE outbox_publisher SET holder = NULL, leaseUntil = NULL WHERE id = 1 AND holder = ?",
      [this.holder],
    );
  }
}

/**
 * Numbers a page of committed rows. The lease only saves work; what makes the sequence right is the
 * row lock: whoever has it sees every number given before, and a holder that slept through its lease
 * finds another's name there.
 *
 * A page is numbered by id. Of one member a higher id never commits first: its ids are drawn while
 * the member's row is locked, and the lock is let go by the commit. So a member's events have the
 * order of their commits, and one that is seen here comes with all before it.
 *
 * @returns how many rows were numbered; null when somebody else publishes now
 */
export async function publishPage(tx: Tx, holder: string, limit: number): Promise<number | null> {
  const state = await tx.row<{ sequence: number; holder: string | null }>(
    "SELECT sequence, holder FROM outbox_publisher WHERE id = 1 FOR UPDATE",
  );
  invariant(state, "the publisher's row is there");
  if (state.holder !== holder) return null;
  const rows = await tx.rows<{ id: number }>(
    "SELECT id FROM outbox_event WHERE sequence IS NULL ORDER BY id LIMIT ?",
    [limit],
  );
  let { sequence } = state;
  for (const { id } of rows) {
    sequence += 1;
    tx.send("UPDATE outbox_event SET sequence = ? WHERE id = ?", [sequence, id]);
  }
  if (rows.length > 0) {
    tx.send("UPDATE outbox_publisher SET sequence = ? WHERE id = 1", [sequence]);
  }
  return rows.length;
}

/** The last sequence given; nothing above it is readable yet, and nothing below it is missing. */
export async function publishedUpTo(db: Reader): Promise<number> {
  const row = await db.row<{ sequence: number }>(
    "SELECT sequence FROM outbox_publisher WHERE id = 1",
  );
  invariant(row, "the publisher's row is there");
  return row.sequence;
}

interface EventRow extends Omit<PublishedEvent, "data"> {
  data: string;
}

/**
 * Published events after a sequence, in order: what the feed and every rollup follow.
 *
 * @param types only these; null for all
 */
export async function eventsAfter(
  db: Reader,
  sequence: number,
  types: readonly string[] | null,
  limit: number,
): Promise<PublishedEvent[]> {
  const columns = "sequence, type, memberId, data, occurredAt";
  const rows =
    types === null
      ? await db.rows<EventRow>(
          `SELECT ${columns} FROM outbox_event WHERE sequence > ? ORDER BY sequence LIMIT ?`,
          [sequence, limit],
        )
      : await ofTypes(db, columns, { sequence, types, limit });
  return rows.map((row) => ({ ...row, data: JSON.parse(row.data) as Record<string, unknown> }));
}

/** A page of each type by its own index: a rare type costs no walk over the frequent ones. */
function ofTypes(
  db: Reader,
  columns: string,
  { sequence, types, limit }: { sequence: number; types: readonly string[]; limit: number },
): Promise<EventRow[]> {
  const page = `(SELECT ${columns} FROM outbox_event WHERE type = ? AND sequence > ? ORDER BY sequence LIMIT ?)`;
  const pages = types.map(() => page).join(" UNION ALL ");
  const values = types.flatMap((type) => [type, sequence, limit]);
  return db.rows<EventRow>(`${pages} ORDER BY sequence LIMIT ?`, [...values, limit]);
}

/** The last event that was forgotten; 0 while all are there. */
export async function forgottenUpTo(db: Reader): Promise<number> {
  const row = await db.row<{ forgotten: number }>(
    "SELECT forgotten FROM outbox_publisher WHERE id = 1",
  );
  invariant(row, "the publisher's row is there");
  return row.forgotten;
}

/**
 * Forgets a page of the oldest events: only from the beginning on, so that those that are left have
 * none missing between them.
 *
 * @param upTo the last that nobody needs any more
 */
export async function forgetEvents(
  tx: Tx,
  { before, upTo, limit }: { before: Date; upTo: number; limit: number },
): Promise<number> {
  const state = await tx.row<{ forgotten: number }>(
    "SELECT forgotten FROM outbox_publisher WHERE id = 1 FOR UPDATE",
  );
  invariant(state, "the publisher's row is there");
  const oldest = await tx.rows<{ sequence: number; createdAt: Date }>(
    `SELECT sequence, createdAt FROM outbox_event WHERE sequence > ? AND sequence <= ?
      ORDER BY sequence LIMIT ?`,
    [state.forgotten, upTo, limit],
  );
  const kept = oldest.findIndex(({ createdAt }) => createdAt >= before);
  const gone = kept === -1 ? oldest : oldest.slice(0, kept);
  const last = gone.at(-1)?.sequence;
  if (last === undefined) return 0;
  tx.send("DELETE FROM outbox_event WHERE sequence > ? AND sequence <= ?", [state.forgotten, last]);
  tx.send("UPDATE outbox_publisher SET forgotten = ? WHERE id = 1", [last]);
  return gone.length;
}
