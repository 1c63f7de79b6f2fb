/**
 * What was started has to be stopped, in reverse order, once, however the script ends: done,
 * failed, Ctrl-C, or a signal from a process manager.
 */

import { stopForeground } from "./processes.mjs";
import { PlainError } from "./progress.mjs";

/** @type {NodeJS.Signals[]} */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
const PARENT_CHECK_MS = 1_000;

export function createLifecycle() {
  /** @type {(() => unknown)[]} */
  const cleanups = [];
  /** @type {Promise<void> | undefined} */
  let ending;

  async function cleanUp() {
    stopForeground();
    for (let cleanup = cleanups.pop(); cleanup; cleanup = cleanups.pop()) {
      try {
        await cleanup();
      } catch (error) {
        // The remaining ones still have to run.
        console.error(error);
      }
    }
  }

  const end = () => {
    ending ??= cleanUp();
    return ending;
  };

  return {
    end,
    isEnding: () => ending !== undefined,
    /**
     * Registers how to undo what was just started. When the end has begun already, it is undone at
     * once.
     * @param {() => unknown} cleanup
     */
    async onEnd(cleanup) {
      if (ending) await cleanup();
      else cleanups.push(cleanup);
    },
    /**
     * @param {() => void} announce
     * @param {() => void} exit
     */
    onInterrupt(announce, exit) {
      const stop = () => {
        if (ending) return;
        announce();
        end().then(exit);
      };
      for (const signal of SIGNALS) process.on(signal, stop);
      // An npm that is killed outright cannot pass the signal on, but then we get a new parent.
      const parent = process.ppid;
      const watch = () => process.env.npm_lifecycle_event && process.ppid !== parent && stop();
      setInterval(watch, PARENT_CHECK_MS).unref();
      // Whoever read our output may leave (`npm start | head`); what runs must still be stopped
      // in order.
      for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
    },
  };
}

/**
 * Runs a tool to its exit code and stops what it started, whatever happens. Interrupted, its result
 * means nothing: the process is about to end.
 * @param {ReturnType<typeof createLifecycle>} lifecycle
 * @param {() => Promise<number>} work
 */
export async function runTool(lifecycle, work) {
  lifecycle.onInterrupt(
    () => console.log("\nStopping …"),
    () => process.exit(130),
  );
  const code = await work().catch((error) => {
    if (!lifecycle.isEnding()) {
      console.error(error instanceof PlainError || error.code ? error.message : error);
    }
    return 1;
  });
  if (lifecycle.isEnding()) return;
  await lifecycle.end();
  process.exit(code);
}
