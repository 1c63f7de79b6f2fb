import { faultText } from "./fault";
import { log } from "./log";

/** How every program of ours ends. */

const WITHIN_MS = 10_000;

/**
 * @param stop finishes what is under way; the process ends with it, or after ten seconds
 * @returns what begins the end, once
 */
export function ending(stop: () => Promise<unknown>): () => null {
  let stopping = false;
  async function end() {
    setTimeout(() => process.exit(1), WITHIN_MS).unref();
    await stop();
    process.exit(0);
  }
  return () => {
    if (!stopping) void end();
    stopping = true;
    return null;
  };
}

/** A process manager's, and Ctrl-C. */
export function onSignal(listener: () => unknown): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, listener);
}

export function cannotStart(error: unknown): never {
  log().fatal({ err: error }, `cannot start: ${faultText(error)}`);
  process.exit(1);
}
