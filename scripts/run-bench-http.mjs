/**
 * `npm run bench:http`: the built product over HTTP beside the same statements behind a bare server, on
 * a throw-away database of its own. `npm run bench:http -- --members 100000 --rounds 3 --seconds 3`;
 * `--smoke` runs everything once and briefly, and keeps no results.
 */

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bundle, ensureBuild, prepare } from "./build.mjs";
import { createLifecycle, runTool } from "./lifecycle.mjs";
import { migrate } from "./migrate.mjs";
import { freePort } from "./ports.mjs";
import { startPrivateDatabase } from "./private-database.mjs";
import { run, runToExit } from "./processes.mjs";
import { createProgress, PlainError } from "./progress.mjs";
import { newSecrets } from "./secrets.mjs";
import { becomesReady, programEnvironment, startProgram } from "./serving.mjs";
import { createTestFolder } from "./test-bench.mjs";
import { inRoot, ROOT, requireNode } from "./workspace.mjs";

const RESULTS = inRoot("bench/results");
/** A payment takes three of sixty lots. */
const PAYMENTS_OF_TILL = 20;
const PAYMENTS_A_SECOND = 150;

const lifecycle = createLifecycle();

/** @param {string[]} args */
function readArguments(args) {
  const options = /** @type {const} */ ({
    members: { type: "string" },
    rounds: { type: "string" },
    seconds: { type: "string" },
    only: { type: "string", default: "" },
    smoke: { type: "boolean", default: false },
  });
  const { smoke, only, ...given } = parseArgs({ args, options }).values;
  const usual = smoke
    ? { members: "1000", rounds: "1", seconds: "1" }
    : { members: "100000", rounds: "3", seconds: "3" };
  const { members, rounds, seconds } = { ...usual, ...given };
  for (const value of [members, rounds, seconds]) {
    if (!/^[1-9]\d{0,6}$/.test(value)) throw new PlainError(`${value} is no whole number.`);
  }
  return {
    smoke,
    only,
    members: Number(members),
    rounds: Number(rounds),
    seconds: Number(seconds),
  };
}

/** @param {string} folder @param {(note: string) => void} note */
async function openDatabase(folder, note) {
  const { databasePassword: password } = newSecrets();
  // Durable, as in production.
  const options = { directory: join(folder, "db"), password, onSpawned: lifecycle.onEnd, note };
  const database = await startPrivateDatabase(options);
  await migrate(database.url(), { onProgress: note });
  return database;
}

/** @param {string[]} args @returns {Promise<number>} */
async function main(args) {
  requireNode();
  const { smoke, only, members, rounds, seconds } = readArguments(args);
  const progress = createProgress();
  await progress.step("Packages", prepare);
  await progress.step("Build", ensureBuild);
  const { folder } = await createTestFolder(lifecycle);
  const programs = {
    setup: inRoot("bench/http/setup.ts"),
    floor: inRoot("bench/http/floor.ts"),
    run: inRoot("bench/http/run.ts"),
  };
  await progress.step("Programs", () => bundle(programs, folder));
  const database = await progress.step(
    "Database",
    (note) => openDatabase(folder, note),
    ({ port }) => `private server on port ${port}`,
  );
  const secrets = newSecrets();
  const environment = (/** @type {number} */ port) => ({
    ...programEnvironment({ databaseUrl: database.url(), secrets, mode: "development", port }),
    APP_URL: `http://localhost:${port}`,
    LOG_LEVEL: "error",
    CORS_ORIGINS: "",
    JOBS: "off",
    ANONYMOUS_PAGE_RATE_PER_MINUTE: "0",
    ANONYMOUS_RATE_PER_MINUTE: "0",
  });
  // Each case is driven once to warm up, too.
  const payments = PAYMENTS_A_SECOND * seconds * (rounds + 1);
  const filled = await progress.step(
    "Data",
    async () => {
      const tills = String(Math.ceil(payments / PAYMENTS_OF_TILL));
      const env = { ...environment(3000), BENCH_MEMBERS: String(members), BENCH_TILLS: tills };
      const said = await run(process.execPath, [join(folder, "setup.mjs")], { cwd: ROOT, env });
      return JSON.parse(said.trim().split("\n").at(-1) ?? "");
    },
    () => `${members} members`,
  );
  const ports = { ours: await freePort(), floor: await freePort() };
  const server = await progress.step(
    "Server",
    async () => {
      const one = startProgram(
        "server",
        {
          ...environment(ports.ours),
          ...(process.env.BENCH_SERVER_OPTIONS
            ? { NODE_OPTIONS: process.env.BENCH_SERVER_OPTIONS }
            : {}),
        },
        join(folder, "server.log"),
      );
      await lifecycle.onEnd(one.stop);
      await becomesReady(one, ports.ours);
      return one;
    },
    () => `on port ${ports.ours}`,
  );
  const bare = startProgram("server", environment(ports.floor), join(folder, "floor.log"), {
    file: join(folder, "floor.mjs"),
  });
  await lifecycle.onEnd(bare.stop);
  const results = smoke || only ? join(folder, "results") : RESULTS;
  mkdirSync(results, { recursive: true });
  const wanted = {
    filled: { ...filled, members, webhookSecret: secrets.webhookSecret },
    ports,
    pids: { server: server.process.pid, floor: bare.process.pid, database: database.pid },
    members,
    rounds,
    seconds,
    folder: results,
    only,
  };
  const { code } = await runToExit(process.execPath, [join(folder, "run.mjs")], {
    cwd: ROOT,
    inherit: true,
    env: { ...environment(3000), BENCH_HTTP: JSON.stringify(wanted) },
  });
  return code;
}

await runTool(lifecycle, () => main(process.argv.slice(2)));
