import type { Context } from "./context";
import { DomainError } from "./errors";

/**
 * Answers of tens of MB, such as everything that is held about somebody. One takes several times its size
 * while it is made, and all of it until whoever asked has taken it in, as slowly as they like.
 */

/** Whose answers are on their way in this process. One of a caller: of more at once nobody reads faster. */
const onTheirWay = new Set<string>();
const ON_THEIR_WAY_MAX = 16;
const MADE_AT_ONCE = 2;

let making = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(make: () => Promise<T> | T): Promise<T> {
  if (making < MADE_AT_ONCE) making += 1;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    return await make();
  } finally {
    // Whoever comes next takes this place over.
    const next = waiting.shift();
    if (next) next();
    else making -= 1;
  }
}

/**
 * Makes one, in its turn. Its caller's next one comes when this has gone out, and was made: whoever breaks
 * off does not stop what was begun.
 *
 * @throws DomainError RATE_LIMIT_EXCEEDED while another of the caller's is on its way, or too many are
 */
export async function largeAnswer<T>(
  { caller, whenGone }: Pick<Context, "caller" | "whenGone">,
  make: () => Promise<T> | T,
): Promise<T> {
  const { actor } = caller;
  if (onTheirWay.has(actor) || onTheirWay.size >= ON_THEIR_WAY_MAX) {
    throw new DomainError("RATE_LIMIT_EXCEEDED", { retryAfterSeconds: 2 });
  }
  onTheirWay.add(actor);
  let left = 2;
  const letGo = () => {
    left -= 1;
    if (left === 0) onTheirWay.delete(actor);
  };
  if (whenGone) whenGone(letGo);
  else letGo();
  try {
    return await inTurn(make);
  } finally {
    letGo();
  }
}
