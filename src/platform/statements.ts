import type { PoolConnection, Prepare } from "mariadb";
import { isNotPreparable } from "./db-errors";
import { withMoments } from "./moments";

/**
 * The statements of one connection, carried out in the order in which they were handed over, on any
 * server and in any mode of the driver. The driver alone does not promise that: to everything that
 * does not introduce itself as a MariaDB it sends what comes behind a statement that is not prepared
 * yet before that statement (decision 22). So each is prepared here, once a connection, and nothing
 * behind it leaves before it has.
 */

type Bound = readonly (string | number | boolean | null)[];

interface Waiting {
  sql: string;
  values: Bound | undefined;
  resolve: (result: unknown) => void;
  reject: (error: unknown) => void;
}

/** How many stay prepared on a connection; a server has 16,382 for all connections by default. */
const PREPARED_MAX = 250;

export class Statements {
  /** In the order in which they were last used; null is one that the server won't prepare. */
  private readonly prepared = new Map<string, Prepare | null>();
  private waiting: Waiting[] = [];
  private readonly underWay = new Set<Waiting>();
  private isPreparing = false;
  private patienceMs = 0;
  private watch: NodeJS.Timeout | undefined;

  constructor(
    private connection: PoolConnection,
    private readonly onProgress: () => void,
  ) {}

  /** The pool hands over the same connection in a new cover each time. */
  use(connection: PoolConnection): void {
    this.connection = connection;
  }

  /**
   * Sends a statement with values, prepared; in order with all others.
   *
   * @param patienceMs how long the connection may be silent before it is given up
   */
  run<T>(sql: string, values: Bound, patienceMs: number): Promise<T> {
    return this.hand<T>(sql, values, patienceMs);
  }

  /** Sends a statement as text: those that begin and end transactions cannot be prepared everywhere. */
  plain<T>(sql: string, patienceMs: number): Promise<T> {
    return this.hand<T>(sql, undefined, patienceMs);
  }

  private hand<T>(sql: string, values: Bound | undefined, patienceMs: number): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.waiting.push({ sql, values, resolve: resolve as Waiting["resolve"], reject });
      this.expect(patienceMs);
      this.go();
    });
  }

  private go(): void {
    while (!this.isPreparing) {
      const [next] = this.waiting;
      if (!next) return;
      const known = next.values === undefined ? null : this.prepared.get(next.sql);
      if (known === undefined) {
        this.prepare(next.sql);
        return;
      }
      this.waiting.shift();
      this.issue(next, known);
    }
  }

  private issue(next: Waiting, statement: Prepare | null): void {
    const { sql, values } = next;
    if (values !== undefined) this.keep(sql, statement);
    this.underWay.add(next);
    const result = statement ? statement.execute(values) : this.connection.query(sql, values);
    result.then(
      (answer: unknown) => this.arrived(next, () => next.resolve(withMoments(answer))),
      (error: unknown) => this.arrived(next, () => next.reject(error)),
    );
  }

  private prepare(sql: string): void {
    this.isPreparing = true;
    const done = (then: () => void) => {
      this.isPreparing = false;
      then();
      this.go();
    };
    this.connection.prepare(sql).then(
      (statement) => done(() => this.keep(sql, statement)),
      (error: unknown) =>
        done(() => {
          // Sent as text instead, which keeps the order too.
          if (isNotPreparable(error)) return this.keep(sql, null);
          const refused = this.waiting.shift();
          if (refused) this.arrived(refused, () => refused.reject(error));
        }),
    );
  }

  private keep(sql: string, statement: Prepare | null): void {
    this.prepared.delete(sql);
    this.prepared.set(sql, statement);
    if (this.prepared.size <= PREPARED_MAX) return;
    const [oldest = sql] = this.prepared.keys();
    this.prepared.get(oldest)?.close();
    this.prepared.delete(oldest);
  }

  /** Anything that arrives shows that the wire lives, so the time is measured from the last of it. */
  private expect(patienceMs: number): void {
    if (this.watch !== undefined && patienceMs <= this.patienceMs) return;
    this.patienceMs = patienceMs;
    clearTimeout(this.watch);
    this.watch = setTimeout(() => this.giveUp(), patienceMs);
    this.watch.unref();
  }

  private arrived(one: Waiting, tell: () => void): void {
    this.onProgress();
    this.underWay.delete(one);
    if (this.underWay.size + this.waiting.length > 0) {
      this.watch?.refresh();
    } else {
      clearTimeout(this.watch);
      this.watch = undefined;
      this.patienceMs = 0;
    }
    tell();
  }

  /**
   * A wire that died without a word is closed from this end. Who waits is told here: the driver does
   * not tell them where it can't reach the server a second time to end what runs there.
   */
  private giveUp(): void {
    const silence = Object.assign(new Error(`no answer for ${this.patienceMs} ms`), {
      code: "ETIMEDOUT",
      fatal: true,
    });
    const lost = [...this.underWay, ...this.waiting];
    this.underWay.clear();
    this.waiting = [];
    this.watch = undefined;
    this.connection.destroy();
    for (const one of lost) one.reject(silence);
  }
}
