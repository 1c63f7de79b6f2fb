import { bound, READ_PATIENCE_MS, type Reader, reader, type Values } from "../db";
import { metrics } from "../metrics";
import { refuseInsideTransaction } from "../outside";
import { tracedStatement } from "../tracing/spans";
import { watchingWrites } from "./own-writes";
import type { NotFromReplica, Replica } from "./replica";
import { type Replicas, replicas } from "./replicas";

/**
 * What one request reads from a replica. It begins with the position of the primary, so it sees every
 * commit that anybody was told of before it began, in whatever process; and it begins anew after each
 * commit of its own. Whatever a replica does not answer, the primary does.
 */
class ReplicaReader implements Reader {
  private from: Promise<Replica | null> | undefined;

  constructor(private readonly all: Replicas) {}

  /** What comes now must be seen with what was written. */
  beginAnew(): void {
    this.from = undefined;
  }

  async rows<Row>(sql: string, values: Values = [], patienceMs = READ_PATIENCE_MS): Promise<Row[]> {
    refuseInsideTransaction("a replica was asked");
    this.from ??= this.caughtUp();
    const replica = await this.from;
    if (!replica) return this.fromPrimary<Row>(sql, values, patienceMs);
    try {
      const rows = replica.read<Row[]>(sql, bound(values), patienceMs);
      return await tracedStatement(sql, { replica: replica.name }, rows);
    } catch (error) {
      if (!isNotFromReplica(error)) throw error;
      this.from = Promise.resolve(null);
      fellBack(error);
      const rows = await this.fromPrimary<Row>(sql, values, patienceMs);
      // What the primary can read and the replica can't is the replica's fault.
      if (error.reason === "failed") replica.leave("failed", error.cause);
      return rows;
    }
  }

  async row<Row>(sql: string, values: Values = []): Promise<Row | undefined> {
    return (await this.rows<Row>(sql, values))[0];
  }

  private async caughtUp(): Promise<Replica | null> {
    try {
      return await this.all.caughtUp();
    } catch (error) {
      if (!isNotFromReplica(error)) throw error;
      fellBack(error);
      return null;
    }
  }

  private fromPrimary<Row>(sql: string, values: Values, patienceMs: number): Promise<Row[]> {
    return this.all.onPrimary.take(() => reader.rows<Row>(sql, values, patienceMs));
  }
}

/** By its name: pages have the classes of their own bundle, and the replicas of the process's. */
function isNotFromReplica(error: unknown): error is NotFromReplica {
  return error instanceof Error && error.name === "NotFromReplica";
}

function fellBack({ reason }: NotFromReplica): void {
  metrics().replicaFallbacks.inc({ reason });
}

/** Gives a query what it reads through: a replica's, where there is one and its declaration allows it. */
export function readingThrough<T>(isFromReplica: boolean, run: (db: Reader) => T): T {
  const all = isFromReplica ? replicas() : undefined;
  if (!all) return run(reader);
  const db = new ReplicaReader(all);
  return watchingWrites(
    () => db.beginAnew(),
    () => run(db),
  );
}
