/** Two private servers of which one is the replica of the other, by the numbers of transactions (GTIDs). */

import { createConnection } from "mariadb";
import { databaseAddress } from "../src/platform/database-address.mjs";

/** @typedef {import("./database-program.mjs").Flavour} Flavour */
/** @typedef {import("./private-database.mjs").PrivateDatabase} PrivateDatabase */

/** @param {Flavour} flavour */
function numbered(flavour) {
  return flavour === "mysql" ? ["--gtid-mode=ON", "--enforce-gtid-consistency=ON"] : [];
}

/**
 * More arguments of a primary.
 * @param {Flavour} flavour
 */
export function primarySettings(flavour) {
  return [
    "--server-id=1",
    "--log-bin=binlog",
    "--binlog-format=ROW",
    "--log-bin-trust-function-creators=1",
    ...numbered(flavour),
  ];
}

/**
 * More arguments of its replica.
 * @param {Flavour} flavour
 */
export function replicaSettings(flavour) {
  return ["--server-id=2", "--relay-log=relay", ...numbered(flavour)];
}

/**
 * Has an empty server follow a primary from its first transaction on, and only be read from.
 * @param {Flavour} flavour of both
 * @param {Pick<PrivateDatabase, "url">} primary whose account has every right
 * @param {Pick<PrivateDatabase, "url">} replica
 */
export async function followPrimary(flavour, primary, replica) {
  const { host, port, user, password } = databaseAddress(primary.url());
  const connection = await createConnection({ ...databaseAddress(replica.url("")), database: "" });
  const text = (/** @type {string} */ value) => connection.escape(value);
  const source =
    flavour === "mysql"
      ? `CHANGE REPLICATION SOURCE TO SOURCE_HOST = ${text(host)}, SOURCE_PORT = ${port},
           SOURCE_USER = ${text(user)}, SOURCE_PASSWORD = ${text(password)},
           SOURCE_AUTO_POSITION = 1, GET_SOURCE_PUBLIC_KEY = 1, SOURCE_CONNECT_RETRY = 1`
      : `CHANGE MASTER TO MASTER_HOST = ${text(host)}, MASTER_PORT = ${port},
           MASTER_USER = ${text(user)}, MASTER_PASSWORD = ${text(password)},
           MASTER_USE_GTID = slave_pos, MASTER_CONNECT_RETRY = 1`;
  try {
    await connection.query(source);
    await connection.query("START REPLICA");
    await connection.query("SET GLOBAL read_only = 1");
  } finally {
    await connection.end();
  }
}
