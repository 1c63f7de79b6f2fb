/**
 * What the tests run against: a database server of their own and, for the browser, the built
 * system on it. All of it lives in one folder under .data that is removed afterwards, and none of
 * it is shared with a running `npm start`.
 */

import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { databaseAddress } from "../src/platform/database-address.mjs";
import { takeLock } from "./locks.mjs";
import { migrate } from "./migrate.mjs";
import { freePort } from "./ports.mjs";
import { startPrivateDatabase, stopDatabaseIn } from "./private-database.mjs";
import { isAlive, stopProcess } from "./processes.mjs";
import { newSecrets } from "./secrets.mjs";
import { becomesReady, programEnvironment, seedDemo, startProgram } from "./serving.mjs";
import { DATA } from "./workspace.mjs";

/** @typedef {import("./database-program.mjs").DatabaseProgram} DatabaseProgram */
/** @typedef {import("./locks.mjs").Lock} Lock */
/** @typedef {import("./serving.mjs").RunningProgram} RunningProgram */
/** @typedef {ReturnType<typeof import("./lifecycle.mjs").createLifecycle>} Lifecycle */

const PREFIX = "test-";
const BROWSER_DATABASE = "member_system_browser";
/** Between making its folder and locking it, a test run looks like one that was killed. */
const YOUNG_MS = 10_000;

/** @param {Lifecycle} lifecycle */
export async function createTestFolder(lifecycle) {
  mkdirSync(DATA, { recursive: true });
  await removeLeftovers();
  const folder = mkdtempSync(join(DATA, PREFIX));
  const lock = await takeLock(join(folder, "lock"));
  if (!lock) throw new Error(`${folder} was taken in the moment it was made`);
  await lifecycle.onEnd(() => rmSync(folder, { recursive: true, force: true }));
  return { folder, lock };
}

/** Test runs that were killed could not clean up. */
async function removeLeftovers() {
  for (const name of readdirSync(DATA).filter((name) => name.startsWith(PREFIX))) {
    const folder = join(DATA, name);
    const isYoung = Date.now() - statSync(folder).mtimeMs < YOUNG_MS;
    if (isYoung && !existsSync(join(folder, "lock"))) continue;
    const lock = await takeLock(join(folder, "lock"));
    if (!lock) continue;
    const program = /** @type {RunningProgram["process"] | undefined} */ (
      lock.previous?.facts.server
    );
    if (program && isAlive(program)) await stopProcess(program.pid);
    const servers = readdirSync(folder).filter((name) => /^db(-|$)/.test(name));
    for (const server of servers) await stopDatabaseIn(join(folder, server));
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} folder
 * @param {Lifecycle} lifecycle
 * @param {(note: string) => void} note
 * @returns {Promise<(database: string) => string>} the address of a database on it; the account may
 *   create as many as it likes
 */
export async function openTestDatabase(folder, lifecycle, note) {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return (database) => Object.assign(new URL(given), { pathname: `/${database}` }).href;
  const server = await startPrivateDatabase({
    directory: join(folder, "db"),
    password: newSecrets().databasePassword,
    isThrowAway: true,
    onSpawned: lifecycle.onEnd,
    note,
  });
  return server.url;
}

/**
 * A throw-away server of this program, beside the others of the run.
 * @param {object} options
 * @param {DatabaseProgram} options.program
 * @param {string} options.folder
 * @param {Lifecycle} options.lifecycle
 * @param {string} options.name of its folder
 */
export function openTestServer({ program, folder, lifecycle, name }) {
  return startPrivateDatabase({
    directory: join(folder, `db-${name}`),
    password: newSecrets().databasePassword,
    isThrowAway: true,
    onSpawned: lifecycle.onEnd,
    program,
  });
}

/**
 * The built system with fresh demo data.
 * @param {object} options
 * @param {string} options.folder
 * @param {Lock} options.lock
 * @param {(database: string) => string} options.url
 * @param {Lifecycle} options.lifecycle
 * @param {(note: string) => void} options.note
 */
export async function openTestSystem({ folder, lock, url, lifecycle, note }) {
  const port = await freePort();
  const secrets = newSecrets();
  const databaseUrl = url(BROWSER_DATABASE);
  const { APP_URL, AUTH_SECRET, WEBHOOK_SECRETS, ...given } = process.env;
  const environment = programEnvironment({
    databaseUrl,
    secrets,
    mode: "development",
    port,
    // All browsers come from one address, and three of them as one operator who is faster than anybody.
    given: { ANONYMOUS_PAGE_RATE_PER_MINUTE: "1200", PAGE_RATE_PER_MINUTE: "12000", ...given },
  });
  const demoFile = join(folder, "demo.json");
  await dropDatabase(url, BROWSER_DATABASE);
  await migrate(databaseUrl, { onProgress: note });
  await seedDemo({
    environment,
    serviceKey: secrets.serviceKey,
    demoFile,
    signInsFile: join(folder, "sign-ins.json"),
    note,
  });
  note("starting the server");
  const server = startProgram("server", environment, join(folder, "server.log"));
  await lifecycle.onEnd(server.stop);
  lock.publish({ server: server.process });
  await becomesReady(server, port);
  return { server, baseUrl: `http://localhost:${port}`, demoFile };
}

/**
 * A server that was given may still hold the database of the last run.
 * @param {(database: string) => string} url
 * @param {string} name
 */
export async function dropDatabase(url, name) {
  await asking(url(""), (connection) => connection.query(`DROP DATABASE IF EXISTS \`${name}\``));
}

/** @param {string} url @returns {Promise<import("./database-program.mjs").Flavour>} */
export async function flavourAt(url) {
  const [row] = await asking(url, (connection) => connection.query("SELECT VERSION() AS version"));
  return /mariadb/i.test(row.version) ? "mariadb" : "mysql";
}

/**
 * @template T
 * @param {string} url
 * @param {(connection: import("mariadb").Connection) => Promise<T>} ask
 * @returns {Promise<T>}
 */
async function asking(url, ask) {
  const { createConnection } = await import("mariadb");
  const { database: _, ...server } = databaseAddress(url);
  const connection = await createConnection(server);
  try {
    return await ask(connection);
  } finally {
    await connection.end();
  }
}
