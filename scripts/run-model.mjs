/**
 * `npm run test:model`: the long run of the ledger's model test on a throw-away database.
 * `npm run test:model -- --seeds 20 --operations 100000 --first 1` runs twenty seeds from the first
 * on; a seed that failed is run again with `--first` and `--seeds 1`.
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
    seeds: { type: "string", default: "1" },
    operations: { type: "string", default: "100000" },
    first: { type: "string", default: "1" },
  });
  const { values } = parseArgs({ args, options });
  for (const [name, value] of Object.entries(values)) {
    if (!/^[1-9]\d{0,8}$/.test(value)) {
      throw new PlainError(`--${name} takes a whole number, not ${value}.`);
    }
  }
  return values;
}

/** @param {string[]} args @returns {Promise<number>} */
async function main(args) {
  requireNode();
  const { seeds, operations, first } = readArguments(args);
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
  const words = ["run", "src/testing/model", "--project=node", "--disable-console-intercept"];
  const { code } = await runToExit(process.execPath, [vitest, ...words], {
    cwd: ROOT,
    inherit: true,
    env: {
      ...process.env,
      NODE_ENV: "test",
      TEST_DATABASE_URL: url(""),
      MODEL_OPERATIONS: operations,
      MODEL_SEEDS: seeds,
      MODEL_SEED_FIRST: first,
    },
  });
  if (!lifecycle.isEnding()) {
    console.log(`${seeds} × ${operations} operations took ${duration(Date.now() - startedAt)}`);
  }
  return code;
}

await runTool(lifecycle, () => main(process.argv.slice(2)));
