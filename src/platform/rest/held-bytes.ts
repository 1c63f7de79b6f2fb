import type { Caller } from "../auth";
import { DomainError } from "../errors";
import { networkOf } from "../network";
import { sharingHere } from "../processes/shares";

/**
 * What bodies take of this process's memory from their first byte until they are answered. A counted
 * request is small work, but a body may come in as slowly as its sender likes, and many at once.
 */

/** Of all whom we know, and of all strangers, in all API processes of a server: these take nothing from those. */
const KNOWN_BYTES_MAX = 96_000_000;
const STRANGERS_BYTES_MAX = 32_000_000;
/** Of one process at least: what one holder may send must fit, a whole batch or a signed event. */
const KNOWN_BYTES_LEAST = 80_000_000;
const STRANGERS_BYTES_LEAST = 16_000_000;
/** A holder may have so small a part of what is free: whoever comes next still gets some. */
const PARTS = 8;
/** And so much whatever others took before: signing in, and most of what anybody sends. */
const ALWAYS_BYTES = 16_000;

/**
 * Whether a holder may have more, of bytes that all together hold at most `max`. Examples: alone up to
 * a ninth of them; who comes after sixty that took what they could gets 16 kB.
 */
export function mayHold(bytes: number, own: number, all: number, max: number): boolean {
  return own + bytes <= ALWAYS_BYTES || (own + bytes) * PARTS <= max - all - bytes;
}

/** What one of so many processes may hold. Example: of two 80 MB of whom we know and 16 MB of strangers. */
export function heldBytesOf(processes: number): Record<"known" | "strangers", number> {
  const share = (all: number, least: number) => Math.max(least, Math.floor(all / processes));
  return {
    known: share(KNOWN_BYTES_MAX, KNOWN_BYTES_LEAST),
    strangers: share(STRANGERS_BYTES_MAX, STRANGERS_BYTES_LEAST),
  };
}

class Pool {
  private readonly held = new Map<string, number>();
  private all = 0;

  constructor(private readonly whose: keyof ReturnType<typeof heldBytesOf>) {}

  mayHold(holder: string, bytes: number): boolean {
    const max = heldBytesOf(sharingHere())[this.whose];
    return mayHold(bytes, this.held.get(holder) ?? 0, this.all, max);
  }

  change(holder: string, bytes: number): void {
    this.all += bytes;
    const own = (this.held.get(holder) ?? 0) + bytes;
    if (own > 0) this.held.set(holder, own);
    else this.held.delete(holder);
  }
}

const known = new Pool("known");
const strangers = new Pool("strangers");

/** Whose bytes are counted together: a caller's, or of those who are not known a region's. */
function holderOf(caller: Caller, remoteAddress: string): [pool: Pool, holder: string] {
  return caller.kind === "anonymous"
    ? [strangers, networkOf(remoteAddress).region]
    : [known, caller.actor];
}

/** What one request holds; `release` gives back all of it. */
export function holding(caller: Caller, remoteAddress: string) {
  const [pool, holder] = holderOf(caller, remoteAddress);
  let own = 0;
  return {
    /** @throws DomainError RATE_LIMIT_EXCEEDED */
    hold(bytes: number): void {
      if (!pool.mayHold(holder, bytes)) {
        throw new DomainError("RATE_LIMIT_EXCEEDED", { retryAfterSeconds: 1 });
      }
      own += bytes;
      pool.change(holder, bytes);
    },
    release(): void {
      pool.change(holder, -own);
      own = 0;
    },
  };
}
