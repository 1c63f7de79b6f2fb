import { actInTurn, type Lanes, type Turn } from "./admission/admission";
import type { ActKind } from "./admission/kinds";
import type { Lease } from "./database-connections";
import { closePool, lease, pool, poolFigures, unavailable } from "./database-pool";
import { isDuplicate, isLockWait, isTransient } from "./db-errors";
import { DomainError } from "./errors";
import { Draws } from "./journal/draws";
import { metrics } from "./metrics";
import { insideTransaction, refuseInsideTransaction } from "./outside";
import { noteWrite } from "./replicas/own-writes";
import type { Statements } from "./statements";
import { type Mark, traced, tracedStatement } from "./tracing/spans";

export { closePool, pool, poolFigures };

/**
 * Reads, and the one kind of transaction. Statements are prepared; those nobody waits for are sent at
 * once and awaited together before the commit, so that a command costs few round trips. They are
 * carried out in the order in which they were sent, on every server (statements.ts).
 */

type Value = string | number | boolean | Date | null;
export type Values = readonly Value[];

/** The driver reads and writes instants in the process's own zone, whatever it is told; ours are UTC. */
export function bound(values: Values): (string | number | boolean | null)[] {
  return values.map((value) =>
    value instanceof Date ? value.toISOString().slice(0, 23).replace("T", " ") : value,
  );
}

export interface WriteResult {
  affectedRows: number;
  insertId: number;
}

/** How long a connection may be silent: longer than any lock is waited for. */
const TX_PATIENCE_MS = 10_000;
export const READ_PATIENCE_MS = 30_000;

export interface Reader {
  /** @param patienceMs how long the server may take, where that is longer than usual */
  rows<Row>(sql: string, values?: Values, patienceMs?: number): Promise<Row[]>;
  row<Row>(sql: string, values?: Values): Promise<Row | undefined>;
}

async function alone<T>(sql: string, values: Values, patienceMs: number): Promise<T> {
  const { statements, release } = await lease();
  try {
    return await tracedStatement(sql, {}, statements.run<T>(sql, bound(values), patienceMs));
  } catch (error) {
    throw unavailable(error);
  } finally {
    release();
  }
}

/** Reads outside any transaction: each statement sees the last committed state. */
export const reader: Reader & { write(sql: string, values?: Values): Promise<WriteResult> } = {
  rows<Row>(sql: string, values: Values = [], patienceMs = READ_PATIENCE_MS): Promise<Row[]> {
    return alone<Row[]>(sql, values, patienceMs);
  },
  async row<Row>(sql: string, values: Values = []): Promise<Row | undefined> {
    return (await reader.rows<Row>(sql, values))[0];
  },
  /** One statement that is a transaction by itself: for the machinery's own bookkeeping. */
  async write(sql: string, values: Values = []): Promise<WriteResult> {
    const result = await alone<WriteResult>(sql, values, READ_PATIENCE_MS);
    noteWrite();
    return result;
  },
};

export class Tx implements Reader {
  private sent: Promise<unknown>[] = [];
  /** What chance decides on its way. */
  draws = new Draws();

  constructor(
    private readonly statements: Statements,
    private readonly lanes?: Lanes,
  ) {}

  /**
   * Comes before waiting for a lock that many may want, which `lane` names. Where too many of this
   * process do, the attempt ends here, and runs again when there is room.
   */
  enterLane(lane: string): void {
    this.lanes?.enter(lane);
  }

  /** What is locked already, and the other names by which somebody may ask for it. */
  holdLane(lane: string, names: readonly string[] = []): void {
    this.lanes?.hold(lane, names);
  }

  rows<Row>(sql: string, values: Values = [], patienceMs = TX_PATIENCE_MS): Promise<Row[]> {
    return this.run<Row[]>(sql, values, patienceMs);
  }

  async row<Row>(sql: string, values: Values = []): Promise<Row | undefined> {
    return (await this.rows<Row>(sql, values))[0];
  }

  write(sql: string, values: Values = []): Promise<WriteResult> {
    return this.run<WriteResult>(sql, values, TX_PATIENCE_MS);
  }

  private run<T>(sql: string, values: Values, patienceMs: number): Promise<T> {
    return tracedStatement(sql, {}, this.statements.run<T>(sql, bound(values), patienceMs));
  }

  /** Sends a statement whose result nobody needs; its failure fails the transaction at `arrive`. */
  send(sql: string, values: Values = []): void {
    this.track(this.write(sql, values));
  }

  /** Like `send`, for a row whose number is wanted later. */
  insert(sql: string, values: Values = []): Promise<number> {
    return this.track(this.write(sql, values).then((result) => result.insertId));
  }

  /**
   * Inserts a row by whose number it is named later, also where the act is done again: then it has the
   * number that it had.
   *
   * @param of what the number is of; acts that are done again look for it by that
   */
  insertNamed(of: string, statement: readonly [string, Values]): Promise<number> {
    const known = this.draws.id(of);
    const [sql, values] = known === undefined ? statement : withId(statement, known);
    return this.write(sql, values).then(({ insertId }) => {
      const id = known ?? insertId;
      this.draws.note(of, id);
      return id;
    });
  }

  /** Waits for all that was sent. Must come before a commit. */
  async arrive(): Promise<void> {
    const waiting = this.sent;
    this.sent = [];
    await Promise.all(waiting);
  }

  /**
   * A deadlock ends the transaction on the server while statements sent after it are still on their
   * way. With autocommit off they open a new one, which is rolled back; after START TRANSACTION each
   * of them would be committed on its own.
   */
  begin(): void {
    this.track(this.plain("SET autocommit = 0"));
  }

  savepoint(): void {
    this.track(this.plain("SAVEPOINT refusal"));
  }

  /** Not every server prepares what begins, marks and ends transactions. */
  private plain(sql: string): Promise<unknown> {
    return this.statements.plain(sql, TX_PATIENCE_MS);
  }

  private track<T>(promise: Promise<T>): Promise<T> {
    promise.catch(() => undefined); // reported by arrive(), or to whoever waits for it
    this.sent.push(promise);
    return promise;
  }

  /**
   * Undoes everything after the savepoint. What failed on the way no longer matters, unless the whole
   * transaction went with it.
   */
  async undo(): Promise<void> {
    const waiting = this.sent;
    this.sent = [];
    for (const outcome of await Promise.allSettled(waiting)) {
      if (outcome.status === "rejected" && isTransient(outcome.reason)) throw outcome.reason;
    }
    await this.plain("ROLLBACK TO SAVEPOINT refusal");
  }

  async commit(): Promise<void> {
    await this.arrive();
    await Promise.all([this.plain("COMMIT"), this.plain("SET autocommit = 1")]);
  }

  /** Turning autocommit on would commit what a ROLLBACK that failed left, so it waits for it. */
  async rollback(): Promise<void> {
    await Promise.allSettled(this.sent);
    this.sent = [];
    await this.plain("ROLLBACK");
    await this.plain("SET autocommit = 1");
  }
}

/** The same insertion of one row, as platform/insert writes it, with its number, which LAST_INSERT_ID tells too. */
function withId([sql, values]: readonly [string, Values], id: number): [string, Values] {
  const numbered = sql.replace("(`", "(`id`,`").replace("VALUES (", "VALUES (LAST_INSERT_ID(?),");
  return [numbered, [id, ...values]];
}

const ATTEMPTS_MAX = 8;
const JOB_TURN: Turn<ActKind> = { kind: "job", caller: "system" };

function pause(attempt: number): Promise<void> {
  const ms = Math.random() * Math.min(400, 10 * 2 ** attempt);
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function once<T>(run: (tx: Tx) => Promise<T>, lanes: Lanes): Promise<T> {
  const leased: Lease = await lease();
  const tx = new Tx(leased.statements, lanes);
  try {
    tx.begin();
    const result = await insideTransaction(() => run(tx));
    await tx.commit();
    leased.release();
    return result;
  } catch (error) {
    // A connection that cannot roll back is thrown away; the server rolls back for it.
    await tx.rollback().then(leased.release, leased.destroy);
    throw error;
  }
}

/**
 * A transaction that leaves nothing, whatever happens in it: to try what the database would do.
 *
 * @throws DomainError SERVICE_UNAVAILABLE when the database is away or cannot be written to
 */
export async function rehearse<T>(run: (tx: Tx) => Promise<T>): Promise<T> {
  const leased = await lease();
  const tx = new Tx(leased.statements);
  try {
    tx.begin();
    return await run(tx);
  } catch (error) {
    throw unavailable(error);
  } finally {
    await tx.rollback().then(leased.release, leased.destroy);
  }
}

function causeOf(error: unknown): "deadlock" | "lock_wait" | "duplicate" {
  if (isLockWait(error)) return "lock_wait";
  return isDuplicate(error) ? "duplicate" : "deadlock";
}

/**
 * One transaction, when it is its turn. A deadlock, a lock wait that ran out or a failed certification
 * runs it again, at most eight times, after a random pause; nothing of the failed attempt is left.
 *
 * @param turn whose it is; without one it is the machinery's own
 * @throws DomainError SERVICE_UNAVAILABLE when the database is away or stays contended, or where too
 *   many wait before it
 */
export function transaction<T>(
  run: (tx: Tx) => Promise<T>,
  turn: Turn<ActKind> = JOB_TURN,
): Promise<T> {
  // Who has a connection would wait here for one who waits for it.
  refuseInsideTransaction("another transaction was begun");
  return traced("transaction", {}, (mark) =>
    actInTurn(turn, (lanes) => attempts(run, mark, lanes)),
  );
}

async function attempts<T>(run: (tx: Tx) => Promise<T>, mark: Mark, lanes: Lanes): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    mark.set({ attempts: attempt });
    try {
      const result = await once(run, lanes);
      noteWrite();
      metrics().transactions.inc({ outcome: "committed" });
      return result;
    } catch (error) {
      metrics().transactions.inc({ outcome: "rolled_back" });
      // A duplicate that no check foresaw was committed meanwhile: the next attempt will see it.
      const again = isTransient(error) || (isDuplicate(error) && attempt < 3);
      if (!again) throw unavailable(error);
      if (attempt === ATTEMPTS_MAX) {
        throw new DomainError("SERVICE_UNAVAILABLE", { retryAfterSeconds: 1 }, [], error);
      }
      const cause = causeOf(error);
      metrics().retries.inc({ cause });
      mark.event("ran again", { cause });
      await pause(attempt);
    }
  }
}
