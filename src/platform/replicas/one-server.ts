/**
 * Whether an address leads to one server. What is waited for on one connection says nothing of another
 * server's connections, so behind a name with several addresses, or a proxy that deals them out, reads
 * would be of one that nobody waited for.
 */

/** Of a replica among all copies of a primary: servers that replicate have numbers of their own. */
export const SERVER = "SELECT CONCAT_WS(' ', @@server_id, @@hostname, @@port) AS name";

/** An address may be given to another server, after it has left the first. */
const SEEN_MS = 60_000;

export class OneServer {
  private readonly seen = new Map<string, number>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** @returns a sentence for people where a connection leads to another server than others lately */
  fault(name: string): string | undefined {
    const now = this.now();
    this.seen.set(name, now);
    for (const [one, seenAt] of this.seen) if (seenAt + SEEN_MS < now) this.seen.delete(one);
    if (this.seen.size < 2) return undefined;
    return "its address leads to several servers: name each of them in DATABASE_REPLICA_URLS";
  }
}
