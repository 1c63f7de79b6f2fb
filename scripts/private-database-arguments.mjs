/** With what arguments a server of our own is made and started. */

import { mkdirSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";

/** @typedef {import("./database-program.mjs").DatabaseProgram} DatabaseProgram */

/**
 * Servers that share a folder for temporary tables delete each other's when they start.
 * @param {string} directory
 */
export function temporaryFolder(directory) {
  const folder = join(directory, "tmp");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return `--tmpdir=${folder}`;
}

/** @param {DatabaseProgram} program @param {string} data */
export function baseArguments(program, data) {
  const ours = ["--no-defaults", `--datadir=${data}`, `--user=${userInfo().username}`];
  // A packaged MySQL expects the folder for its exports, which only its own service makes.
  return program.flavour === "mysql" ? [...ours, "--secure-file-priv=NULL"] : ours;
}

/**
 * @param {DatabaseProgram} program
 * @param {boolean} isThrowAway
 */
export function tuning(program, isThrowAway) {
  // What need not survive a crash is never waited for on the disk, the files of a new table neither.
  const durability = isThrowAway
    ? [
        "--innodb-flush-log-at-trx-commit=0",
        "--innodb-doublewrite=0",
        "--loose-innodb-flush-method=nosync",
        "--loose-sync-frm=OFF",
      ]
    : ["--innodb-flush-log-at-trx-commit=1"];
  const logSize = isThrowAway ? "64M" : "256M";
  return [
    "--bind-address=127.0.0.1",
    "--skip-name-resolve",
    "--skip-log-bin",
    "--character-set-server=utf8mb4",
    "--collation-server=utf8mb4_unicode_ci",
    `--innodb-buffer-pool-size=${isThrowAway ? "256M" : "512M"}`,
    "--max-connections=200",
    ...durability,
    ...(program.flavour === "mysql"
      ? [`--loose-innodb-redo-log-capacity=${logSize}`, "--loose-mysqlx=OFF"]
      : [`--innodb-log-file-size=${logSize}`]),
  ];
}
