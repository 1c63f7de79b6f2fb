import { setTimeout as sleep } from "node:timers/promises";

/** How long one that is under way keeps those behind it waiting: a wire that died is silent for long. */
const HELD_MS = 10;

/**
 * For many who ask for the same at once. Whoever asks while one is under way waits for the next, with
 * everybody else who does: it begins after they asked, so it is as new as one of their own.
 */
export function nextOne<T>(run: () => Promise<T>): () => Promise<T> {
  let waiting: Promise<T> | undefined;
  let free: Promise<unknown> = Promise.resolve();
  return () => {
    waiting ??= free.then(() => {
      waiting = undefined;
      const mine = run();
      free = Promise.race([mine.catch(() => undefined), sleep(HELD_MS)]);
      return mine;
    });
    return waiting;
  };
}
