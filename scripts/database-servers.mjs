/**
 * Brings database servers into folders under .data, for the tests: other lines than the one that is
 * installed, out of Debian's own packages. Nothing is installed and no root is needed; the mirror is
 * the one that this machine's apt uses, or DEBIAN_MIRROR.
 */

import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { findClients, installedPrograms, programAt } from "./database-program.mjs";
import { withLock } from "./locks.mjs";
import { runToExit } from "./processes.mjs";
import { PlainError } from "./progress.mjs";
import { DATA } from "./workspace.mjs";

/** @typedef {import("./database-program.mjs").DatabaseProgram} DatabaseProgram */
/** @typedef {import("./database-program.mjs").Flavour} Flavour */

const FOLDER = join(DATA, "servers");
const KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";

/**
 * @typedef {object} ServerLine
 * @property {string} title
 * @property {Flavour} flavour
 * @property {RegExp} version of the line, as `--version` says it
 * @property {string} suite of Debian that has it
 * @property {string[]} packages
 */

/** @type {Record<string, ServerLine>} */
export const SERVER_LINES = {
  "mariadb-10.11": {
    title: "MariaDB 10.11",
    flavour: "mariadb",
    version: /Ver 10\.11\./,
    suite: "bookworm",
    packages: ["mariadb-server-core", "mariadb-client"],
  },
  "mariadb-11.8": {
    title: "MariaDB 11.8",
    flavour: "mariadb",
    version: /Ver 11\.8\./,
    suite: "trixie",
    packages: ["mariadb-server-core", "mariadb-client"],
  },
  "mysql-9.7": {
    title: "MySQL 9.7",
    flavour: "mysql",
    version: /Ver 9\.7\./,
    suite: "sid",
    packages: ["mysql-server-core", "mysql-client-core"],
  },
};

/** What runs with the libraries brought beside it. */
const PROGRAMS = {
  mariadb: [
    "sbin/mariadbd",
    "bin/mariadb",
    "bin/mariadb-dump",
    "bin/my_print_defaults",
    "bin/resolveip",
  ],
  mysql: ["sbin/mysqld", "bin/mysql", "bin/mysqldump"],
};
/** A shell script, which only has to be told where it stands. */
const INSTALLER = "bin/mariadb-install-db";

/** Only the packages' own scripts need these. */
const NOT_UNPACKED = /^(perl|libperl|libdb5|libgdbm|lib.*-perl_)/;

/**
 * A server of this line: the installed one, else one that is brought.
 * @param {string} name of SERVER_LINES
 * @param {(note: string) => void} note
 * @returns {Promise<DatabaseProgram>}
 */
export async function ensureServerLine(name, note) {
  const line = lineNamed(name);
  const isOne = (/** @type {DatabaseProgram} */ { flavour, version }) =>
    flavour === line.flavour && line.version.test(version);
  return installedPrograms().find(isOne) ?? bringServer(name, note);
}

/**
 * The programs that dump and restore for this kind of server: installed, or brought with a server.
 * @param {Flavour} flavour
 * @param {(note: string) => void} note
 * @returns {Promise<string>} their folder
 */
export async function ensureClients(flavour, note) {
  const found = findClients(flavour);
  if (found) return found;
  const name = flavour === "mysql" ? "mysql-9.7" : "mariadb-11.8";
  await bringServer(name, note);
  return join(FOLDER, name, "usr/bin");
}

/**
 * @param {string} name of SERVER_LINES
 * @param {(note: string) => void} note
 * @returns {Promise<DatabaseProgram>}
 */
export function bringServer(name, note) {
  return withLock(join(FOLDER, `${name}.lock`), note, async () => {
    const line = lineNamed(name);
    const root = join(FOLDER, name);
    const known = serverIn(root, line);
    if (known) return known;
    const mirror = debianMirror(line);
    const unfinished = `${root}.unfinished`;
    for (const folder of [root, unfinished]) rmSync(folder, { recursive: true, force: true });
    await download(join(unfinished, "apt"), mirror, line, note);
    note("unpacking");
    await unpack(unfinished);
    wrapPrograms(unfinished, line.flavour);
    renameSync(unfinished, root);
    const brought = serverIn(root, line);
    if (brought) return brought;
    const program = join(root, "usr", PROGRAMS[line.flavour][0] ?? "");
    const found = programAt(program)?.version ?? "nothing that runs here";
    throw new PlainError(`${line.title} can't be had: Debian ${line.suite} brought ${found}.`);
  });
}

/** @param {string} name @returns {ServerLine} */
function lineNamed(name) {
  const line = SERVER_LINES[name];
  if (line) return line;
  throw new PlainError(
    `There is no server named ${name}; there are ${Object.keys(SERVER_LINES).join(", ")}.`,
  );
}

/** @param {string} root @param {ServerLine} line */
function serverIn(root, { flavour, version }) {
  const program = programAt(join(root, "usr", PROGRAMS[flavour][0] ?? ""));
  const isWhole = program?.flavour === flavour && version.test(program.version);
  return isWhole && findClients(flavour, [join(root, "usr/bin")]) ? program : null;
}

/** @param {ServerLine} line */
function debianMirror({ title, suite }) {
  const cannot = (/** @type {string} */ why) => new PlainError(`${title} can't be had: ${why}.`);
  if (!existsSync("/usr/bin/apt-get") || !existsSync("/usr/bin/dpkg-deb")) {
    throw cannot("it is neither installed nor can this system unpack Debian's packages");
  }
  if (!existsSync(KEYRING)) throw cannot(`Debian's keys are missing (${KEYRING})`);
  const mirror =
    process.env.DEBIAN_MIRROR || mirrorsOfApt().find((site) => /\/debian\/?$/.test(site));
  if (mirror) return mirror;
  throw cannot(
    `it is not installed, and apt here knows no mirror of Debian to take ${suite} from (DEBIAN_MIRROR names one)`,
  );
}

function mirrorsOfApt() {
  const args = ["indextargets", "--format", "$(SITE)", "Created-By: Packages"];
  try {
    return execFileSync("/usr/bin/apt-get", args, { encoding: "utf8" }).trim().split("\n");
  } catch {
    return [];
  }
}

/**
 * With an apt of its own, which believes that nothing is installed and so brings every library.
 * @param {string} apt
 * @param {string} mirror
 * @param {ServerLine} line
 * @param {(note: string) => void} note
 */
async function download(apt, mirror, { title, suite, packages }, note) {
  for (const folder of ["lists/partial", "archives/partial"]) {
    mkdirSync(join(apt, folder), { recursive: true });
  }
  writeFileSync(join(apt, "status"), "");
  writeFileSync(join(apt, "sources.list"), `deb [signed-by=${KEYRING}] ${mirror} ${suite} main\n`);
  writeFileSync(join(apt, "apt.conf"), aptSettings(apt));
  const env = { ...process.env, APT_CONFIG: join(apt, "apt.conf"), LC_ALL: "C" };
  for (const args of [["update"], ["-y", "--download-only", "install", ...packages]]) {
    const { code, output } = await runToExit("apt-get", args, { env, note });
    // An update that reached nothing is a warning to apt; the install after it then fails.
    if (code === 0) continue;
    const problems = output.split("\n").filter((text) => /^[EW]:/.test(text));
    throw new PlainError(
      `${title} can't be had: \`apt-get ${args.join(" ")}\` for Debian ${suite} failed.\n${problems.join("\n")}`,
    );
  }
}

/** @param {string} apt */
function aptSettings(apt) {
  const settings = {
    "Dir::State": apt,
    "Dir::State::status": join(apt, "status"),
    "Dir::State::lists": join(apt, "lists"),
    "Dir::Cache": apt,
    "Dir::Cache::archives": join(apt, "archives"),
    "Dir::Etc::sourcelist": join(apt, "sources.list"),
    "Dir::Etc::sourceparts": "/dev/null",
    "Dir::Etc::preferencesparts": "/dev/null",
    "APT::Install-Recommends": "false",
    "APT::Sandbox::User": "",
    "Acquire::Languages": "none",
    "Acquire::Check-Valid-Until": "false",
    "Acquire::Retries": "3",
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name} "${value}";\n`)
    .join("");
}

/** @param {string} root */
async function unpack(root) {
  const archives = join(root, "apt/archives");
  const packages = readdirSync(archives).filter(
    (name) => name.endsWith(".deb") && !NOT_UNPACKED.test(name),
  );
  for (const name of packages) {
    const { code, output } = await runToExit("dpkg-deb", ["--extract", join(archives, name), root]);
    if (code !== 0) throw new PlainError(`Unpacking ${name} failed.\n${output}`);
  }
  for (const folder of ["apt", "usr/share/doc", "usr/share/man", "usr/share/locale"]) {
    rmSync(join(root, folder), { recursive: true, force: true });
  }
}

/**
 * Every program runs with the loader and the libraries it came with, which may be newer than the
 * system's, and finds its own files wherever the folder stands.
 * @param {string} root
 * @param {Flavour} flavour
 */
function wrapPrograms(root, flavour) {
  const loader = loaderIn(root);
  for (const program of PROGRAMS[flavour]) {
    const isServer = program === PROGRAMS[flavour][0];
    const run = `"$root/${loader}" --argv0 "$root/usr/${program}" --library-path "${libraryPath(loader)}" "$root/usr/${program}.bin"`;
    wrap(root, program, run, isServer);
  }
  if (flavour === "mariadb") wrap(root, INSTALLER, `sh "$root/usr/${INSTALLER}.bin"`, true);
}

/**
 * @param {string} root
 * @param {string} program below usr
 * @param {string} run
 * @param {boolean} needsBase whether it is told where its messages and tables are
 */
function wrap(root, program, run, needsBase) {
  const path = join(root, "usr", program);
  if (!existsSync(path)) return;
  renameSync(path, `${path}.bin`);
  const lines = ["#!/bin/sh", 'root=$(cd "$(dirname "$0")/../.." && pwd)'];
  // --no-defaults counts only as the first argument.
  if (needsBase) {
    lines.push(
      "first=",
      'case "$1" in --no-defaults) first=$1; shift ;; esac',
      `exec ${run} $first "--basedir=$root/usr" "$@"`,
    );
  } else lines.push(`exec ${run} "$@"`);
  writeFileSync(path, `${lines.join("\n")}\n`);
  chmodSync(path, 0o755);
}

/** Debian keeps libraries in a folder named after the architecture. @param {string} root */
function loaderIn(root) {
  for (const lib of ["usr/lib", "lib"]) {
    const folders = existsSync(join(root, lib)) ? readdirSync(join(root, lib)) : [];
    for (const folder of folders.filter((name) => name.includes("-linux-gnu"))) {
      const names = readdirSync(join(root, lib, folder));
      const loader = names.find((name) => /^ld(64|-linux.*)\.so\.\d+$/.test(name));
      if (loader) return join(lib, folder, loader);
    }
  }
  throw new PlainError("Debian's packages brought no loader for this system's programs.");
}

/** @param {string} loader */
function libraryPath(loader) {
  const folder = basename(join(loader, ".."));
  return ["usr/lib", "lib"].map((lib) => `$root/${lib}/${folder}`).join(":");
}
