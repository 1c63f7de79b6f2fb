/**
 * Keeps what should not end running: whatever ends without having been asked to is started again, slower
 * each time where it ends again and again, and every time it is said.
 */

import { setTimeout as sleep } from "node:timers/promises";

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
/** What ran for as long was well: when it ends, the waits begin anew. */
const WELL_AFTER_MS = 60_000;

/**
 * Something that runs until it ends by itself or is stopped.
 * @typedef {object} Running
 * @property {Promise<string>} ended settles with how it ended, such as `code 1` or `SIGKILL`
 * @property {() => Promise<void>} stop
 * @property {() => string} logTail
 */

/**
 * @template {Running} R
 * @typedef {object} Supervised
 * @property {() => R} current what runs now, or ran last
 * @property {() => Promise<void>} stop stops it for good, also in the middle of a start
 */

/**
 * Starts a part and keeps it running. Only the first start can fail: a part that never ran is
 * somebody's mistake, which waiting mends not.
 * @template {Running} R
 * @param {object} options
 * @param {string} options.name
 * @param {(onSpawned: (stop: () => Promise<void>) => void) => Promise<R> | R} options.start a start
 *   that takes its time says how to stop what it has spawned already
 * @param {(line: string) => void} options.say
 * @param {(stop: () => Promise<void>) => unknown} [options.onEnd] told at once how to stop it for good
 * @param {{ firstMs?: number, longestMs?: number, wellAfterMs?: number }} [options.waits]
 * @returns {Promise<Supervised<R>>}
 */
export async function keepRunning({ name, start, say, onEnd, waits = {} }) {
  const { firstMs = FIRST_WAIT_MS, longestMs = LONGEST_WAIT_MS } = waits;
  const stopping = new AbortController();
  /** @type {() => Promise<void>} */
  let stopCurrent = async () => {};
  let waitMs = firstMs;

  /** @param {() => Promise<void>} stop */
  function holds(stop) {
    stopCurrent = stop;
    // Stopped before this was spawned: nobody else will.
    if (stopping.signal.aborted) stop().catch(() => {});
  }

  async function spawn() {
    const running = await start(holds);
    holds(running.stop);
    return running;
  }

  const stop = async () => {
    stopping.abort();
    await stopCurrent();
  };
  await onEnd?.(stop);
  let current = await spawn();

  /** Waits, and starts it again; false where that failed. */
  async function again() {
    await sleep(waitMs, undefined, { signal: stopping.signal });
    waitMs = Math.min(longestMs, waitMs * 2);
    try {
      current = await spawn();
      if (!stopping.signal.aborted) say(`The ${name} runs again.`);
      return true;
    } catch (error) {
      if (stopping.signal.aborted) return false;
      const reason = error instanceof Error ? error.message : String(error);
      say(`The ${name} could not be started; next try in ${seconds(waitMs)}. ${reason}`);
      return false;
    }
  }

  async function watch() {
    for (;;) {
      const startedAt = Date.now();
      const how = await current.ended;
      if (stopping.signal.aborted) return;
      if (Date.now() - startedAt >= (waits.wellAfterMs ?? WELL_AFTER_MS)) waitMs = firstMs;
      const tail = current.logTail();
      say(
        `The ${name} has ended unexpectedly (${how}); it is started again in ${seconds(waitMs)}.` +
          (tail ? ` Its last lines:\n${tail}` : ""),
      );
      while (!(await again())) {
        if (stopping.signal.aborted) return;
      }
    }
  }

  watch().catch((error) => {
    // A wait that was called off, and nothing else, ends the watch.
    if (!stopping.signal.aborted) throw error;
  });
  return { current: () => current, stop };
}

/** @param {number} ms */
function seconds(ms) {
  return `${ms / 1000} s`;
}
