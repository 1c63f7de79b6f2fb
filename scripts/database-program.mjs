/** Finds an installed MariaDB or MySQL server program, or installs one where that is possible. */

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

/**
 * @typedef {object} DatabaseProgram
 * @property {"mariadb" | "mysql"} flavour
 * @property {string} server path of mariadbd or mysqld
 * @property {string | null} installer path of mariadb-install-db; MySQL initialises itself
 * @property {string} version
 */

/** @returns {DatabaseProgram | null} */
export function findDatabaseProgram() {
  const folders = [...(process.env.PATH ?? "").split(delimiter), ...USUAL_FOLDERS];
  for (const name of ["mariadbd", "mysqld"]) {
    const server = findIn(folders, name);
    const version = server && versionOf(server);
    if (!server || !version) continue;
    // Debian's `mysqld` is a link to mariadbd: only the program itself knows what it is.
    if (!/mariadb/i.test(version)) return { flavour: "mysql", server, installer: null, version };
    const near = [join(dirname(server), "../bin"), join(dirname(server), "../scripts")];
    const installer =
      findIn([...near, ...folders], "mariadb-install-db") ??
      findIn([...near, ...folders], "mysql_install_db");
    if (installer) return { flavour: "mariadb", server, installer, version };
  }
  return null;
}

/**
 * @param {(note: string) => void} note
 * @returns {Promise<DatabaseProgram>}
 */
export async function ensureDatabaseProgram(note) {
  const found = findDatabaseProgram();
  if (found) return found;
  if (!canInstallWithApt()) throw new PlainError(howToGetOne());
  await aptInstall(DEBIAN_PACKAGES, note);
  const installed = findDatabaseProgram();
  if (!installed) throw new PlainError(howToGetOne());
  return installed;
}

function howToGetOne() {
  const install =
    process.platform === "darwin"
      ? "`brew install mariadb`"
      : `on Debian or Ubuntu \`sudo apt-get install ${DEBIAN_PACKAGES.join(" ")}\``;
  return (
    "No database was found and none can be installed from here: install MariaDB 10.6+ or MySQL 8+ " +
    `(${install}), or set DATABASE_URL=mysql://user:password@host:3306/database, and start again.`
  );
}

/** @param {string[]} folders @param {string} name */
function findIn(folders, name) {
  for (const folder of folders) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not here: the next folder may have it.
    }
  }
  return null;
}

/** @param {string} server */
function versionOf(server) {
  try {
    return execFileSync(server, ["--no-defaults", "--version"], { encoding: "utf8" }).trim();
  } catch {
    return null;
  }
}
