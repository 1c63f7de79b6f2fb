/**
 * Applies prisma/migrations without Prisma's native engine. The bookkeeping is Prisma's own (same
 * table, same checksums, same lock), so `prisma migrate deploy` takes over wherever it can run.
 */

import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { versionFault } from "../src/platform/database-version.mjs";
import { connect } from "./database-connection.mjs";
import { PlainError } from "./progress.mjs";
import { readEnvironmentFile } from "./workspace.mjs";

const MIGRATIONS = fileURLToPath(new URL("../prisma/migrations", import.meta.url));
/** The name Prisma's engine locks, so that neither works while the other does. */
const LOCK_NAME = "prisma_migrate";
const LOCK_WAIT_S = 120;

const CREATE_BOOKKEEPING = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id                  VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum            VARCHAR(64) NOT NULL,
  finished_at         DATETIME(3),
  migration_name      VARCHAR(255) NOT NULL,
  logs                TEXT,
  rolled_back_at      DATETIME(3),
  started_at          DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  applied_steps_count INTEGER UNSIGNED NOT NULL DEFAULT 0
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`;

/** @typedef {{ name: string, sql: string }} Migration */
/** @typedef {{ migration_name: string, checksum: string, finished_at: unknown, logs: string | null }} AppliedRow */
/** @typedef {import("mariadb").Connection} Connection */

/**
 * Brings the database up to date. Any number of processes may call it at once: one works, the
 * others wait and find nothing to do. The database itself is created when it is missing.
 * @param {string} databaseUrl mysql://user:password@host:port/database
 * @param {{ directory?: string, onProgress?: (note: string) => void }} [options]
 * @returns {Promise<string[]>} the names of the migrations applied now
 */
export async function migrate(databaseUrl, { directory = MIGRATIONS, onProgress } = {}) {
  const migrations = readMigrations(directory);
  return withLockedConnection(databaseUrl, onProgress, async (connection) => {
    await requireServer(connection);
    await connection.query(CREATE_BOOKKEEPING);
    const pending = pendingMigrations(migrations, await appliedRows(connection));
    for (const [index, migration] of pending.entries()) {
      onProgress?.(`${migration.name} (${index + 1} of ${pending.length})`);
      await apply(connection, migration);
    }
    return pending.map((migration) => migration.name);
  });
}

/**
 * Says that what a failed migration had done was undone by hand, so that it is tried again: the
 * same as `prisma migrate resolve --rolled-back`.
 * @param {string} databaseUrl
 * @param {string} name
 */
export async function markRolledBack(databaseUrl, name) {
  await withLockedConnection(databaseUrl, undefined, async (connection) => {
    const { affectedRows } = await connection.query(
      "UPDATE _prisma_migrations SET rolled_back_at = NOW(3) WHERE migration_name = ? AND finished_at IS NULL AND rolled_back_at IS NULL",
      [name],
    );
    if (affectedRows === 0) throw new PlainError(`There is no failed migration named ${name}.`);
  });
}

/**
 * @param {string} directory
 * @returns {Migration[]}
 */
function readMigrations(directory) {
  return readdirSync(directory, { withFileTypes: true })
    .filter(
      (entry) => entry.isDirectory() && existsSync(join(directory, entry.name, "migration.sql")),
    )
    .map((entry) => entry.name)
    .sort()
    .map((name) => ({ name, sql: readFileSync(join(directory, name, "migration.sql"), "utf8") }));
}

/**
 * Migrations the folder does not know are left alone: while a new version rolls out, processes of
 * the old one still start.
 * @param {Migration[]} migrations
 * @param {AppliedRow[]} applied
 */
function pendingMigrations(migrations, applied) {
  const failed = applied.find((row) => row.finished_at === null);
  if (failed) {
    throw new PlainError(
      `The migration ${failed.migration_name} failed or was interrupted earlier${failed.logs ? ` (${failed.logs})` : ""}. ` +
        "Undo what it had changed, then run: " +
        `npm run migrate -- --rolled-back ${failed.migration_name}`,
    );
  }
  const checksums = new Map(applied.map((row) => [row.migration_name, row.checksum]));
  const changed = migrations.find(({ name, sql }) => {
    const checksum = checksums.get(name);
    return checksum !== undefined && !matches(sql, checksum);
  });
  if (changed) {
    throw new PlainError(
      `The migration ${changed.name} was changed after it had been applied to this database. ` +
        "Restore the file and put the change into a new migration.",
    );
  }
  return migrations.filter(({ name }) => !checksums.has(name));
}

/** @param {string} text */
function checksumOf(text) {
  return createHash("sha256").update(text).digest("hex");
}

/**
 * Like Prisma, a checkout that turned the line ends still counts as the same file.
 * @param {string} sql
 * @param {string} checksum
 */
function matches(sql, checksum) {
  const unix = sql.replaceAll("\r\n", "\n");
  return [sql, unix, unix.replaceAll("\n", "\r\n")].some((text) => checksumOf(text) === checksum);
}

/**
 * @param {Connection} connection
 * @returns {Promise<AppliedRow[]>}
 */
function appliedRows(connection) {
  return connection.query(
    "SELECT migration_name, checksum, finished_at, logs FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at",
  );
}

/**
 * A server of another kind would take half of the migrations, or read CHECKs and not keep them.
 * @param {Connection} connection
 */
async function requireServer(connection) {
  const [row] = await connection.query("SELECT VERSION() AS version");
  const fault = versionFault(row.version);
  if (fault !== null) throw new PlainError(`This database cannot be used: ${fault}.`);
}

/**
 * @param {Connection} connection
 * @param {Migration} migration
 */
async function apply(connection, { name, sql }) {
  const id = randomUUID();
  await connection.query(
    "INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at) VALUES (?, ?, ?, NOW(3))",
    [id, checksumOf(sql), name],
  );
  try {
    await connection.query(sql);
  } catch (error) {
    // MySQL cannot roll back DDL, so the row stays unfinished and the next run refuses to go on.
    const problem = error instanceof Error ? error.message : String(error);
    await connection.query("UPDATE _prisma_migrations SET logs = ? WHERE id = ?", [problem, id]);
    throw new PlainError(`The migration ${name} failed: ${problem}`);
  }
  await connection.query(
    "UPDATE _prisma_migrations SET finished_at = NOW(3), applied_steps_count = 1 WHERE id = ?",
    [id],
  );
}

/**
 * @template T
 * @param {string} databaseUrl
 * @param {((note: string) => void) | undefined} onProgress
 * @param {(connection: Connection) => Promise<T>} work
 * @returns {Promise<T>}
 */
async function withLockedConnection(databaseUrl, onProgress, work) {
  const connection = await connect(databaseUrl);
  try {
    const take = async (/** @type {number} */ seconds) => {
      const [row] = await connection.query("SELECT GET_LOCK(?, ?) AS taken", [LOCK_NAME, seconds]);
      return Number(row.taken) === 1;
    };
    if (!(await take(0))) {
      onProgress?.("waiting for another migration to finish");
      if (!(await take(LOCK_WAIT_S))) {
        throw new PlainError(
          `Another migration still runs after ${LOCK_WAIT_S} s; try again later.`,
        );
      }
    }
    return await work(connection);
  } finally {
    // The lock belongs to the connection and ends with it.
    await connection.end();
  }
}

async function main() {
  readEnvironmentFile();
  const databaseUrl = process.env.DATABASE_URL;
  if (!databaseUrl) throw new PlainError("DATABASE_URL is not set.");
  const [option, name] = process.argv.slice(2);
  if (option === "--rolled-back" && name) await markRolledBack(databaseUrl, name);
  const applied = await migrate(databaseUrl, { onProgress: (note) => console.log(note) });
  console.log(applied.length > 0 ? `${applied.length} migrations applied` : "up to date");
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((error) => {
    console.error(error instanceof PlainError ? error.message : error);
    process.exitCode = 1;
  });
}
