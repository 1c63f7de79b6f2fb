/**
 * A database as the migrations make it, in a third of their time: they run once, on a template, and
 * what they made is made again from the server's own words for it.
 */

import { connect } from "./database-connection.mjs";
import { migrate } from "./migrate.mjs";

/** @typedef {import("mariadb").Connection} Connection */

/** @param {string} name */
const quoted = (name) => `\`${name}\``;

/**
 * @param {Connection} connection
 * @returns {Promise<string[]>}
 */
async function tablesOf(connection) {
  /** @type {{ name: string }[]} */
  const rows = await connection.query(
    "SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() ORDER BY TABLE_NAME",
  );
  return rows.map(({ name }) => name);
}

/**
 * The statements that make the tables and triggers of the connection's database.
 * @param {Connection} connection
 */
export async function statementsOf(connection) {
  /** @type {string[]} */
  const made = [];
  for (const table of await tablesOf(connection)) {
    const [row] = await connection.query(`SHOW CREATE TABLE ${quoted(table)}`);
    made.push(row["Create Table"]);
  }
  for (const { Trigger } of await connection.query("SHOW TRIGGERS")) {
    const [row] = await connection.query(`SHOW CREATE TRIGGER ${quoted(Trigger)}`);
    made.push(row["SQL Original Statement"]);
  }
  return made;
}

/**
 * What the migrations put into the tables of the connection's database, by table.
 * @param {Connection} connection
 */
export async function rowsOf(connection) {
  /** @type {Record<string, unknown[]>} */
  const held = {};
  for (const table of await tablesOf(connection)) {
    const rows = await connection.query(`SELECT * FROM ${quoted(table)}`);
    if (rows.length > 0) held[table] = rows;
  }
  return held;
}

/**
 * Makes the tables in a database that has none, and leaves alone one that has them.
 * @param {string} template the address of the one that the migrations run on
 * @param {string} address
 */
export async function copyDatabase(template, address) {
  await migrate(template);
  const to = await connect(address);
  try {
    // Who comes second finds the tables whole.
    await to.query("SELECT GET_LOCK(CONCAT('copy of ', LEFT(SHA2(DATABASE(), 256), 40)), 120)");
    if ((await tablesOf(to)).length > 0) return;
    const from = await connect(template);
    const made = await statementsOf(from).finally(() => from.end());
    await to.query("SET FOREIGN_KEY_CHECKS = 0");
    await to.query(made.join(";\n"));
    const name = quoted(new URL(template).pathname.slice(1));
    for (const table of await tablesOf(to)) {
      await to.query(`INSERT INTO ${quoted(table)} SELECT * FROM ${name}.${quoted(table)}`);
    }
  } finally {
    await to.end();
  }
}
