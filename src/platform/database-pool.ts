import { EventEmitter } from "node:events";
import {
  createPool,
  type FieldInfo,
  type Pool,
  type PoolConnection,
  type TypeCastNextFunction,
  type TypeCastResult,
} from "mariadb";
import { env } from "@/env";
import { databaseAddress } from "./database-address.mjs";
import { FOREIGN_ENGINES, faultsOf, SESSION } from "./database-server";
import { type Watch, watchForReturn } from "./database-watch";
import { isDatabaseAway } from "./db-errors";
import { DomainError } from "./errors";
import { log } from "./log";
import { refuseInsideTransaction } from "./outside";
import { connectionsHere } from "./processes/shares";
import { Statements } from "./statements";

/** The connections of this process: one pool, whose connections are checked before they are used. */

interface Held {
  pool: Pool;
  /** By what describes the connection itself: the pool covers it anew each time it is lent. */
  statements: WeakMap<object, Statements>;
}

interface State {
  held: Held | undefined;
  /** When anything was last answered; ms. */
  answeredAt: number;
  /** Set while the database is away. */
  watch: Watch | undefined;
}

declare global {
  // Pages and server.ts are bundled apart; there must still be one pool per process.
  var __memberSystemDatabase: State | undefined;
}

/** A lock may be waited for two seconds; whoever says nothing for longer is not just busy. */
const SILENCE_MS = 2500;

function state(): State {
  globalThis.__memberSystemDatabase ??= {
    held: undefined,
    answeredAt: Number.NEGATIVE_INFINITY,
    watch: undefined,
  };
  return globalThis.__memberSystemDatabase;
}

function typeCast(column: FieldInfo, next: TypeCastNextFunction): TypeCastResult {
  const value = next();
  if (String(column.type) !== "DATETIME" || typeof value !== "string") return value;
  return new Date(`${value.replace(" ", "T")}Z`);
}

function open(): Held {
  const pool = createPool({
    ...databaseAddress(env().DATABASE_URL, env().DATABASE_CA),
    connectionLimit: connectionsHere(),
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
    // Statements are prepared by Statements, in order.
    prepareCacheLength: 0,
  });
  // Whoever waits for a connection is told. The driver's types do not know of this event.
  EventEmitter.prototype.on.call(pool, "error", (err: unknown) =>
    log().debug({ err }, "no connection to the database"),
  );
  return { pool, statements: new WeakMap() };
}

function held(): Held {
  const now = state();
  now.held ??= open();
  return now.held;
}

export function pool(): Pool {
  return held().pool;
}

/** Connections of the pool, and how many acts wait for one; all zero while it isn't open. */
export function poolFigures(): Record<"in_use" | "idle" | "waiting", number> {
  const current = state().held?.pool;
  return {
    in_use: current?.activeConnections() ?? 0,
    idle: current?.idleConnections() ?? 0,
    waiting: current?.taskQueueSize() ?? 0,
  };
}

export async function closePool(): Promise<void> {
  const { held: open, watch } = state();
  globalThis.__memberSystemDatabase = undefined;
  watch?.stop();
  await open?.pool.end();
}

/** Whether the database is known to be away; false where nobody has asked lately. */
export function isAway(): boolean {
  return state().watch !== undefined;
}

/** @returns the error as callers are told it: 503 for a database that is away */
export function unavailable(error: unknown): unknown {
  if (!isDatabaseAway(error)) return error;
  return new DomainError("SERVICE_UNAVAILABLE", { retryAfterSeconds: 2 }, [], error);
}

/** The database is not one that the ledger may be kept in. */
class UnsuitableDatabase extends Error {
  override name = "UnsuitableDatabase";
}

/** A server that answers and does not let us in: a wrong password, no encryption where it is wanted. */
function refusalOf(error: unknown): UnsuitableDatabase | undefined {
  const { cause } = error as { cause?: { sqlMessage?: string | null } };
  if (cause === undefined || isDatabaseAway(cause) || !cause.sqlMessage) return undefined;
  return new UnsuitableDatabase(`the database does not let us in: ${cause.sqlMessage}`);
}

export interface Lease {
  statements: Statements;
  /** Gives the connection back. */
  release(): void;
  /** Throws it away; the server rolls back what is open on it. */
  destroy(): void;
}

/**
 * A connection for one caller.
 *
 * @throws DomainError SERVICE_UNAVAILABLE: at once while the database is known to be away, else when
 *   none is free or can be made in DB_ACQUIRE_TIMEOUT_MS; Error, a mistake of ours, in a transaction
 */
export async function lease(): Promise<Lease> {
  // Acts that each hold one and wait for another would wait for each other.
  refuseInsideTransaction("a second connection was asked for");
  if (isAway()) throw new DomainError("SERVICE_UNAVAILABLE", { retryAfterSeconds: 2 });
  try {
    return await checked(held());
  } catch (error) {
    if (isDatabaseAway(error)) noticeAway();
    const unsuitable = error instanceof UnsuitableDatabase ? error : refusalOf(error);
    if (!unsuitable) throw unavailable(error);
    log().error({ reason: unsuitable.message }, "the database cannot be used");
    throw new DomainError("SERVICE_UNAVAILABLE", { retryAfterSeconds: 5 }, [], unsuitable);
  }
}

/**
 * Nobody got a connection and nothing was answered meanwhile: the database is away, or the wires to it
 * are dead without a word. Connections are made anew once it is back; the old ones end when their
 * patience does.
 */
function noticeAway(): void {
  const now = state();
  if (now.watch || performance.now() - now.answeredAt < SILENCE_MS) return;
  const old = now.held;
  now.held = undefined;
  old?.pool.end().catch(() => undefined);
  log().warn("the database is away");
  now.watch = watchForReturn(() => {
    now.watch = undefined;
    now.answeredAt = performance.now();
    log().info("the database is back");
  });
}

async function checked({ pool, statements }: Held): Promise<Lease> {
  const connection = await pool.getConnection();
  // A promise that is refused belongs to a connection that is gone already.
  const release = () => void connection.release().catch(() => undefined);
  const destroy = () => connection.destroy();
  const identity = connection.info ?? connection;
  const known = statements.get(identity);
  known?.use(connection);
  const made = known ?? (await introduced(connection));
  statements.set(identity, made);
  return { statements: made, release, destroy };
}

async function introduced(connection: PoolConnection): Promise<Statements> {
  const made = new Statements(connection, () => {
    state().answeredAt = performance.now();
  });
  try {
    const faults = await faultsOf(made);
    if (faults.length === 0) return made;
    throw new UnsuitableDatabase(`this database cannot be used: ${faults.join("; ")}`);
  } catch (error) {
    connection.destroy();
    throw error;
  }
}

/**
 * Asked once at the start of a process: on a server whose ways it does not know it must not serve.
 *
 * @throws Error with a sentence for people; DomainError SERVICE_UNAVAILABLE where nobody answers
 */
export async function checkDatabase(): Promise<void> {
  const { statements, release } = await lease().catch((error: unknown) => {
    const { cause } = error as Error;
    throw cause instanceof UnsuitableDatabase ? cause : error;
  });
  const foreign = await statements
    .run<{ name: string; engine: string }[]>(FOREIGN_ENGINES, [], SILENCE_MS * 2)
    .finally(release);
  if (foreign.length === 0) return;
  const list = foreign.map(({ name, engine }) => `${name} (${engine})`).join(", ");
  throw new UnsuitableDatabase(
    `this database cannot be used: its tables are not all InnoDB: ${list}`,
  );
}

/**
 * As checkDatabase, for processes that serve: one that starts before its database waits for it, and
 * each connection is checked anyway.
 *
 * @throws Error with a sentence for people
 */
export async function refuseUnsuitableDatabase(): Promise<void> {
  await checkDatabase().catch((error: unknown) => {
    if (!(error instanceof DomainError)) throw error;
    log().warn("the database is away");
  });
}
