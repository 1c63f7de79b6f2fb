/** The server of `npm run dev`: bundled anew whenever its source changes, and started again with it. */

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { writeBenefitTypes } from "./benefit-types.mjs";
import { bundling } from "./bundling.mjs";
import { duration } from "./progress.mjs";
import { becomesReady, startProgram } from "./serving.mjs";
import { DATA, inRoot } from "./workspace.mjs";

/** @typedef {import("./serving.mjs").RunningProgram} RunningProgram */

const FOLDER = join(DATA, "dev");
/** Pages are compiled in it too. */
const HEAP_MB = 4096;

/**
 * Settles when the first server is ready. Source that does not bundle leaves the server before it running;
 * one that ended is started again with the next change, since the same source would end again.
 * @param {object} options
 * @param {NodeJS.ProcessEnv} options.environment
 * @param {number} options.port
 * @param {string} options.mark what the server is found again by when whoever started it was killed
 * @param {(line: string) => void} options.say
 * @param {(stop: () => Promise<void>) => unknown} options.onEnd
 */
export async function serveWatched({ environment, port, mark, say, onEnd }) {
  /** @type {NodeJS.ProcessEnv} */
  const own = {
    ...environment,
    NODE_ENV: "development",
    NEXT_TELEMETRY_DISABLED: "1",
    // The log goes to the terminal, where a line a request would bury what matters.
    LOG_LEVEL: environment.LOG_LEVEL || "warn",
  };
  /** @type {RunningProgram | undefined} */
  let server;
  let isEnding = false;
  let isStale = false;
  /** @type {Promise<void> | undefined} */
  let replacing;

  /** @returns {Promise<string | null>} how long it took to be ready; null where it was replaced before */
  async function start() {
    const startedAt = Date.now();
    const file = join(FOLDER, "server.mjs");
    const program = startProgram("server", own, null, { mark, file, heapMb: HEAP_MB });
    server = program;
    const isCurrent = () => server === program && !isEnding && !isStale;
    program.ended.then((how) => {
      if (isCurrent()) say(`The server has ended (${how}); it starts again with the next change.`);
    });
    try {
      await becomesReady(program, port);
      return isCurrent() ? duration(Date.now() - startedAt) : null;
    } catch (error) {
      if (isCurrent()) throw error;
      return null;
    }
  }

  /** Each is stopped before the next one takes its port; of changes that come meanwhile the last counts. */
  async function replace() {
    while (isStale && !isEnding) {
      await server?.stop();
      isStale = false;
      if (isEnding) return;
      start().then(
        (took) => took && say(`The server runs what was saved (${took}).`),
        (error) => say(error.message),
      );
    }
  }

  function onChange() {
    isStale = true;
    replacing ??= replace().finally(() => {
      replacing = undefined;
    });
  }

  /** @type {(() => Promise<void>) | undefined} */
  let stopWatching;
  await onEnd(async () => {
    isEnding = true;
    await stopWatching?.();
    await replacing;
    await server?.stop();
  });
  let isFirst = true;
  stopWatching = await watchBundle({
    onFault: (text) => say(`${text}\nThe server before it goes on.`),
    onChange: () => !isFirst && onChange(),
  });
  if (isEnding) return;
  isFirst = false;
  await start();
}

/**
 * Bundles once, then after each change, and writes what came out where it differs.
 * @param {{ onFault: (text: string) => void, onChange: () => void }} options
 * @returns {Promise<() => Promise<void>>} stops it
 */
async function watchBundle({ onFault, onChange }) {
  const { context, formatMessages } = await import("esbuild");
  let before = "";
  /** @type {import("esbuild").Plugin} */
  const hearing = {
    name: "hearing",
    setup(build) {
      build.onStart(() => {
        writeBenefitTypes();
      });
      build.onEnd(async ({ errors, outputFiles = [] }) => {
        if (errors.length > 0) {
          const lines = await formatMessages(errors, { kind: "error", color: false });
          return onFault(lines.join("").trimEnd());
        }
        const hash = outputFiles.map((file) => file.hash).join();
        if (hash === before) return;
        before = hash;
        for (const { path, contents } of outputFiles) {
          mkdirSync(dirname(path), { recursive: true });
          writeFileSync(path, contents);
        }
        onChange();
      });
    },
  };
  const bundler = await context({
    ...bundling({ server: inRoot("src/dev.ts") }, FOLDER),
    write: false,
    plugins: [hearing],
  });
  await bundler.rebuild();
  await bundler.watch();
  return () => bundler.dispose();
}
