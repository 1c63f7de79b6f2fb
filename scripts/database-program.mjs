/**
 * Finds an installed MariaDB or MySQL server program, or installs one where that is possible.
 * DATABASE_PROGRAM chooses: a path, or `mariadb` or `mysql` for an installed server of that kind.
 */

import { execFileSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { aptInstall, canInstallWithApt } from "./apt.mjs";
import { PlainError } from "./progress.mjs";

/** Server programs live outside an ordinary user's PATH on most systems. */
const USUAL_FOLDERS = [
  "/usr/sbin",
  "/usr/local/sbin",
  "/usr/bin",
  "/usr/local/bin",
  "/usr/libexec",
  "/usr/local/mysql/bin",
  "/usr/local/mariadb/bin",
  "/opt/homebrew/bin",
  "/opt/homebrew/opt/mariadb/bin",
  "/opt/homebrew/opt/mysql/bin",
  "/usr/local/opt/mariadb/bin",
  "/usr/local/opt/mysql/bin",
];

/** These two bring the programs without a system service. */
const DEBIAN_PACKAGES = ["mariadb-server-core", "mariadb-client-core"];

/** What dumps and restores, by their servers' kind. */
const CLIENTS = { mariadb: ["mariadb-dump", "mariadb"], mysql: ["mysqldump", "mysql"] };

/** @typedef {"mariadb" | "mysql"} Flavour */

/**
 * @typedef {object} DatabaseProgram
 * @property {Flavour} flavour
 * @property {string} server path of mariadbd or mysqld
 * @property {string | null} installer path of mariadb-install-db; MySQL initialises itself
 * @property {string} version
 */

/**
 * @param {Flavour | null} [flavour] null: either, MariaDB before MySQL
 * @returns {DatabaseProgram | null}
 */
export function findDatabaseProgram(flavour = null) {
  return installedPrograms().find((program) => !flavour || program.flavour === flavour) ?? null;
}

/** Every server program in the usual places. @returns {DatabaseProgram[]} */
export function installedPrograms() {
  const paths = ["mariadbd", "mysqld"].flatMap((name) =>
    folders().map((folder) => join(folder, name)),
  );
  return [...new Set(paths)].flatMap((path) => programAt(path) ?? []);
}

/** @param {string} server @returns {DatabaseProgram | null} null where no usable server is there */
export function programAt(server) {
  const version = isProgram(server) ? versionOf(server, "--no-defaults") : null;
  if (!version) return null;
  // Debian's `mysqld` is a link to mariadbd: only the program itself knows what it is.
  if (!/mariadb/i.test(version)) return { flavour: "mysql", server, installer: null, version };
  const near = [
    dirname(server),
    join(dirname(server), "../bin"),
    join(dirname(server), "../scripts"),
  ];
  const installer =
    findIn([...near, ...folders()], "mariadb-install-db") ??
    findIn([...near, ...folders()], "mysql_install_db");
  return installer ? { flavour: "mariadb", server, installer, version } : null;
}

/**
 * @param {(note: string) => void} note
 * @param {Flavour | null} [dataOf] whose data there are already: nothing else can open them
 * @returns {Promise<DatabaseProgram>}
 */
export async function ensureDatabaseProgram(note, dataOf = null) {
  const wanted = process.env.DATABASE_PROGRAM;
  const flavour = wanted ? namedFlavour(wanted) : dataOf;
  if (wanted && !flavour) return programNamed(wanted);
  const found = findDatabaseProgram(flavour);
  if (found) return found;
  if (flavour === "mysql") {
    throw new PlainError(
      `${wanted ? `DATABASE_PROGRAM is "${wanted}"` : "The private database was made by MySQL"}, but no MySQL server is installed here.`,
    );
  }
  if (!canInstallWithApt()) throw new PlainError(howToGetOne());
  await aptInstall(DEBIAN_PACKAGES, note);
  const installed = findDatabaseProgram(flavour);
  if (!installed) throw new PlainError(howToGetOne());
  return installed;
}

/** @param {string} wanted @returns {Flavour | null} */
function namedFlavour(wanted) {
  return wanted === "mysql" || wanted === "mariadb" ? wanted : null;
}

/** @param {string} path @returns {DatabaseProgram} */
function programNamed(path) {
  const program = programAt(path);
  if (program) return program;
  throw new PlainError(
    `DATABASE_PROGRAM is "${path}"; it can be mariadb, mysql, or the path of a mariadbd or mysqld that runs here.`,
  );
}

/**
 * Where the programs are that dump and restore for this kind of server.
 * @param {Flavour} flavour
 * @param {string[]} [near] folders to look into first
 * @returns {string | null} a folder
 */
export function findClients(flavour, near = []) {
  const isOne = (/** @type {string} */ path) =>
    isProgram(path) && /mariadb/i.test(versionOf(path) ?? "") === (flavour === "mariadb");
  return (
    [...near, ...folders()].find((folder) =>
      CLIENTS[flavour].every((name) => isOne(join(folder, name))),
    ) ?? null
  );
}

function howToGetOne() {
  const install =
    process.platform === "darwin"
      ? "`brew install mariadb`"
      : `on Debian or Ubuntu \`sudo apt-get install ${DEBIAN_PACKAGES.join(" ")}\``;
  return (
    "No database was found and none can be installed from here: install MariaDB 10.6+ or MySQL 8.0.16+ " +
    `(${install}), or set DATABASE_URL=mysql://user:password@host:3306/database, and start again.`
  );
}

function folders() {
  const path = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return [...path, ...USUAL_FOLDERS];
}

/** @param {string[]} among @param {string} name */
function findIn(among, name) {
  return among.map((folder) => join(folder, name)).find(isProgram) ?? null;
}

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @param {string} program @param {string[]} options */
function versionOf(program, ...options) {
  try {
    const args = [...options, "--version"];
    return execFileSync(program, args, {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return null;
  }
}
