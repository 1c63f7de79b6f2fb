import { isBrokenConnection } from "./db-errors";
import { log } from "./log";

/**
 * The driver rejects a promise that nobody holds when a connection breaks while it is being set up.
 * Whoever waited for the connection is told by the pool, so the process goes on; anything else that
 * nobody handles ends it, as Node would.
 */
export function surviveBrokenConnections(): void {
  process.on("unhandledRejection", (reason) => {
    if (!isBrokenConnection(reason)) throw reason;
    log().warn({ err: reason }, "a connection to the database broke while it was set up");
  });
}
