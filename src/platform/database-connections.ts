import { EventEmitter } from "node:events";
import { connect } from "node:net";
import { setImmediate as immediate } from "node:timers/promises";
import { createPool, type Pool, type PoolConfig, type PoolConnection } from "mariadb";
import type { DatabaseAddress } from "./database-address.mjs";
import { faultsOf, SESSION } from "./database-server";
import { gatherWrites } from "./gathered-writes";
import { log } from "./log";
import { Statements } from "./statements";

/** Connections to one server, each checked before it is used for the first time. */

/** The server is not one that the ledger may be kept in or read from. */
export class UnsuitableDatabase extends Error {
  override name = "UnsuitableDatabase";
}

export interface Lease {
  statements: Statements;
  /** Gives the connection back. */
  release(): void;
  /** Throws it away; the server rolls back what is open on it. */
  destroy(): void;
}

export interface ConnectionsOptions {
  address: DatabaseAddress;
  limit: number;
  /** How long one waits for a connection. */
  acquireTimeout: number;
  connectTimeout: number;
  /** Whatever was answered by anybody. */
  onAnswer?: () => void;
  /** Statements of each new connection after those of every one. */
  session?: readonly string[];
  /** What else must hold of a server; a sentence for each thing that does not. */
  faults?: (statements: Statements) => Promise<string[]>;
}

const READING: Partial<PoolConfig> = {
  // Statements make moments of them.
  dateStrings: true,
  bigIntAsNumber: true,
  insertIdAsNumber: true,
  decimalAsNumber: true,
  checkNumberRange: true,
  // Statements are prepared by Statements, in order.
  prepareCacheLength: 0,
};

/**
 * Where a connection is not encrypted: what TLS writes goes past the socket that it was given, so the
 * little that is written before it must not wait there.
 */
function gathering({ host, port, ssl }: DatabaseAddress): Pick<PoolConfig, "stream"> {
  if (ssl) return {};
  return {
    stream: (callback) => callback?.(undefined, gatherWrites(connect({ host, port }))),
  };
}

export class Connections {
  readonly pool: Pool;
  /** By what describes the connection itself: the pool covers it anew each time it is lent. */
  private readonly statements = new WeakMap<object, Statements>();

  constructor(private readonly options: ConnectionsOptions) {
    const { address, limit, acquireTimeout, connectTimeout, session = [] } = options;
    this.pool = createPool({
      ...address,
      connectionLimit: limit,
      acquireTimeout,
      initializationTimeout: 3000,
      connectTimeout,
      minimumIdle: 1,
      initSql: [...SESSION, ...session],
      ...READING,
      ...gathering(address),
    });
    // Whoever waits for a connection is told. The driver's types do not know of this event.
    EventEmitter.prototype.on.call(this.pool, "error", (err: unknown) =>
      log().debug({ err }, "no connection to the database"),
    );
  }

  /** @throws Error of the driver where none is to be had; UnsuitableDatabase */
  async lend(): Promise<Lease> {
    // The driver gives one that is let go to whoever asks at that very moment, before those who wait: of a
    // request that reads ten times nobody would get one in between. A turn later it is theirs.
    if (this.pool.taskQueueSize() > 0) await immediate();
    const connection = await this.pool.getConnection();
    // A promise that is refused belongs to a connection that is gone already.
    const release = () => void connection.release().catch(() => undefined);
    const destroy = () => connection.destroy();
    const identity = connection.info ?? connection;
    const known = this.statements.get(identity);
    known?.use(connection);
    const made = known ?? (await this.introduced(connection));
    this.statements.set(identity, made);
    return { statements: made, release, destroy };
  }

  private async introduced(connection: PoolConnection): Promise<Statements> {
    const { onAnswer = () => undefined, faults: more } = this.options;
    const made = new Statements(connection, onAnswer);
    try {
      const faults = await faultsOf(made);
      if (more && faults.length === 0) faults.push(...(await more(made)));
      if (faults.length === 0) return made;
      throw new UnsuitableDatabase(`this database cannot be used: ${faults.join("; ")}`);
    } catch (error) {
      connection.destroy();
      throw error;
    }
  }

  end(): Promise<void> {
    return this.pool.end();
  }
}
