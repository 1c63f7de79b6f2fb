/**
 * `npm run bench`: what our services and doors cost beside the bare statements, on a throw-away
 * database. `npm run bench -- --members 100000 --rounds 15 --acts 800 --at-once 8`. Instead
 * with `--search`: what looking for members costs; with `--size`: what the console's pages ask of very many
 * members; with `--growth`: the same traffic on few and on very many, and while points of many end; with
 * `--preview`: how long the preview of an edit takes;
 * with `--journal`: the same acts with the journal and without.
 */

import { join } from "node:path";
import { parseArgs } from "node:util";
import { bundle, prepare } from "./build.mjs";
import { createLifecycle, runTool } from "./lifecycle.mjs";
import { migrate } from "./migrate.mjs";
import { runToExit } from "./processes.mjs";
import { createProgress, PlainError } from "./progress.mjs";
import { newSecrets } from "./secrets.mjs";
import { programEnvironment } from "./serving.mjs";
import { createTestFolder, dropDatabase, openTestDatabase } from "./test-bench.mjs";
import { inRoot, ROOT, requireNode } from "./workspace.mjs";

const DATABASE = "member_system_bench";
const SMALL_DATABASE = `${DATABASE}_small`;

const lifecycle = createLifecycle();

/** @param {string[]} args */
function readArguments(args) {
  const options = /** @type {const} */ ({
    members: { type: "string", default: "10000" },
    rounds: { type: "string", default: "9" },
    acts: { type: "string", default: "400" },
    "at-once": { type: "string", default: "8" },
    search: { type: "boolean", default: false },
    size: { type: "boolean", default: false },
    growth: { type: "boolean", default: false },
    preview: { type: "boolean", default: false },
    journal: { type: "boolean", default: false },
  });
  const { search, size, growth, preview, journal, ...values } = parseArgs({ args, options }).values;
  const asked = { search, size, growth, preview, journal };
  const name = Object.entries(asked).find(([, isAsked]) => isAsked)?.[0] ?? "run";
  for (const [name, value] of Object.entries(values)) {
    if (!/^[1-9]\d{0,7}$/.test(value)) {
      throw new PlainError(`--${name} takes a whole number, not ${value}.`);
    }
  }
  return { ...values, program: `bench/${name}.ts` };
}

/** @param {string[]} args @returns {Promise<number>} */
async function main(args) {
  requireNode();
  const { members, rounds, acts, "at-once": atOnce, program: source } = readArguments(args);
  const progress = createProgress();
  await progress.step("Packages", prepare);
  const { folder } = await createTestFolder(lifecycle);
  // Beside node_modules, where the program finds its packages.
  const program = join(folder, "bench.mjs");
  await progress.step("Program", () => bundle({ bench: inRoot(source) }, folder));
  const url = await progress.step(
    "Database",
    (note) => openTestDatabase(folder, lifecycle, note),
    (urlOf) => `server on port ${new URL(urlOf("")).port || 3306}`,
  );
  const databaseUrl = url(DATABASE);
  const names = source === "bench/growth.ts" ? [DATABASE, SMALL_DATABASE] : [DATABASE];
  for (const name of names) {
    await dropDatabase(url, name);
    await lifecycle.onEnd(() => dropDatabase(url, name));
    await migrate(url(name));
  }
  const environment = programEnvironment({
    databaseUrl,
    secrets: newSecrets(),
    mode: "development",
    port: 3000,
  });
  const { code } = await runToExit(process.execPath, [program], {
    cwd: ROOT,
    inherit: true,
    env: {
      ...environment,
      LOG_LEVEL: "warn",
      // No browser calls here.
      CORS_ORIGINS: "",
      DB_POOL_SIZE: atOnce,
      BENCH_SMALL_URL: url(SMALL_DATABASE),
      BENCH_MEMBERS: members,
      BENCH_ROUNDS: rounds,
      BENCH_ACTS: acts,
      BENCH_AT_ONCE: atOnce,
    },
  });
  return code;
}

await runTool(lifecycle, () => main(process.argv.slice(2)));
