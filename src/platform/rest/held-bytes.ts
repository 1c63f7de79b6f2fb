import type { Caller } from "../auth";
import { DomainError } from "../errors";
import { networkOf } from "../network";
import { sharingHere } from "../processes/shares";

/**
 * What bodies take of this process's memory from their first byte until they are answered. A counted
 * request is small work, but a body may come in as slowly as its sender likes, and many at once.
 */

/** Of all bodies together, in all API processes of a server. */
const HELD_BYTES_MAX = 128_000_000;
/** Of one process at least: a whole batch must fit into what one holder may have. */
const HELD_BYTES_LEAST = 80_000_000;
/** A holder may have so small a part of what is free: whoever comes next still gets some, whoever came before. */
const PARTS = 8;

/**
 * Whether a holder may have more, of bytes that all together hold. Examples: alone up to 128 MB / 9 =
 * 14.2 MB; the hundredth of a hundred that take what they can gets 1.1 MB.
 */
export function mayHold(bytes: number, own: number, all: number, most = HELD_BYTES_MAX): boolean {
  return (own + bytes) * PARTS <= most - all - bytes;
}

/** What one of so many processes may hold. Example: of two 80 MB, 8.9 MB of it one holder's. */
export function heldBytesOf(processes: number): number {
  return Math.max(HELD_BYTES_LEAST, Math.floor(HELD_BYTES_MAX / processes));
}

const held = new Map<string, number>();
let heldInAll = 0;

function change(holder: string, bytes: number): void {
  heldInAll += bytes;
  const own = (held.get(holder) ?? 0) + bytes;
  if (own > 0) held.set(holder, own);
  else held.delete(holder);
}

/** Whose bytes are counted together: a caller's, or of those who are not known a network's. */
function holderOf(caller: Caller, remoteAddress: string): string {
  return caller.kind === "anonymous" ? `address ${networkOf(remoteAddress).near}` : caller.actor;
}

/** What one request holds; `release` gives back all of it. */
export function holding(caller: Caller, remoteAddress: string) {
  const holder = holderOf(caller, remoteAddress);
  let own = 0;
  return {
    /** @throws DomainError RATE_LIMIT_EXCEEDED */
    hold(bytes: number): void {
      const most = heldBytesOf(sharingHere());
      if (!mayHold(bytes, held.get(holder) ?? 0, heldInAll, most)) {
        throw new DomainError("RATE_LIMIT_EXCEEDED", { retryAfterSeconds: 1 });
      }
      own += bytes;
      change(holder, bytes);
    },
    release(): void {
      change(holder, -own);
      own = 0;
    },
  };
}
