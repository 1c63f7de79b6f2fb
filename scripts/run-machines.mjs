/**
 * `npm run test:machines`: the long run of what looks for money machines, on a throw-away database:
 * sequences of two hundred seeds carried out by the product itself, and sound programs searched a step deeper.
 * `npm run test:machines -- --seeds 1000 --steps 5` asks for more.
 */

import { parseArgs } from "node:util";
import { prepare } from "./build.mjs";
import { createLifecycle, runTool } from "./lifecycle.mjs";
import { runToExit } from "./processes.mjs";
import { createProgress, duration, PlainError } from "./progress.mjs";
import { createTestFolder, openTestDatabase } from "./test-bench.mjs";
import { inRoot, ROOT, requireNode } from "./workspace.mjs";

const lifecycle = createLifecycle();

/** @param {string[]} args */
function readArguments(args) {
  const options = /** @type {const} */ ({
    seeds: { type: "string", default: "200" },
    steps: { type: "string", default: "4" },
  });
  const { values } = parseArgs({ args, options });
  for (const [name, value] of Object.entries(values)) {
    if (!/^[1-9]\d{0,5}$/.test(value)) {
      throw new PlainError(`--${name} takes a whole number, not ${value}.`);
    }
  }
  return values;
}

/** @param {string[]} args @returns {Promise<number>} */
async function main(args) {
  requireNode();
  const { seeds, steps } = readArguments(args);
  const progress = createProgress();
  await progress.step("Packages", prepare);
  const { folder } = await createTestFolder(lifecycle);
  const url = await progress.step(
    "Database",
    (note) => openTestDatabase(folder, lifecycle, note),
    (urlOf) => `server on port ${new URL(urlOf("")).port || 3306}`,
  );
  const startedAt = Date.now();
  const vitest = inRoot("node_modules/vitest/vitest.mjs");
  const words = ["run", "src/testing/machines", "--project=node", "--disable-console-intercept"];
  const { code } = await runToExit(process.execPath, [vitest, ...words], {
    cwd: ROOT,
    inherit: true,
    env: {
      ...process.env,
      NODE_ENV: "test",
      TEST_DATABASE_URL: url(""),
      MACHINE_SEEDS: seeds,
      MACHINE_STEPS: steps,
    },
  });
  if (!lifecycle.isEnding()) {
    console.log(`${seeds} seeds, ${steps} steps took ${duration(Date.now() - startedAt)}`);
  }
  return code;
}

await runTool(lifecycle, () => main(process.argv.slice(2)));
