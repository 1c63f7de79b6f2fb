/**
 * `npm start`: from a fresh clone to a running system, step by step, and quick the next time.
 * `npm run dev` (`--dev`) is the same with pages that change under the browser and a server that is
 * started again when its source changes.
 * Only Node's own modules are loaded here and in what this file imports, because the packages are
 * installed on the way.
 */

import { rmSync } from "node:fs";
import { join } from "node:path";
import { keepRunning } from "../src/platform/supervise.mjs";
import { ensureBuild, ensurePrograms, prepare } from "./build.mjs";
import { reachDatabase } from "./database-connection.mjs";
import { createLifecycle } from "./lifecycle.mjs";
import { lockHolder, takeLock } from "./locks.mjs";
import { migrate } from "./migrate.mjs";
import { portFrom } from "./ports.mjs";
import { startPrivateDatabase } from "./private-database.mjs";
import { createProgress, duration, PlainError } from "./progress.mjs";
import { keptSecrets } from "./secrets.mjs";
import {
  becomesReady,
  hasWorker,
  modeWanted,
  programEnvironment,
  seedDemo,
  startProgram,
  stopProgramsOf,
} from "./serving.mjs";
import { serveWatched } from "./watch.mjs";
import {
  DATA,
  DATABASE_FOLDER,
  readEnvironmentFile,
  readJson,
  requireNode,
  START_LOCK,
} from "./workspace.mjs";

/** @typedef {import("./locks.mjs").Lock} Lock */
/** @typedef {import("./serving.mjs").RunningProgram} RunningProgram */

const STEPS = 6;
const DEFAULT_PORT = 3000;
const IS_DEV = process.argv.includes("--dev");
const DEMO_FILE = join(DATA, "demo.json");

const lifecycle = createLifecycle();
const progress = createProgress(STEPS);

/** @type {typeof progress.step} */
function step(title, work, outcome) {
  // After Ctrl-C nothing new may be started: nobody would stop it.
  if (lifecycle.isEnding()) return new Promise(() => {});
  return progress.step(title, work, outcome);
}

/** What the environment asks for, refused early where it does not fit together. */
function readWishes() {
  const databaseUrl = process.env.DATABASE_URL;
  const wantsDemo = ["demo", "million"].includes(process.env.SEED ?? "");
  const mode = modeWanted();
  if (mode === "production" && IS_DEV) {
    throw new PlainError(
      "`npm run dev` is no way to serve people: it needs MEMBER_SYSTEM_ENV=development beside the DATABASE_URL.",
    );
  }
  if (mode === "production" && wantsDemo) {
    throw new PlainError(
      "SEED creates accounts with known passwords and needs MEMBER_SYSTEM_ENV=development.",
    );
  }
  if (mode === "production" && !process.env.AUTH_SECRET) {
    throw new PlainError("AUTH_SECRET is not set; make one with `openssl rand -base64 32`.");
  }
  const port = Number(process.env.PORT || DEFAULT_PORT);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new PlainError(`PORT is "${process.env.PORT}"; it must be a number from 1 to 65535.`);
  }
  const isDemo = wantsDemo || (mode === "development" && !databaseUrl);
  return { databaseUrl, mode, isDemo, port };
}

/** @returns {Promise<Lock>} */
async function becomeTheOnlyStart() {
  const lock = await takeLock(START_LOCK);
  if (!lock) throw new PlainError(whoIsRunning());
  await lifecycle.onEnd(lock.release);
  // A start that was killed could not stop its programs. They end before their database does.
  await stopProgramsOf(START_LOCK);
  return lock;
}

function whoIsRunning() {
  const holder = lockHolder(START_LOCK);
  const process = `process ${holder?.pid ?? "unknown"}`;
  if (holder?.facts.tool)
    return `\`npm run ${holder.facts.tool}\` is using the database (${process}); wait for it to end.`;
  if (holder?.facts.url)
    return `Already running at ${holder.facts.url} (${process}); stop that one first.`;
  return `Another \`npm start\` is just starting in this folder (${process}).`;
}

/** @param {string} line */
function say(line) {
  if (!lifecycle.isEnding()) console.error(line);
}

/**
 * Its port stays the same for as long as we run: what uses it knows it by that.
 * @param {Lock} lock
 * @param {string} password
 */
async function openPrivateDatabase(lock, password) {
  const database = await step(
    "Database",
    (note) => keepDatabaseRunning(password, note),
    ({ current }) => `private server on port ${current().port}`,
  );
  const url = database.current().url();
  lock.publish({ databaseUrl: url });
  return url;
}

/** @param {string} password @param {(note: string) => void} note */
function keepDatabaseRunning(password, note) {
  /** @type {number | undefined} */
  let port;
  return keepRunning({
    name: "database",
    async start(onSpawned) {
      const options = { directory: DATABASE_FOLDER, password, note, onSpawned };
      const database = await startPrivateDatabase({ ...options, ...(port && { port }) });
      port = database.port;
      return database;
    },
    say,
    onEnd: lifecycle.onEnd,
  });
}

/**
 * What goes on without a caller has a process of its own, where a person has not said otherwise.
 * @param {NodeJS.ProcessEnv} environment
 */
function wantsWorker(environment) {
  return hasWorker() && environment.JOBS === undefined;
}

/**
 * @param {Lock} lock
 * @param {NodeJS.ProcessEnv} environment
 * @param {number} port
 */
async function serve(lock, environment, port) {
  // In production the log belongs to whatever collects our output; in development it would bury
  // the addresses.
  const isDevelopment = environment.MEMBER_SYSTEM_ENV === "development";
  const withWorker = wantsWorker(environment);
  /** @param {"server" | "worker"} name @param {(program: RunningProgram) => Promise<void>} isUp */
  const keep = (name, isUp = async () => {}) => {
    let isAgain = false;
    return keepRunning({
      name,
      async start(onSpawned) {
        const own = withWorker && name === "server" ? { ...environment, JOBS: "off" } : environment;
        const log = isDevelopment ? join(DATA, `${name}.log`) : null;
        const program = startProgram(name, own, log, { mark: START_LOCK, isAgain });
        onSpawned(program.stop);
        // Later it need not be ready to be up: its database may be away just then.
        if (!isAgain) await isUp(program);
        isAgain = true;
        return program;
      },
      say,
      onEnd: lifecycle.onEnd,
    });
  };
  await keep("server", (server) => becomesReady(server, port));
  if (withWorker) await keep("worker");
  lock.publish({ url: environment.APP_URL });
}

/**
 * One process does all, so that there is one to start again.
 * @param {Lock} lock
 * @param {NodeJS.ProcessEnv} environment
 * @param {number} port
 */
async function serveChanging(lock, environment, port) {
  await serveWatched({ environment, port, mark: START_LOCK, say, onEnd: lifecycle.onEnd });
  lock.publish({ url: environment.APP_URL });
}

/** @param {NodeJS.ProcessEnv} environment @param {boolean} isDemo */
function printAddresses(environment, isDemo) {
  const url = environment.APP_URL;
  const lines = [
    "",
    `member-system runs at ${url}`,
    "",
    `  Membership   ${url}/membership`,
    `  Console      ${url}/console`,
    `  API          ${url}/api-docs`,
  ];
  if (isDemo) {
    /** @type {import("./serving.mjs").SignIn[]} */
    const signIns = readJson(DEMO_FILE).signIns;
    const width = Math.max(0, ...signIns.map(({ email }) => email.length));
    lines.push("", "  Sign in with");
    for (const { role, email, password } of signIns) {
      lines.push(`    ${email.padEnd(width)}   ${password}   ${role}`);
    }
    lines.push("", "  API key and webhook secret: .data/demo.json");
  }
  if (IS_DEV) {
    lines.push(
      "",
      "Pages change as you save; the server starts again when its own source changes.",
    );
  } else if (environment.MEMBER_SYSTEM_ENV === "development") {
    const names = wantsWorker(environment) ? ["server", "worker"] : ["server"];
    lines.push(`  Log: ${names.map((name) => `.data/${name}.log`).join(", ")}`);
  }
  lines.push("", "Ctrl-C stops it.", "");
  console.log(lines.join("\n"));
}

async function main() {
  requireNode();
  readEnvironmentFile();
  const startedAt = Date.now();
  const wishes = readWishes();
  const lock = await becomeTheOnlyStart();
  const secrets = keptSecrets();

  await step("Packages", prepare);
  const databaseUrl =
    wishes.databaseUrl || (await openPrivateDatabase(lock, secrets.databasePassword));
  if (wishes.databaseUrl) await step("Database", (note) => reachDatabase(databaseUrl, note));
  await step(IS_DEV ? "Programs" : "Build", IS_DEV ? ensurePrograms : ensureBuild);

  const port = await portFrom(wishes.port);
  const environment = programEnvironment({
    databaseUrl,
    secrets,
    mode: wishes.mode,
    port,
  });
  await step("Migrations", async (note) => {
    const applied = await migrate(databaseUrl, { onProgress: note });
    return applied.length > 0 ? `${applied.length} applied` : "up to date";
  });
  await step("Demo data", async (note) => {
    if (!wishes.isDemo) {
      // What an earlier demo wrote there would not fit this database.
      rmSync(DEMO_FILE, { force: true });
      return "not wanted";
    }
    const signInsFile = join(DATA, "sign-ins.json");
    await seedDemo({
      environment,
      serviceKey: secrets.serviceKey,
      demoFile: DEMO_FILE,
      signInsFile,
      note,
    });
    return "ready";
  });
  await step(
    "Server",
    () => (IS_DEV ? serveChanging(lock, environment, port) : serve(lock, environment, port)),
    () => (port === wishes.port ? `port ${port}` : `port ${port}, because ${wishes.port} is taken`),
  );
  console.log(`Ready after ${duration(Date.now() - startedAt)}.`);
  printAddresses(environment, wishes.isDemo);
}

lifecycle.onInterrupt(
  () => console.log("\nStopping …"),
  () => {
    console.log("Stopped.");
    process.exit(0);
  },
);

main().catch(async (error) => {
  if (lifecycle.isEnding()) return;
  console.error(error instanceof PlainError ? `\n${error.message}` : error);
  await lifecycle.end();
  process.exit(1);
});
