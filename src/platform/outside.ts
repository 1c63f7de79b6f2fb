import { AsyncLocalStorage } from "node:async_hooks";

/**
 * Nothing waits for the world outside while a transaction is open: it would hold rows and one of few
 * connections for as long as a stranger likes. Whatever speaks to somebody says so here first.
 */

const open = new AsyncLocalStorage<true>();

/** Runs what belongs to one transaction. */
export function insideTransaction<T>(run: () => Promise<T>): Promise<T> {
  return open.run(true, run);
}

export function isInsideTransaction(): boolean {
  return open.getStore() === true;
}

/** @throws Error, a mistake of ours, while a transaction is open */
export function refuseInsideTransaction(what: string): void {
  if (isInsideTransaction()) throw new Error(`${what} inside a transaction`);
}
