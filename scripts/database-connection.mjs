/** How the scripts reach the database that an address names. */

import { setTimeout as sleep } from "node:timers/promises";
import { databaseAddress } from "../src/platform/database-address.mjs";
import { PlainError } from "./progress.mjs";

const UNKNOWN_DATABASE = 1049;
const REACHABLE_WITHIN_MS = 30_000;
const NOT_THERE_YET = [
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ER_CONNECTION_TIMEOUT",
];

/**
 * A database server that starts together with us gets a moment; a refused account does not.
 * @param {string} databaseUrl
 * @param {(note: string) => void} note
 */
export async function reachDatabase(databaseUrl, note) {
  const { database, ...server } = connectionOptions(databaseUrl);
  const deadline = Date.now() + REACHABLE_WITHIN_MS;
  const { createConnection } = await import("mariadb");
  for (;;) {
    try {
      const connection = await createConnection(server);
      await connection.end();
      return `${server.host}:${server.port}, database ${database}`;
    } catch (error) {
      const isAway = NOT_THERE_YET.includes(/** @type {{ code?: string }} */ (error).code ?? "");
      if (!isAway || Date.now() > deadline) throw unreachable(error);
    }
    note(`waiting for ${server.host}:${server.port}`);
    await sleep(500);
  }
}

/**
 * The database itself is created when it is missing.
 * @param {string} databaseUrl
 */
export async function connect(databaseUrl) {
  const { createConnection } = await import("mariadb");
  const { database, ...server } = connectionOptions(databaseUrl);
  try {
    return await createConnection({ ...server, database });
  } catch (error) {
    if (/** @type {{ errno?: number }} */ (error).errno !== UNKNOWN_DATABASE)
      throw unreachable(error);
  }
  const admin = await createConnection(server);
  try {
    await admin.query(
      `CREATE DATABASE IF NOT EXISTS ${admin.escapeId(database)} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`,
    );
  } finally {
    await admin.end();
  }
  return createConnection({ ...server, database });
}

/** @param {unknown} error */
function unreachable(error) {
  const {
    code = "",
    sqlMessage,
    message,
  } = /** @type {{ code?: string, sqlMessage?: string, message?: string }} */ (error);
  const reason = sqlMessage ?? message;
  return NOT_THERE_YET.includes(code)
    ? new PlainError(`There is no database where DATABASE_URL says: ${reason}`)
    : new PlainError(`The database does not let us in: ${reason}`);
}

/** @param {string} databaseUrl */
function connectionOptions(databaseUrl) {
  const address = addressOf(databaseUrl);
  if (!address.database) {
    throw new PlainError(
      "DATABASE_URL names no database: mysql://user:password@host:3306/database",
    );
  }
  return { ...address, multipleStatements: true, initSql: "SET time_zone = '+00:00'" };
}

/** @param {string} databaseUrl */
function addressOf(databaseUrl) {
  try {
    return databaseAddress(databaseUrl);
  } catch (error) {
    throw new PlainError(error instanceof Error ? error.message : String(error));
  }
}
