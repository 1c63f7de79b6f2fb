/**
 * `npm run replay`, `npm run admin:create`: runs a program from dist/ with the environment it
 * needs. Without DATABASE_URL it works on this checkout's own database, beside whatever uses it or
 * by starting the database for as long as it takes.
 */

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { ensurePrograms, prepare } from "./build.mjs";
import { createLifecycle } from "./lifecycle.mjs";
import { lockHolder, takeLock } from "./locks.mjs";
import { migrate } from "./migrate.mjs";
import { databaseRunningIn, startPrivateDatabase } from "./private-database.mjs";
import { createProgress, PlainError } from "./progress.mjs";
import { keptSecrets } from "./secrets.mjs";
import { modeWanted, toolEnvironment } from "./serving.mjs";
import {
  DATABASE_FOLDER,
  inRoot,
  ROOT,
  readEnvironmentFile,
  requireNode,
  START_LOCK,
} from "./workspace.mjs";

const lifecycle = createLifecycle();
const progress = createProgress();

/**
 * @param {string} tool
 * @param {string} password
 * @returns {Promise<string>}
 */
async function databaseFor(tool, password) {
  if (process.env.DATABASE_URL) return process.env.DATABASE_URL;
  const lock = await takeLock(START_LOCK);
  if (!lock) return databaseOfRunningStart();
  await lifecycle.onEnd(lock.release);
  lock.publish({ tool });
  const url = await progress.step(
    "Database",
    (note) => openDatabase(password, note),
    (opened) => `private server on port ${new URL(opened).port}`,
  );
  await progress.step("Migrations", async (note) => {
    const applied = await migrate(url, { onProgress: note });
    return applied.length > 0 ? `${applied.length} applied` : "up to date";
  });
  return url;
}

/**
 * One that runs already is used and left running: a start that was killed may have left a server
 * that works on it.
 * @param {string} password
 * @param {(note: string) => void} note
 */
async function openDatabase(password, note) {
  const running = await databaseRunningIn(DATABASE_FOLDER, password);
  if (running) {
    console.log("The database of an earlier start still runs; it is used, and left running.");
    return running.url;
  }
  const database = await startPrivateDatabase({
    directory: DATABASE_FOLDER,
    password,
    note,
    onSpawned: lifecycle.onEnd,
  });
  return database.url();
}

function databaseOfRunningStart() {
  const facts = lockHolder(START_LOCK)?.facts;
  // It is ready for guests once it has told its address; before that it may still migrate.
  if (facts?.url && typeof facts.databaseUrl === "string") return facts.databaseUrl;
  const holder = facts?.tool ? `\`npm run ${facts.tool}\`` : "`npm start`";
  throw new PlainError(`${holder} is using the database and is not ready yet; try again later.`);
}

/**
 * The tool talks to the person itself, so it gets our terminal as it is, Ctrl-C included.
 * @param {string} path
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Promise<number>}
 */
function runInTerminal(path, args, environment) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--enable-source-maps", path, ...args], {
      cwd: ROOT,
      env: environment,
      stdio: "inherit",
    });
    process.on("SIGINT", () => {});
    for (const signal of /** @type {const} */ (["SIGTERM", "SIGHUP"])) {
      process.on(signal, () => child.kill(signal));
    }
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
}

/** @param {string} tool @param {string[]} args */
async function main(tool, args) {
  requireNode();
  readEnvironmentFile();
  const path = inRoot(`dist/${tool}.mjs`);
  await progress.step("Packages", prepare);
  await progress.step("Programs", ensurePrograms);
  if (!existsSync(path)) throw new PlainError(`There is no tool named ${tool}.`);
  const secrets = keptSecrets();
  const databaseUrl = await databaseFor(tool, secrets.databasePassword);
  const environment = toolEnvironment({
    databaseUrl,
    secrets,
    mode: modeWanted(),
    port: Number(process.env.PORT || 3000),
  });
  return runInTerminal(path, args, environment);
}

const [tool = "", ...args] = process.argv.slice(2);
main(tool, args)
  .catch((error) => {
    console.error(error instanceof PlainError ? error.message : error);
    return 1;
  })
  .then(async (code) => {
    await lifecycle.end();
    process.exit(code);
  });
