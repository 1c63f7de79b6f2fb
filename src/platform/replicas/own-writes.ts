import { AsyncLocalStorage } from "node:async_hooks";

/** Whoever reads from a replica is told of what is written meanwhile on their own behalf. */

const watching = new AsyncLocalStorage<() => void>();

/** @param onWrite called after each commit that `run` makes, before anything can be read after it */
export function watchingWrites<T>(onWrite: () => void, run: () => T): T {
  return watching.run(onWrite, run);
}

export function noteWrite(): void {
  watching.getStore()?.();
}
