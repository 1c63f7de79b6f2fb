/**
 * `npm run test:machines`: the long run of what looks for money machines, on a throw-away database:
 * sequences of two hundred seeds carried out by the product itself, and sound programs searched a step deeper.
 * `npm run test:machines -- --seeds 1000 --steps 5` asks for more.
 */

import { parseArgs } from "node:util";
import { createLifecycle, runTool } from "./lifecycle.mjs";
import { requireNumbers, runLong } from "./long-run.mjs";

const lifecycle = createLifecycle();

/** @param {string[]} args @returns {Promise<number>} */
function main(args) {
  const options = /** @type {const} */ ({
    seeds: { type: "string", default: "200" },
    steps: { type: "string", default: "4" },
  });
  const { values } = parseArgs({ args, options });
  requireNumbers(values, 6);
  const { seeds, steps } = values;
  return runLong(lifecycle, {
    folder: "src/testing/machines",
    said: `${seeds} seeds, ${steps} steps`,
    env: { MACHINE_SEEDS: seeds, MACHINE_STEPS: steps },
  });
}

await runTool(lifecycle, async () => main(process.argv.slice(2)));
