import { ANONYMOUS, type Caller } from "../auth";
import { networkOf } from "../network";

/**
 * Addresses from which a signature was right lately. Whether a signed message is its sender's is known
 * only when its body is there, so until then it is a stranger's: counted before its body is read, and its
 * bytes are among the strangers'. From where the shop was heard of, neither is so: strangers can take
 * nothing from it.
 */

const KNOWN_MS = 10 * 60_000;
/** More places than a shop sends from; the one heard of longest ago is forgotten. */
const PLACES_MAX = 1000;

export class SignedSenders {
  private readonly heard = new Map<string, number>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** As whom it holds the bytes of its body; undefined for a stranger. */
  at(remoteAddress: string): Caller | undefined {
    const { near } = networkOf(remoteAddress);
    const heardAt = this.heard.get(near);
    if (heardAt === undefined || heardAt + KNOWN_MS < this.now()) return undefined;
    return { ...ANONYMOUS, kind: "service", actor: `webhook ${near}` };
  }

  /** A signature from there was right. */
  heardFrom(remoteAddress: string): void {
    const { near } = networkOf(remoteAddress);
    this.heard.delete(near);
    this.heard.set(near, this.now());
    if (this.heard.size <= PLACES_MAX) return;
    const [oldest = near] = this.heard.keys();
    this.heard.delete(oldest);
  }
}
