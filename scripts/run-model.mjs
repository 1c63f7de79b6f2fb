/**
 * `npm run test:model`: the long run of the ledger's model test on a throw-away database.
 * `npm run test:model -- --seeds 20 --operations 100000 --first 1` runs twenty seeds from the first
 * on; a seed that failed is run again with `--first` and `--seeds 1`.
 */

import { parseArgs } from "node:util";
import { createLifecycle, runTool } from "./lifecycle.mjs";
import { requireNumbers, runLong } from "./long-run.mjs";

const lifecycle = createLifecycle();

/** @param {string[]} args @returns {Promise<number>} */
function main(args) {
  const options = /** @type {const} */ ({
    seeds: { type: "string", default: "1" },
    operations: { type: "string", default: "100000" },
    first: { type: "string", default: "1" },
  });
  const { values } = parseArgs({ args, options });
  requireNumbers(values, 9);
  const { seeds, operations, first } = values;
  return runLong(lifecycle, {
    folder: "src/testing/model",
    said: `${seeds} × ${operations} operations`,
    env: { MODEL_OPERATIONS: operations, MODEL_SEEDS: seeds, MODEL_SEED_FIRST: first },
  });
}

await runTool(lifecycle, async () => main(process.argv.slice(2)));
