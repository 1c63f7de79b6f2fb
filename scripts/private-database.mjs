/**
 * A MariaDB or MySQL server of our own in a folder: the same engine as in production, owned by
 * this checkout, reachable on loopback with a generated password only.
 */

import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { greetsWithin } from "./database-greeting.mjs";
import { ensureDatabaseProgram } from "./database-program.mjs";
import { freePort } from "./ports.mjs";
import { baseArguments, temporaryFolder, tuning } from "./private-database-arguments.mjs";
import {
  commandLine,
  endOf,
  lastLines,
  processesWithArgument,
  run,
  stopProcess,
} from "./processes.mjs";
import { PlainError } from "./progress.mjs";

/** @typedef {import("./database-program.mjs").DatabaseProgram} DatabaseProgram */
/** @typedef {import("./database-program.mjs").Flavour} Flavour */

const ACCOUNT = "member_system";
const DATABASE = "member_system";
const NAMES = { mariadb: "MariaDB", mysql: "MySQL" };

/** Crash recovery of a large ledger takes a while; a server that says nothing for longer is stuck. */
const READY_WITHIN_MS = 300_000;
/** How long one that runs already may take to accept a connection. */
const ADOPTED_WITHIN_MS = 30_000;
/** `sun_path` holds 108 bytes on Linux and 104 on macOS. */
const SOCKET_PATH_MAX = 100;

/**
 * @typedef {object} PrivateDatabase
 * @property {number} pid
 * @property {number} port
 * @property {(database?: string) => string} url
 * @property {() => Promise<void>} stop
 * @property {Promise<string>} ended settles with how the server has ended, for whatever reason
 * @property {() => string} logTail
 */

/**
 * Starts the server in `directory`, which is set up on the first time. A server that an earlier,
 * killed start left behind on the same data is shut down first.
 * @param {object} options
 * @param {string} options.directory absolute
 * @param {string} options.password of the one account that may connect
 * @param {boolean} [options.isThrowAway] for tests: may create databases and accounts, need not survive a crash
 * @param {number} [options.port] the one it had before, for those who know it by that
 * @param {string[]} [options.settings] more arguments of the server
 * @param {DatabaseProgram} [options.program] the installed one that fits by default
 * @param {(stop: () => Promise<void>) => void} [options.onSpawned] called before it is ready, so that
 *   an interrupted start can stop it too
 * @param {(note: string) => void} [options.note]
 * @returns {Promise<PrivateDatabase>}
 */
export async function startPrivateDatabase({
  directory,
  password,
  port: portBefore,
  isThrowAway = false,
  program: given,
  settings = [],
  onSpawned,
  note: say = () => {},
}) {
  const data = dataFolder(directory);
  const dataOf = flavourOfData(data);
  const program = given ?? (await ensureDatabaseProgram(say, dataOf));
  if (dataOf && dataOf !== program.flavour) throw foreignData(dataOf, program, data);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  await stopDatabaseIn(directory, say);
  if (!existsSync(data)) await initialise(program, directory, say);

  const socketFolder = socketFolderFor(directory);
  const port = portBefore ?? (await freePort());
  const initFile = join(directory, "init.sql");
  const logFile = join(directory, "server.log");
  writeFileSync(initFile, accountStatements(program, password, isThrowAway), { mode: 0o600 });
  const log = openSync(logFile, "w", 0o600);
  const child = spawn(
    program.server,
    [
      ...baseArguments(program, data),
      `--socket=${join(socketFolder, "db.sock")}`,
      `--port=${port}`,
      `--pid-file=${join(directory, "server.pid")}`,
      temporaryFolder(directory),
      `--init-file=${initFile}`,
      ...tuning(program, isThrowAway),
      ...settings,
    ],
    // Its own process group: Ctrl-C must not end the database before the server is down.
    { stdio: ["ignore", log, log], detached: true },
  );
  closeSync(log);
  let hasEnded = false;
  const logTail = () => lastLines(readFileSync(logFile, "utf8"));
  const ended = endOf(child).finally(() => {
    hasEnded = true;
  });
  const pid = child.pid ?? 0;
  const stop = async () => {
    await stopProcess(pid);
    if (socketFolder !== directory) rmSync(socketFolder, { recursive: true, force: true });
  };

  onSpawned?.(stop);
  say("waiting for it to accept connections");
  const isReady = await greetsWithin(READY_WITHIN_MS, port, () => hasEnded);
  rmSync(initFile, { force: true });
  if (!isReady) {
    await stop();
    throw new PlainError(`The database in ${directory} did not start. Its log ends:\n${logTail()}`);
  }
  const url = (database = DATABASE) => databaseUrl({ program, password, port, database });
  return { pid, port, url, stop, ended, logTail };
}

/**
 * The server that runs on a folder, whoever started it.
 * @param {string} directory
 * @param {string} password
 * @returns {Promise<{ pid: number, port: number, url: string } | null>}
 * @throws PlainError where one runs that accepts no connections
 */
export async function databaseRunningIn(directory, password) {
  const argument = `--datadir=${dataFolder(directory)}`;
  const isRunning = (/** @type {number} */ pid) => processesWithArgument(argument).includes(pid);
  for (const pid of processesWithArgument(argument)) {
    const said = commandLine(pid).find((one) => one.startsWith("--port="));
    const port = Number(said?.slice("--port=".length));
    if (port > 0 && (await greetsWithin(ADOPTED_WITHIN_MS, port, () => !isRunning(pid)))) {
      // An option of MySQL's login, which MariaDB's has no use for.
      const program = /** @type {const} */ ({ flavour: "mysql" });
      return { pid, port, url: databaseUrl({ program, password, port, database: DATABASE }) };
    }
    if (isRunning(pid)) {
      throw new PlainError(`A database runs in ${directory} (process ${pid}) and lets nobody in.`);
    }
  }
  return null;
}

/**
 * Only for whoever has the folder to itself: nothing that is in use may lose its database.
 * @param {string} directory
 * @param {(note: string) => void} [note]
 */
export async function stopDatabaseIn(directory, note) {
  const argument = `--datadir=${dataFolder(directory)}`;
  for (const pid of processesWithArgument(argument)) {
    note?.("shutting down the server an earlier start left behind");
    await stopProcess(pid);
  }
}

/** @param {string} directory */
function dataFolder(directory) {
  return join(directory, "data");
}

/**
 * Neither kind of server can open what the other wrote.
 * @param {string} data
 * @returns {Flavour | null} null where there are none yet
 */
function flavourOfData(data) {
  if (existsSync(join(data, "mysql.ibd"))) return "mysql";
  return existsSync(join(data, "aria_log_control")) ? "mariadb" : null;
}

/** @param {Flavour} made @param {DatabaseProgram} program @param {string} data */
function foreignData(made, program, data) {
  const [its, other] = [NAMES[made], NAMES[program.flavour]];
  return new PlainError(
    `The data in ${data} were made by ${its}, and DATABASE_PROGRAM chooses ${other} (${program.server}), ` +
      `which cannot open them. They were left as they are: start with DATABASE_PROGRAM=${made}, or ` +
      `move that folder away to begin with an empty database on ${other}.`,
  );
}

/**
 * The data folder gets its name only when it is complete, so an interrupted first start is simply
 * done again.
 * @param {DatabaseProgram} program
 * @param {string} directory
 * @param {(note: string) => void} note
 */
async function initialise(program, directory, note) {
  const unfinished = join(directory, "data.unfinished");
  rmSync(unfinished, { recursive: true, force: true });
  note("creating its data folder");
  // Two that are made at once would find each other's files in the system's own folder.
  const temporary = temporaryFolder(directory);
  if (program.flavour === "mysql") {
    // Root has no password only until the first start, whose init file runs before anyone can
    // connect.
    await run(program.server, [
      ...baseArguments(program, unfinished),
      temporary,
      "--initialize-insecure",
    ]);
  } else {
    await run(program.installer ?? "", [
      ...baseArguments(program, unfinished),
      temporary,
      "--skip-test-db",
      "--auth-root-authentication-method=socket",
    ]);
  }
  renameSync(unfinished, dataFolder(directory));
}

/**
 * Runs at every start, before the first connection is accepted.
 * @param {DatabaseProgram} program
 * @param {string} password
 * @param {boolean} isThrowAway
 */
function accountStatements(program, password, isThrowAway) {
  const account = `'${ACCOUNT}'@'127.0.0.1'`;
  const identified = `${account} IDENTIFIED BY '${password}'`;
  // Its own database, and the one beside it in which a past period is run again.
  const rights = isThrowAway ? ["*.*"] : [`\`${DATABASE}\`.*`, `\`${DATABASE}_backtest\`.*`];
  const accounts =
    program.flavour === "mysql"
      ? [
          `CREATE USER IF NOT EXISTS ${identified}`,
          `ALTER USER ${identified}`,
          `ALTER USER 'root'@'localhost' IDENTIFIED BY '${randomBytes(24).toString("hex")}'`,
        ]
      : [
          `CREATE OR REPLACE USER ${identified}`,
          "DELETE FROM mysql.global_priv WHERE User = ''",
          "FLUSH PRIVILEGES",
        ];
  return [
    `CREATE DATABASE IF NOT EXISTS \`${DATABASE}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`,
    ...accounts,
    ...rights.map(
      (where) =>
        `GRANT ALL PRIVILEGES ON ${where} TO ${account}${isThrowAway ? " WITH GRANT OPTION" : ""}`,
    ),
    "",
  ].join(";\n");
}

/** @param {string} directory */
function socketFolderFor(directory) {
  const isShort = Buffer.byteLength(join(directory, "db.sock")) < SOCKET_PATH_MAX;
  return isShort ? directory : mkdtempSync(join(tmpdir(), "member-system-"));
}

/** @param {{ program: Pick<DatabaseProgram, "flavour">, password: string, port: number, database: string }} where */
function databaseUrl({ program, password, port, database }) {
  // MySQL's default login exchanges the password with the server's own key; on loopback with a
  // server we started ourselves, taking that key from the server is safe.
  const options = program.flavour === "mysql" ? "?allowPublicKeyRetrieval=true" : "";
  return `mysql://${ACCOUNT}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}${options}`;
}
