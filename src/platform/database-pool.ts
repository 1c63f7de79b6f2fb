import type { Pool } from "mariadb";
import { env } from "@/env";
import { databaseAddress } from "./database-address.mjs";
import { Connections, type Lease, UnsuitableDatabase } from "./database-connections";
import { FOREIGN_ENGINES } from "./database-server";
import { type Watch, watchForReturn } from "./database-watch";
import { isDatabaseAway } from "./db-errors";
import { DomainError } from "./errors";
import { log } from "./log";
import { refuseInsideTransaction } from "./outside";
import { connectionsHere } from "./processes/shares";

/** The connections of this process: one pool, whose connections are checked before they are used. */

interface State {
  held: Connections | undefined;
  /** When anything was last answered; ms. */
  answeredAt: number;
  /** Set while the database is away. */
  watch: Watch | undefined;
  /** Another once what was under way has been given up. */
  era: object;
  isLooking: boolean;
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
    era: {},
    isLooking: false,
  };
  return globalThis.__memberSystemDatabase;
}

function open(): Connections {
  return new Connections({
    address: databaseAddress(env().DATABASE_URL, env().DATABASE_CA),
    limit: connectionsHere(),
    acquireTimeout: env().DB_ACQUIRE_TIMEOUT_MS,
    connectTimeout: 2500,
    onAnswer: () => {
      state().answeredAt = performance.now();
    },
  });
}

function held(): Connections {
  const now = state();
  now.held ??= open();
  return now.held;
}

export function pool(): Pool {
  return held().pool;
}

/** Changes when the database was found to be away, and what waited for it is waited for no more. */
export function poolEra(): object {
  return state().era;
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
  await open?.end();
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

/** A server that answers and does not let us in: a wrong password, no encryption where it is wanted. */
function refusalOf(error: unknown): UnsuitableDatabase | undefined {
  const { cause } = error as { cause?: { sqlMessage?: string | null } };
  if (cause === undefined || isDatabaseAway(cause) || !cause.sqlMessage) return undefined;
  return new UnsuitableDatabase(`the database does not let us in: ${cause.sqlMessage}`);
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
    return await held().lend();
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
  now.era = {};
  old?.end().catch(() => undefined);
  log().warn("the database is away");
  now.watch = watchForReturn(() => {
    now.watch = undefined;
    now.answeredAt = performance.now();
    log().info("the database is back");
  });
}

/**
 * Asks the database for a sign of life where it has given none for long: those that wait in front of the
 * pool would not find out that all connections in it are dead.
 */
export function lookForSilence(): void {
  const now = state();
  if (now.isLooking || now.watch || performance.now() - now.answeredAt < SILENCE_MS) return;
  now.isLooking = true;
  held()
    .lend()
    .then(({ statements, release }) => statements.run("SELECT 1", [], SILENCE_MS).finally(release))
    .catch((error: unknown) => {
      if (isDatabaseAway(error)) noticeAway();
    })
    .finally(() => {
      now.isLooking = false;
    });
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
