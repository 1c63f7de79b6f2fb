import { databaseAddress } from "../database-address.mjs";
import { Connections, type Lease, UnsuitableDatabase } from "../database-connections";
import { unavailable } from "../database-pool";
import { isCutShort, isDatabaseAway } from "../db-errors";
import { log } from "../log";
import { metrics } from "../metrics";
import type { Statements } from "../statements";
import { OneServer, SERVER } from "./one-server";
import { isAhead, type Position, reach, replicaPosition } from "./position";

/**
 * One replica as this process knows it: read from while it keeps up, left out otherwise, and looked at
 * every second either way, over a connection of its own.
 */

/** Why one is left out; `joining` is one that nobody has looked at yet. */
export const LEFT_OUT = [
  "joining",
  "unreachable",
  "silent",
  "behind",
  "writable",
  "unsuitable",
  "failed",
] as const;
export type LeftOut = (typeof LEFT_OUT)[number];

export interface ReplicaOptions {
  /** Its place in DATABASE_REPLICA_URLS, from 1 on. */
  name: string;
  url: string;
  authority: string | undefined;
  connections: number;
  /** How long a read waits for it to catch up. */
  waitMs: number;
  /** What the primary answers to ORIGIN. */
  originOfPrimary: () => Promise<string | undefined>;
  /** How far the primary is now; null where it does not say. */
  positionOfPrimary: () => Promise<string | null>;
  /** Where its connections lead; of its own unless one is given. */
  oneServer?: OneServer;
}

/** It stands beside its primary: one that takes longer is not there. */
const CONNECT_MS = 1000;
/** What it may say nothing for, beyond a wait. */
const SILENCE_MS = 1000;
/** One that was left out has to be well for so many looks, one after the other. */
const WELL_BEFORE = 2;

/** Drawn at random when the first migration was made: a copy has it, another system's server has not. */
export const ORIGIN = "SELECT id FROM _prisma_migrations ORDER BY started_at, id LIMIT 1";

/** The primary has to answer instead. */
export class NotFromReplica extends Error {
  override name = "NotFromReplica";

  constructor(
    readonly reason: LeftOut | "busy" | "left_out",
    options?: ErrorOptions,
  ) {
    super(`not from a replica: ${reason}`, options);
  }
}

export class Replica {
  readonly name: string;
  /** `host:port`, for those who look after it. */
  readonly place: string;
  leftOut: LeftOut | null = "joining";
  since = new Date();
  /** How long it was last waited for, ms; null where it did not come so far in time. */
  waitedMs: number | null = null;
  /** Reads under way. */
  inUse = 0;
  reads = 0;
  private forReads: Connections | undefined;
  private forLooks: Connections | undefined;
  private wellFor = 0;
  private readonly oneServer: OneServer;
  /** Tells who waits on a server that is gone. */
  private readonly waiting = new Set<(gone: NotFromReplica) => void>();

  /** @throws Error with a sentence for people, of an address that is none */
  constructor(private readonly options: ReplicaOptions) {
    const { host, port } = this.address();
    this.name = options.name;
    this.oneServer = options.oneServer ?? new OneServer();
    this.place = `${host}:${port}`;
  }

  private address() {
    return databaseAddress(this.options.url, this.options.authority, "DATABASE_REPLICA_URLS");
  }

  private open(limit: number): Connections {
    return new Connections({
      address: this.address(),
      limit,
      acquireTimeout: CONNECT_MS,
      connectTimeout: CONNECT_MS,
      // Whatever the account may do elsewhere.
      session: ["SET SESSION TRANSACTION READ ONLY"],
      faults: (statements) => this.strangerFaults(statements),
    });
  }

  private async strangerFaults(statements: Statements): Promise<string[]> {
    const [row] = await statements.run<{ id: string }[]>(ORIGIN, [], SILENCE_MS);
    const isOurs = row !== undefined && row.id === (await this.options.originOfPrimary());
    if (!isOurs) return ["it is not a replica of DATABASE_URL"];
    const [server] = await statements.run<{ name: string }[]>(SERVER, [], SILENCE_MS);
    return [this.oneServer.fault(server?.name ?? "")].filter((fault) => fault !== undefined);
  }

  /**
   * Waits until it has come as far as the primary was.
   *
   * @throws NotFromReplica, and it is left out from then on unless it is merely busy
   */
  async follow(position: Position): Promise<void> {
    this.forReads ??= this.open(this.options.connections);
    await this.reached(this.forReads, position, this.options.waitMs);
  }

  /** Whether it answers, keeps up and only reads; one that does not is left out, one that does comes back. */
  async look(position: Position): Promise<void> {
    this.forLooks ??= this.open(1);
    const { waitMs } = this.options;
    try {
      // One that barely keeps up would come and go.
      await this.reached(this.forLooks, position, this.leftOut === null ? waitMs : waitMs / 2);
      await this.refuseAhead(this.forLooks, position);
    } catch (error) {
      if (error instanceof NotFromReplica && error.reason === "busy") this.leave("unreachable");
      return;
    }
    this.wellFor++;
    const isBack = this.leftOut === "joining" || this.wellFor >= WELL_BEFORE;
    if (this.leftOut === null || !isBack) return;
    log().info({ replica: this.name, after: this.leftOut }, "a replica is read from");
    this.leftOut = null;
    this.since = new Date();
    metrics().replicaProcesses.set({ replica: this.name }, 1);
  }

  /** Of two servers that were looked at one after the other, the second is never behind the first. */
  private async refuseAhead(of: Connections, position: Position): Promise<void> {
    const own = await this.borrowing(of, ({ statements }) =>
      replicaPosition(statements, position, SILENCE_MS),
    ).catch((error: unknown) => {
      throw error instanceof NotFromReplica ? error : this.leave(this.reasonOf(error), error);
    });
    const later = own === null ? null : await this.options.positionOfPrimary();
    if (own === null || later === null || !isAhead(own, later)) return;
    const said =
      "it is ahead of DATABASE_URL: it follows another server, or that one's log began anew";
    throw this.leave("unsuitable", new UnsuitableDatabase(said));
  }

  private async reached(of: Connections, position: Position, limitMs: number): Promise<void> {
    const startedAt = performance.now();
    const found = await this.borrowing(of, ({ statements }) =>
      reach(statements, position, limitMs, limitMs + SILENCE_MS),
    ).catch((error: unknown) => {
      if (error instanceof NotFromReplica) throw error;
      throw this.leave(isCutShort(error) ? "silent" : this.reasonOf(error), error);
    });
    const waitedMs = performance.now() - startedAt;
    metrics().replicaWait.observe({ replica: this.name }, waitedMs / 1000);
    this.waitedMs = found === "reached" ? Math.round(waitedMs) : null;
    if (found !== "reached") throw this.leave(found);
  }

  /**
   * @throws NotFromReplica where the primary has to answer; DomainError SERVICE_UNAVAILABLE where the
   *   read was cut short, which the primary is spared
   */
  async read<T>(sql: string, values: Parameters<Statements["run"]>[1], patienceMs: number) {
    this.forReads ??= this.open(this.options.connections);
    const rows = await this.borrowing(this.forReads, ({ statements }) =>
      statements.run<T>(sql, values, patienceMs),
    ).catch((error: unknown) => {
      if (error instanceof NotFromReplica) throw error;
      if (isCutShort(error)) throw unavailable(error);
      if (isDatabaseAway(error)) throw this.leave("unreachable", error);
      // The statement may be wrong itself, and no fault of the replica's.
      throw new NotFromReplica("failed", { cause: error });
    });
    this.reads++;
    metrics().replicaReads.inc({ replica: this.name });
    return rows;
  }

  private async borrowing<T>(of: Connections, run: (lease: Lease) => Promise<T>): Promise<T> {
    const lease = await of.lend().catch((error: unknown) => {
      throw this.notLent(of, error);
    });
    let tell: (gone: NotFromReplica) => void = () => undefined;
    const gone = new Promise<never>((_, reject) => {
      tell = reject;
    });
    this.waiting.add(tell);
    this.inUse++;
    try {
      return await Promise.race([run(lease), gone]);
    } finally {
      this.inUse--;
      this.waiting.delete(tell);
      lease.release();
    }
  }

  private notLent(of: Connections, error: unknown): NotFromReplica {
    if (error instanceof UnsuitableDatabase) return this.leave("unsuitable", error);
    const isFull = of === this.forReads && of.pool.activeConnections() >= this.options.connections;
    return isFull && this.leftOut === null
      ? new NotFromReplica("busy")
      : this.leave(this.reasonOf(error), error);
  }

  private reasonOf(error: unknown): LeftOut {
    return isDatabaseAway(error) ? "unreachable" : "failed";
  }

  /** Leaves it out from now on; who waits on a server that is gone is told. */
  leave(reason: LeftOut, cause?: unknown): NotFromReplica {
    if (this.leftOut !== reason) {
      const said = cause instanceof UnsuitableDatabase ? cause.message : undefined;
      const fields = { replica: this.name, reason, said, err: cause };
      log().warn(fields, "a replica is left out");
      this.since = new Date();
    }
    this.leftOut = reason;
    this.wellFor = 0;
    metrics().replicaProcesses.set({ replica: this.name }, 0);
    const left = new NotFromReplica(reason, { cause });
    // What one that lags or may be written to was asked before, it answers as rightly as ever.
    if (reason !== "behind" && reason !== "writable") void this.close();
    return left;
  }

  /** For those who look after it. */
  seen() {
    const { name, place, leftOut, since, waitedMs, reads } = this;
    return { name, place, leftOut, since, waitedMs, reads };
  }

  async close(): Promise<void> {
    const open = [this.forReads, this.forLooks];
    this.forReads = undefined;
    this.forLooks = undefined;
    const gone = new NotFromReplica("unreachable");
    for (const tell of this.waiting) tell(gone);
    await Promise.all(open.map((one) => one?.end().catch(() => undefined)));
  }
}
