import {
  createPool,
  type FieldInfo,
  type Pool,
  type PoolConnection,
  type TypeCastNextFunction,
  type TypeCastResult,
} from "mariadb";
import { env } from "@/env";
import { isDatabaseAway, isDuplicate, isLockWait, isTransient } from "./db-errors";
import { DomainError } from "./errors";
import { metrics } from "./metrics";
import { insideTransaction } from "./outside";

/**
 * The driver's pool and the one kind of transaction. Statements are prepared; those nobody waits for
 * are sent at once and awaited together before the commit, so that a command costs few round trips.
 */

type Value = string | number | boolean | Date | null;
export type Values = readonly Value[];

/** The driver reads and writes instants in the process's own zone, whatever it is told; ours are UTC. */
function bound(values: Values): (string | number | boolean | null)[] {
  return values.map((value) =>
    value instanceof Date ? value.toISOString().slice(0, 23).replace("T", " ") : value,
  );
}

function typeCast(column: FieldInfo, next: TypeCastNextFunction): TypeCastResult {
  const value = next();
  if (String(column.type) !== "DATETIME" || typeof value !== "string") return value;
  return new Date(`${value.replace(" ", "T")}Z`);
}

export interface WriteResult {
  affectedRows: number;
  insertId: number;
}

export interface Reader {
  rows<Row>(sql: string, values?: Values): Promise<Row[]>;
  row<Row>(sql: string, values?: Values): Promise<Row | undefined>;
}

declare global {
  // Pages and server.ts are bundled apart; the pool must still be one per process.
  var __memberSystemPool: Pool | undefined;
}

const SESSION = [
  "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
  "SET SESSION time_zone = '+00:00', innodb_lock_wait_timeout = 2",
  // Whatever the server's default: an amount that does not fit is an error, never cut to fit.
  "SET SESSION sql_mode = CONCAT_WS(',', NULLIF(@@sql_mode, ''), 'STRICT_ALL_TABLES')",
];

function openPool(): Pool {
  const url = new URL(env().DATABASE_URL);
  return createPool({
    host: url.hostname,
    port: Number(url.port || 3306),
    allowPublicKeyRetrieval: url.searchParams.get("allowPublicKeyRetrieval") === "true",
    ssl: url.searchParams.get("ssl") === "true",
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: url.pathname.slice(1),
    connectionLimit: env().DB_POOL_SIZE,
    acquireTimeout: env().DB_ACQUIRE_TIMEOUT_MS,
    initializationTimeout: 3000,
    connectTimeout: 2500,
    minimumIdle: 1,
    initSql: SESSION,
    dateStrings: true,
    typeCast,
    bigIntAsNumber: true,
    insertIdAsNumber: true,
    decimalAsNumber: true,
    checkNumberRange: true,
    prepareCacheLength: 500,
  });
}

export function pool(): Pool {
  globalThis.__memberSystemPool ??= openPool();
  return globalThis.__memberSystemPool;
}

/** Connections of the pool, and how many acts wait for one; all zero while it isn't open. */
export function poolFigures(): Record<"in_use" | "idle" | "waiting", number> {
  const open = globalThis.__memberSystemPool;
  return {
    in_use: open?.activeConnections() ?? 0,
    idle: open?.idleConnections() ?? 0,
    waiting: open?.taskQueueSize() ?? 0,
  };
}

export async function closePool(): Promise<void> {
  const open = globalThis.__memberSystemPool;
  globalThis.__memberSystemPool = undefined;
  await open?.end();
}

function unavailable(error: unknown): unknown {
  if (!isDatabaseAway(error)) return error;
  return new DomainError("SERVICE_UNAVAILABLE", { retryAfterSeconds: 2 }, [], error);
}

async function connection(): Promise<PoolConnection> {
  try {
    return await pool().getConnection();
  } catch (error) {
    throw unavailable(error);
  }
}

/** Reads outside any transaction: each statement sees the last committed state. */
export const reader: Reader & { write(sql: string, values?: Values): Promise<WriteResult> } = {
  async rows<Row>(sql: string, values: Values = []): Promise<Row[]> {
    try {
      return await pool().execute<Row[]>(sql, bound(values));
    } catch (error) {
      throw unavailable(error);
    }
  },
  async row<Row>(sql: string, values: Values = []): Promise<Row | undefined> {
    return (await reader.rows<Row>(sql, values))[0];
  },
  /** One statement that is a transaction by itself: for the machinery's own bookkeeping. */
  async write(sql: string, values: Values = []): Promise<WriteResult> {
    try {
      return await pool().execute<WriteResult>(sql, bound(values));
    } catch (error) {
      throw unavailable(error);
    }
  },
};

export class Tx implements Reader {
  private sent: Promise<unknown>[] = [];

  constructor(private readonly connection: PoolConnection) {}

  rows<Row>(sql: string, values: Values = []): Promise<Row[]> {
    return this.connection.execute<Row[]>(sql, bound(values));
  }

  async row<Row>(sql: string, values: Values = []): Promise<Row | undefined> {
    return (await this.rows<Row>(sql, values))[0];
  }

  write(sql: string, values: Values = []): Promise<WriteResult> {
    return this.connection.execute<WriteResult>(sql, bound(values));
  }

  /** Sends a statement whose result nobody needs; its failure fails the transaction at `arrive`. */
  send(sql: string, values: Values = []): void {
    const promise = this.write(sql, values);
    promise.catch(() => undefined); // reported by arrive()
    this.sent.push(promise);
  }

  /** Like `send`, for a row whose number is wanted later. */
  insert(sql: string, values: Values = []): Promise<number> {
    const insertId = this.write(sql, values).then((result) => result.insertId);
    insertId.catch(() => undefined); // reported by arrive(), or to whoever waits for the number
    this.sent.push(insertId);
    return insertId;
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
    const promise = this.connection.query("SET autocommit = 0");
    promise.catch(() => undefined); // reported by arrive()
    this.sent.push(promise);
  }

  savepoint(): void {
    this.send("SAVEPOINT refusal");
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
    await this.write("ROLLBACK TO SAVEPOINT refusal");
  }

  async commit(): Promise<void> {
    await this.arrive();
    await this.end("COMMIT");
  }

  async rollback(): Promise<void> {
    await Promise.allSettled(this.sent);
    this.sent = [];
    await this.end("ROLLBACK");
  }

  private async end(how: "COMMIT" | "ROLLBACK"): Promise<void> {
    const { connection } = this;
    await Promise.all([connection.query(how), connection.query("SET autocommit = 1")]);
  }
}

const ATTEMPTS_MAX = 8;

function pause(attempt: number): Promise<void> {
  const ms = Math.random() * Math.min(400, 10 * 2 ** attempt);
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function once<T>(run: (tx: Tx) => Promise<T>): Promise<T> {
  const open = await connection();
  const tx = new Tx(open);
  try {
    tx.begin();
    const result = await insideTransaction(() => run(tx));
    await tx.commit();
    open.release();
    return result;
  } catch (error) {
    // A connection that cannot roll back is thrown away; the server rolls back for it.
    await tx.rollback().then(
      () => open.release(),
      () => open.destroy(),
    );
    throw error;
  }
}

function causeOf(error: unknown): "deadlock" | "lock_wait" | "duplicate" {
  if (isLockWait(error)) return "lock_wait";
  return isDuplicate(error) ? "duplicate" : "deadlock";
}

/**
 * One transaction. A deadlock, a lock wait that ran out or a failed certification runs it again, at
 * most eight times, after a random pause; nothing of the failed attempt is left.
 *
 * @throws DomainError SERVICE_UNAVAILABLE when the database is away or stays contended
 */
export async function transaction<T>(run: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      const result = await once(run);
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
      metrics().retries.inc({ cause: causeOf(error) });
      await pause(attempt);
    }
  }
}
